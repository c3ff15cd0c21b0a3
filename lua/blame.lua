-- Errors that speak to the author of a script: at the line of the script, not at ours.

-- What is embedded has a name that begins with "=", and so has C; a script's own code has not.
local function is_ours(where)
  return where.source:sub(1, 1) == "="
end

-- Raises `message` at the nearest line that is the script's.
return function(message, ...)
  message = message:format(...)
  local level = 2
  while true do
    local where = debug.getinfo(level, "Sl")
    if not where then error(message, 0) end
    if not is_ours(where) then
      error(("%s:%d: %s"):format(where.short_src, where.currentline, message), 0)
    end
    level = level + 1
  end
end
