-- What may be wrong with a script, by a look at it: names that are almost those of something. Nothing of
-- it is certain, for what has a name may be made elsewhere.

local fields = require "stoke.doubts.fields"
local kind = require "stoke.wrk.kind"
local options = require "stoke.doubts.options"
local strict = require "stoke.strict"
local suggest = require "stoke.suggest"
local words_of = require "stoke.doubts.words"

require "stoke.user" -- whose methods are known then

-- Methods that nothing of ours or Lua's has, and whose names are almost those of what has. Things of
-- other modules have methods as well.
local function doubt_methods(script, doubt)
  local known, fine = strict.methods(), {}
  local others = suggest.names(string, getmetatable(io.stdout).__index, script.code.sets)
  for _, names in ipairs { known, others } do
    for _, name in ipairs(names) do fine[name] = true end
  end
  for name, line in pairs(script.code.calls) do
    local like = fine[name] and "" or suggest.words(name, known)
    if like ~= "" then doubt(line, "no user, chat or reply has a method '%s'%s", name, like) end
  end
end

-- Variables that a journey would make.
local function doubt_new_variables(script, doubt)
  for name, line in pairs(script.code.makes) do
    if rawget(_G, name) == nil then
      doubt(line, "%s (a new one is local, or made at the script's top level)", strict.no_variable(name))
    end
  end
end

-- In scripts for wrk those that nobody makes are nil; thread:set() makes some by their names.
local function doubt_variables(script, doubt, words)
  local said = {}
  for _, word in ipairs(words) do said[word.says or ""] = true end
  for name, line in pairs(script.code.reads) do
    local text = strict.no_variable(name)
    if rawget(_G, name) == nil and not script.code.makes[name] and not said[name] and text:find "did you mean" then
      doubt(line, "%s", text)
    end
  end
end

local function is_uncalled(script, name)
  return type(rawget(_G, name)) == "function" and not script.code.reads[name]
end

-- A function that nobody calls and whose name is almost a hook's.
local function doubt_hooks(script, doubt)
  local hooks = {}
  for _, name in ipairs(strict.hooks) do hooks[name] = true end
  for name, line in pairs(script.code.makes) do
    local like = not hooks[name] and is_uncalled(script, name) and suggest.words(name, strict.hooks) or ""
    if like ~= "" then doubt(line, "there is no hook '%s'%s", name, like) end
  end
end

local function doubt_hooks_of_wrk(script, doubt)
  for _, name in ipairs(kind.hooks) do
    local line = script.code.makes[name]
    if line and is_uncalled(script, name) then
      doubt(line, "'%s' is never called: it is a hook of scripts without journeys", name)
    end
  end
end

local by_kind = {
  journey = { doubt_methods, doubt_new_variables, doubt_hooks_of_wrk },
  wrk = { doubt_hooks, doubt_variables },
}

local function in_order(doubts)
  table.sort(doubts, function(a, b)
    if a.line ~= b.line then return a.line < b.line end
    return a.text < b.text
  end)
end

-- Sentences, each with its place in front.
return function()
  local script, doubts = strict.script(), {}
  local words = words_of(script.text)
  local function doubt(line, text, ...)
    doubts[#doubts + 1] = { line = line, text = ("%s:%d: %s"):format(script.path, line, text:format(...)) }
  end
  for _, look in ipairs(by_kind[kind.of_script()] or {}) do look(script, doubt, words) end
  fields(words, doubt)
  options(words, doubt, script.code.sets)
  in_order(doubts)
  for i, one in ipairs(doubts) do doubts[i] = one.text end
  return doubts
end
