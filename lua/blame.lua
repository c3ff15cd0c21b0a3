-- Errors that speak to the author of a script: at the line of the script, not at ours.

local function is_ours(where)
  return where.what == "C" or where.source:find("^[@=]lua/") or where.source:find("^=%?")
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
