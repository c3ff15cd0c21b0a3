-- How the load goes: options.stages = { { users = 5, to = 50, lasts = "2m" }, ... }, one after another.

local suggest = require "stoke.suggest"

local stages = {}

local fields = { name = "string", users = "number", rate = "number or string", from = "number or string",
  to = "number or string",
  lasts = "number or string", warmup = "boolean" }
local known = suggest.names(fields)
local example = "such as { users = 5, to = 50, lasts = \"2m\" }"

local function is_one_of(kind, kinds)
  return (" " .. kinds .. " "):find(" " .. kind .. " ", 1, true) ~= nil
end

local function check_fields(stage)
  for _, key in ipairs(suggest.names(stage)) do
    local kinds = fields[key]
    if not kinds then return ("there is no field '%s'%s"):format(key, suggest.words(key, known)) end
    if not is_one_of(type(stage[key]), kinds) then
      return ("%s must be a %s, not a %s"):format(key, kinds, type(stage[key]))
    end
  end
  if #stage > 0 then return "its fields have names, " .. example end
end

local function check_levels(stage)
  if stage.users and stage.rate then return "users and rate do not go together: it counts one or the other" end
  if stage.from and (stage.users or stage.rate) then
    return ("from is what %s says as well: leave one of them out"):format(stage.users and "users" or "rate")
  end
  if not (stage.users or stage.rate or stage.to) then
    return "users, rate or to says how much load there is, " .. example
  end
  if not stage.lasts then return "lasts says how long it is, " .. example end
end

-- A rate without a unit is one per second, as everywhere.
local function rate_text(rate)
  local text = tostring(rate)
  return text:find("/", 1, true) and text or text .. "/s"
end

local function read(stage)
  local from = stage.rate and rate_text(stage.rate) or stage.users and tostring(stage.users)
    or stage.from and tostring(stage.from)
  local to = stage.to and (stage.rate and rate_text(stage.to) or tostring(stage.to))
  return { name = stage.name, from = from, to = to or from, lasts = tostring(stage.lasts), warmup = stage.warmup,
    counts = stage.users and "users" or stage.rate and "rate" }
end

-- The stages with all their levels as text, or nil and what is wrong with them.
function stages.read(wanted)
  if type(wanted) ~= "table" or #wanted == 0 then return nil, "expected a list of stages, " .. example end
  local list = {}
  for i, stage in ipairs(wanted) do
    if type(stage) ~= "table" then
      return nil, ("stage %d is a %s: expected a table, %s"):format(i, type(stage), example)
    end
    local why = check_fields(stage) or check_levels(stage)
    if why then return nil, ("stage %d: %s"):format(i, why) end
    list[i] = read(stage)
  end
  return list
end

return stages
