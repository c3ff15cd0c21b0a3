-- What a script measures itself: numbers under names of its own, in the report and in result.custom.

local blame = require "stoke.blame"
local measure = require "core.measure"

local most = 256 -- each is a distribution in every worker
local largest = 1e13

local made, count = {}, 0

-- In the order of the C side's kinds.
local kinds = { "trend", "counter", "rate", "gauge" }
local classes = {}

local function number(method, value)
  if type(value) ~= "number" then
    blame("bad argument #1 to '%s' (expected a number, got %s)", method, type(value))
  elseif not (value >= -largest and value <= largest) then -- NaN is neither
    blame("bad argument #1 to '%s' (%g is more than can be kept: 1e13 is the most)", method, value)
  end
  return value
end

local function record(metric, value)
  measure.add(metric.label, metric.number, metric.unit, value)
end

-- Calling what a kind does not have names what it has; with a dot there is no metric to add to.
local function class(kind, method, take)
  local methods = { [method] = function(self, value)
    if type(self) ~= "table" or self.kind ~= kind then
      blame("'%s' needs the %s first: call it with a colon, as %s:%s(...)", method, kind, kind, method)
    end
    take(self, value)
  end }
  classes[kind] = {
    __index = setmetatable(methods, { __index = function(_, name)
      blame("a %s has no '%s': it has '%s'", kind, tostring(name), method)
    end }),
  }
end

class("trend", "add", function(self, value) record(self, number("add", value)) end)

class("counter", "add", function(self, amount)
  if amount == nil then amount = 1 end
  record(self, number("add", amount))
end)

class("rate", "add", function(self, value)
  if value ~= true and value ~= false then
    blame("bad argument #1 to 'add' (expected true or false, got %s)", type(value))
  end
  record(self, value and 1 or 0)
end)

class("gauge", "set", function(self, value) record(self, number("set", value)) end)

local function check_arguments(kind, name, options)
  if type(name) ~= "string" or name == "" then
    blame("bad argument #1 to '%s' (expected a name, got %s)", kind, name == "" and "an empty one" or type(name))
  end
  if options ~= nil and type(options) ~= "table" then
    blame("bad argument #2 to '%s' (expected a table such as { unit = \"ms\" }, got %s)", kind, type(options))
  end
  for option, value in pairs(options or {}) do
    if option ~= "unit" then
      blame("there is no option '%s': a metric has 'unit'", tostring(option))
    elseif type(value) ~= "string" then
      blame("option 'unit': expected text such as \"ms\", got a %s", type(value))
    end
  end
end

local function same(metric, kind, unit)
  if metric.kind ~= kind then
    blame("metric '%s' is a %s already, so it cannot be a %s", metric.name, metric.kind, kind)
  elseif unit and metric.unit ~= unit then
    blame("metric '%s' has the unit '%s' already, so it cannot have '%s'", metric.name, metric.unit, unit)
  end
  return metric
end

local function maker(number_of_kind, kind)
  return function(name, options)
    check_arguments(kind, name, options)
    local unit = options and options.unit
    if made[name] then return same(made[name], kind, unit) end
    if count == most then
      blame("'%s' is one metric too many: %d are the most, so take names that come again", name, most)
    end
    count = count + 1
    made[name] = setmetatable({ kind = kind, number = number_of_kind - 1, name = name, unit = unit or "",
      label = measure.step(name) }, classes[kind])
    return made[name]
  end
end

local metric = {}
for i, kind in ipairs(kinds) do metric[kind] = maker(i, kind) end

return metric
