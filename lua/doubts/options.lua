-- Options that there are not, where a table of them stands in a call: chat:ask("Why?", { max_token = 5 }).

local ask = require "stoke.ask"
local suggest = require "stoke.suggest"

-- By the methods that take them, what there is beside the options of a question.
local takers = {
  ask = {}, stream = {}, complete = {}, embed = {}, rerank = {}, chat = ask.options_of_chat, http = ask.options_of_http,
}

local depth_of = {
  ["("] = 1, ["{"] = 1, ["["] = 1, ["function"] = 1, ["do"] = 1, ["if"] = 1, ["repeat"] = 1,
  [")"] = -1, ["}"] = -1, ["]"] = -1, ["end"] = -1, ["until"] = -1,
}

-- Calls see(i) for the words of what is opened at word i that are in nothing deeper.
local function each_inside(words, i, see)
  local depth = 0
  for k = i, #words do
    if depth == 1 then see(k) end
    depth = depth + (depth_of[words[k].word] or 0)
    if depth == 0 then return end
  end
end

local function each_key(words, i, see)
  each_inside(words, i, function(k)
    local before = words[k - 1].word
    local is_key = words[k].kind == "name" and words[k + 1].word == "="
    if is_key and (before == "{" or before == "," or before == ";") then see(words[k]) end
  end)
end

-- Calls see(i) where a table begins that is an argument of the call whose arguments begin at word i.
local function each_table(words, i, see)
  if words[i].word == "{" then return see(i) end
  if words[i].word ~= "(" then return end
  each_inside(words, i, function(k)
    local before = words[k - 1].word
    if words[k].word == "{" and (before == "(" or before == ",") then see(k) end
  end)
end

-- The method that the call at word i hands its options to, or nil: user:step("open", chat.ask, ...) hands
-- them to chat.ask.
local function taker_at(words, i)
  local name, taker = words[i + 1].word, nil
  if words[i].word ~= ":" then return nil end
  if name ~= "step" then return takers[name] and name end
  each_inside(words, i + 2, function(k)
    if words[k].word == "." and takers[words[k + 1].word] then taker = words[k + 1].word end
  end)
  return taker
end

-- A method of the script's own may take anything, but what is almost an option was hardly meant for it.
local function doubt_key(key, taker, is_own, doubt)
  local more = takers[taker]
  if ask.options[key.word] or more[key.word] then return end
  local like = suggest.words(key.word, suggest.names(ask.options, more))
  if like ~= "" or not is_own then doubt(key.line, "there is no option '%s'%s", key.word, like) end
end

-- `own`: the fields that the script sets, its methods among them.
return function(words, doubt, own)
  for i = 1, #words do
    local taker = taker_at(words, i)
    if taker then
      each_table(words, i + 2, function(at)
        each_key(words, at, function(key) doubt_key(key, taker, own[taker], doubt) end)
      end)
    end
  end
end
