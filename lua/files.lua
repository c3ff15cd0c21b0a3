-- report(result) gives texts by the paths of the files that they are to be; this writes them.

local result_of = require "stoke.result"
local suggest = require "stoke.suggest"

local function write(path, text)
  if type(text) ~= "string" then
    return ("'%s' is to be a %s: a file's contents must be a string"):format(path, type(text))
  end
  local file, why = io.open(path, "wb")
  if not file then return "cannot write " .. why end
  local ok
  ok, why = file:write(text)
  if ok then ok, why = file:close() end
  if not ok then return ("cannot write %s: %s"):format(path, why) end
end

-- Calls the script's report() with what the JSON of the summary says. Returns a list of what went
-- wrong: one file that cannot be written keeps no other from it.
return function(text)
  local made = rawget(_G, "report")(result_of(text))
  local wrong = {}
  if made == nil then return wrong end
  if type(made) ~= "table" then
    return { ("expected a table of texts by path, such as { [\"out.csv\"] = text }, got a %s"):format(type(made)) }
  end
  for key in pairs(made) do
    if type(key) ~= "string" then wrong[1] = ("a path must be a string, not a %s"):format(type(key)) end
  end
  for _, path in ipairs(suggest.names(made)) do
    wrong[#wrong + 1] = write(path, made[path])
  end
  return wrong
end
