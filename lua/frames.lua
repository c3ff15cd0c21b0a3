-- The functions that have called one another until here, the innermost first; each as debug.getinfo
-- has it, and `ours` when it is embedded or C's: those have names that begin with "=".

local frames = {}

local MOST = 100

-- Those of a coroutine, or of the one that runs: there level 1 is the caller of this.
function frames.of(co, level)
  local list = {}
  for i = level, level + MOST do
    local frame
    if co then frame = debug.getinfo(co, i, "Slnf") else frame = debug.getinfo(i + 1, "Slnf") end
    if not frame then break end
    frame.ours = frame.source:sub(1, 1) == "="
    list[#list + 1] = frame
  end
  return list
end

-- The place of the script's innermost frame among them, and the frame.
function frames.innermost(list)
  for i, frame in ipairs(list) do
    if not frame.ours then return i, frame end
  end
end

-- "chat.lua:3: "
function frames.place(frame)
  return ("%s:%d: "):format(frame.short_src, frame.currentline)
end

return frames
