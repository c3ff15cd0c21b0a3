-- Journeys side by side: options.scenarios = { chat = { journey = f, users = 20 }, ... }, or a list
-- of tables with a `name`.

local suggest = require "stoke.suggest"

local scenarios = {}

local fields = { name = "string", journey = "function or string", users = "number", rate = "number or string",
  weight = "number", arrival = "string", burstiness = "number", max_in_flight = "number", on_full = "string" }
local known = suggest.names(fields)

local function is_one_of(kind, kinds)
  return (" " .. kinds .. " "):find(" " .. kind .. " ", 1, true) ~= nil
end

local function check_fields(name, scenario)
  for _, key in ipairs(suggest.names(scenario)) do
    local kinds = fields[key]
    if not kinds then
      return nil, ("scenario '%s' has no field '%s'%s"):format(name, key, suggest.words(key, known))
    end
    if not is_one_of(type(scenario[key]), kinds) then
      return nil, ("scenario '%s': %s must be a %s, not a %s"):format(name, key, kinds, type(scenario[key]))
    end
  end
  return true
end

-- In the order of their names, since a table has none.
local function by_name(wanted)
  local list = {}
  for _, name in ipairs(suggest.names(wanted)) do list[#list + 1] = { name, wanted[name] } end
  for i, scenario in ipairs(wanted) do
    list[#list + 1] = { type(scenario) == "table" and scenario.name or ("number %d"):format(i), scenario }
  end
  return list
end

local function read(name, scenario)
  if type(scenario) ~= "table" then
    return nil, ("scenario '%s' is a %s: expected a table such as { journey = %s, users = 20 }"):format(name,
      type(scenario), name)
  end
  local ok, why = check_fields(name, scenario)
  if not ok then return nil, why end
  if name:find "^number %d" and not scenario.name then
    return nil, ("scenario %s has no name: in a list each says its own, such as name = \"chat\""):format(name)
  end
  if scenario.journey == nil then
    return nil, ("scenario '%s' has no journey: give it a function, or the name of one"):format(name)
  end
  if scenario.weight and scenario.weight <= 0 then
    return nil, ("scenario '%s': a weight is more than 0, such as 3"):format(name)
  end
  for _, count in ipairs { "users are", "max_in_flight is" } do
    local n = scenario[count:match "%S+"]
    if n and (n < 1 or n % 1 ~= 0) then
      return nil, ("scenario '%s': %s a whole number, 1 or more"):format(name, count)
    end
  end
  if scenario.burstiness == 0 then
    return nil, ("scenario '%s': a burstiness is more than 0, such as 0.5"):format(name)
  end
  return { name = name, journey = scenario.journey, users = scenario.users, weight = scenario.weight,
    rate = scenario.rate and tostring(scenario.rate), arrival = scenario.arrival, burstiness = scenario.burstiness,
    max_in_flight = scenario.max_in_flight, on_full = scenario.on_full }
end

-- The scenarios as a list, or nil and what is wrong with them.
function scenarios.read(wanted)
  local list = {}
  if type(wanted) ~= "table" or not next(wanted) then
    return nil, "expected a table such as { chat = { journey = chat, users = 20 } }"
  end
  for i, pair in ipairs(by_name(wanted)) do
    local scenario, why = read(pair[1], pair[2])
    if not scenario then return nil, why end
    list[i] = scenario
  end
  return list
end

local function functions()
  local names = {}
  for name, value in pairs(_G) do
    if type(name) == "string" and type(value) == "function" then names[#names + 1] = name end
  end
  return names
end

local function find(scenario)
  local journey = scenario.journey
  if type(journey) == "function" then return journey end
  local fn = rawget(_G, journey)
  if type(fn) == "function" then return fn end
  return nil, ("defines no function %s for the scenario '%s'%s"):format(journey, scenario.name,
    suggest.words(journey, functions()))
end

-- The journeys of the scenarios with these names; or nil and why the script has none. A script without
-- scenarios has one, which is called "".
function scenarios.journeys(names)
  local wanted = rawget(_G, "options")
  wanted = type(wanted) == "table" and wanted.scenarios
  if not wanted then
    local journey = rawget(_G, "journey")
    if type(journey) ~= "function" then return nil, "defines no function journey(user)" end
    return { journey }
  end
  local list, why = scenarios.read(wanted)
  if not list then return nil, why end
  local journeys, by = {}, {}
  for _, scenario in ipairs(list) do by[scenario.name] = scenario end
  for i, name in ipairs(names) do
    if not by[name] then return nil, ("has no scenario '%s' when it is read again"):format(name) end
    journeys[i], why = find(by[name])
    if not journeys[i] then return nil, why end
  end
  return journeys
end

return scenarios
