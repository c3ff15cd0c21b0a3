-- What sort of script this is: one with journeys, one written for wrk, or one that only wants to
-- have its say about options and results.

local kind = { hooks = { "setup", "init", "delay", "request", "response", "token", "failed" } }

local table_of_wrk, before = nil, nil

local function picture(wrk)
  local fields, headers = {}, {}
  for name, value in pairs(wrk) do fields[name] = value end
  for name, value in pairs(wrk.headers) do headers[name] = value end
  return fields, headers
end

local function differ(one, other)
  for name, value in pairs(one) do
    if other[name] ~= value then return true end
  end
  for name in pairs(other) do
    if one[name] == nil then return true end
  end
  return false
end

-- wrk as the script finds it.
function kind.remember(wrk)
  table_of_wrk = wrk
  before = { picture(wrk) }
end

local function wrk_was_changed()
  if type(table_of_wrk.headers) ~= "table" then return true end
  local fields, headers = picture(table_of_wrk)
  fields.addrs = nil -- made when they were looked at
  return differ(fields, before[1]) or differ(headers, before[2])
end

local function has_hook()
  for _, name in ipairs(kind.hooks) do
    if type(rawget(_G, name)) == "function" then return true end
  end
  return false
end

local function has_say()
  for _, name in ipairs { "options", "done", "report", "tick" } do
    if rawget(_G, name) ~= nil then return true end
  end
  return false
end

-- When the script's own code has run: "journey", "wrk", "results" if it only has its say about
-- options and results, else "none".
function kind.of_script()
  local options = rawget(_G, "options")
  if rawget(_G, "journey") ~= nil or (type(options) == "table" and options.scenarios) then return "journey" end
  if has_hook() or wrk_was_changed() then return "wrk" end
  return has_say() and "results" or "none"
end

return kind
