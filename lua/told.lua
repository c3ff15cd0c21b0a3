-- An error of a script in a sentence for its author: the place is his line even when the prelude
-- found it, and what he may have meant is suggested.

local colon = require "stoke.colon"
local frames = require "stoke.frames"
local strict = require "stoke.strict"
local suggest = require "stoke.suggest"

local pcall = pcall

-- Of something that was called without a name, as by pcall(user.think, user).
local function name_of(fn)
  return fn and colon.names[fn]
end

-- Those only call what the script means.
local passing = { pcall = true, xpcall = true, step = true, together = true }

-- What the script's frame at `at` called of ours, by name.
local function called(list, at)
  local first = list[at - 1] and (list[at - 1].name or name_of(list[at - 1].func))
  if first and not passing[first] then return first end
  for i = at - 2, 1, -1 do
    local name = name_of(list[i].func)
    if name and not passing[name] then return name end
  end
  return first
end

-- Arguments are told by number only if they are those of the function that the script called.
local function rename(message, name)
  local argument, own, why = message:match "^bad argument #(%d+) to '([^']*)' (.*)"
  if not own then return message end
  if own == name then return ("bad argument #%s to '%s' %s"):format(argument, name, why) end
  return name and ("bad argument to '%s' %s"):format(name, why) or "bad argument " .. why
end

-- What the prelude's line says is wrong is wrong where the script called it.
local function blame_script(message, list)
  local rest = message:match "^stoke:lua/[%w_/]+%.lua:%d+: (.*)"
  if not rest then return message end
  local at, frame = frames.innermost(list)
  if not at then return rename(rest) end
  return frames.place(frame) .. rename(rest, called(list, at))
end

-- LuaJIT's words for a name that leads nowhere, with the one that was meant.
local function suggest_names(message)
  local before, name = message:match "^(.-)attempt to call method '([^']*)' %(a nil value%)"
  local like = name and strict.method_meant(name) or ""
  if like ~= "" then return ("%sthere is no method '%s'%s"):format(before, name, like) end
  before, name = message:match "^(.-)attempt to %a+ global '([^']*)' %(a nil value%)"
  like = name and suggest.words(name, suggest.names(_G)) or ""
  if like ~= "" then return ("%sthere is no variable '%s'%s"):format(before, name, like) end
  return message
end

-- An error that is no text may know its own words.
local function words_of(object)
  local meta = debug.getmetatable(object)
  if meta and meta.__tostring then
    local ok, words = pcall(tostring, object)
    if ok then return words end
  end
  return ("(the error is a %s)"):format(type(object))
end

-- `list`: the frames in which it was raised.
return function(message, list)
  if type(message) == "string" then return suggest_names(blame_script(message, list)) end
  local _, frame = frames.innermost(list)
  return (frame and frames.place(frame) or "") .. words_of(message)
end
