-- What went wrong in a script, told to its author with a traceback, which shows his own functions.

local frames = require "stoke.frames"
local told = require "stoke.told"

-- Where a coroutine has died LuaJIT has forgotten the line, but the message knows it.
local function find_line(message, list)
  local source, line = message:match "^(.-):(%d+): "
  local _, frame = frames.innermost(list)
  if frame and frame.currentline < 0 and source == frame.short_src then frame.currentline = tonumber(line) end
end

local function line_of(frame)
  local where = frame.what == "main" and "in main chunk" or
    frame.name and ("in function '%s'"):format(frame.name) or
    ("in function <%s:%d>"):format(frame.short_src, frame.linedefined)
  return "\n\t" .. frames.place(frame) .. where
end

-- A function that calls itself is there once, with how often.
local function trace(list)
  local lines, times = {}, {}
  for _, frame in ipairs(list) do
    local line = not frame.ours and line_of(frame)
    if line and not times[line] then lines[#lines + 1] = line end
    if line then times[line] = (times[line] or 0) + 1 end
  end
  if #lines < 2 then return "" end
  for i, line in ipairs(lines) do
    if times[line] > 1 then lines[i] = ("%s (%d times)"):format(line, times[line]) end
  end
  return "\nstack traceback:" .. table.concat(lines)
end

-- Gives the message as it is told, and the same with a traceback. `co` is the coroutine that has
-- failed, or nil: this is called by a message handler. After it come those that it is a branch of,
-- the nearest first.
return function(message, co, ...)
  local list = frames.of(co, co and 0 or 3)
  for i = 1, select("#", ...) do
    for _, frame in ipairs(frames.of((select(i, ...)), 0)) do list[#list + 1] = frame end
  end
  message = told(message, list)
  find_line(message, list)
  return message, message .. trace(list)
end
