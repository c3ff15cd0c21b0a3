-- What went wrong in a script, told to its author: the place is his line even when the prelude found
-- it, what he may have meant is suggested, and the traceback shows his own functions.

local strict = require "stoke.strict"
local suggest = require "stoke.suggest"

-- The frames of a coroutine, or of the error that is being handled: `level` is its own.
local function frames_of(co, level)
  local frames = {}
  for i = level, level + 100 do
    local frame
    if co then frame = debug.getinfo(co, i, "Sln") else frame = debug.getinfo(i + 1, "Sln") end
    if not frame then break end
    frame.ours = frame.source:sub(1, 1) == "="
    frames[#frames + 1] = frame
  end
  return frames
end

local function place(frame)
  return ("%s:%d: "):format(frame.short_src, frame.currentline)
end

-- The script's innermost frame, and the function of ours that it called.
local function innermost(frames)
  for i, frame in ipairs(frames) do
    if not frame.ours then return frame, frames[i - 1] end
  end
end

-- What the prelude's line says is wrong is wrong where the script called it.
local function blame_script(message, frames)
  message = message:gsub("^(%S+:%d+: )lua/[%w_/]+%.lua:%d+: ", "%1") -- coroutine.wrap() puts a place in front
  local at, rest = message:match "^(lua/[%w_/]+%.lua:%d+: )(.*)"
  local frame, called = innermost(frames)
  if not at or not frame then return message end
  local argument, name, why = rest:match "^bad argument #(%d+) to '([^']*)' (.*)"
  if name and called and called.name and called.name ~= name then
    rest = ("bad argument to '%s' %s"):format(called.name, why)
  elseif name then
    rest = ("bad argument #%s to '%s' %s"):format(argument, name, why)
  end
  return place(frame) .. rest
end

-- LuaJIT's words for a name that leads nowhere, with the one that was meant.
local function suggest_names(message)
  local before, name = message:match "^(.-)attempt to call method '([^']*)' %(a nil value%)"
  local like = name and suggest.words(name, strict.methods()) or ""
  if like ~= "" then return ("%sthere is no method '%s'%s"):format(before, name, like) end
  before, name = message:match "^(.-)attempt to %a+ global '([^']*)' %(a nil value%)"
  like = name and suggest.words(name, suggest.names(_G)) or ""
  if like ~= "" then return ("%sthere is no variable '%s'%s"):format(before, name, like) end
  return message
end

-- Where a coroutine has died LuaJIT has forgotten the line, but the message knows it.
local function find_line(message, frame)
  local source, line = message:match "^(.-):(%d+): "
  if frame and frame.currentline < 0 and source == frame.short_src then frame.currentline = tonumber(line) end
end

local function trace(frames)
  local lines = {}
  for _, frame in ipairs(frames) do
    if not frame.ours then
      local where = frame.what == "main" and "in main chunk" or
        frame.name and ("in function '%s'"):format(frame.name) or
        ("in function <%s:%d>"):format(frame.short_src, frame.linedefined)
      lines[#lines + 1] = "\n\t" .. place(frame) .. where
    end
  end
  return #lines > 1 and "\nstack traceback:" .. table.concat(lines) or ""
end

-- `co` is the coroutine that has failed, or nil: this is called by a message handler.
return function(message, co)
  local frames = frames_of(co, co and 0 or 3)
  message = suggest_names(blame_script(message, frames))
  find_line(message, (innermost(frames)))
  return message .. trace(frames)
end
