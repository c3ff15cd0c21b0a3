-- What a script may give to stoke.prompts, and the sentence for what it may not.

local blame = require "stoke.blame"

local check = {}

local function method(value, name)
  return value[name]
end

-- Dice are what can be drawn from; a user is not, and neither is a data set.
function check.is_dice(value)
  local ok, between = pcall(method, value, "between")
  return ok and between ~= nil
end

function check.dice(value, number, name)
  if not check.is_dice(value) then
    blame("bad argument #%d to '%s' (expected dice, such as user.random, got %s)", number, name, type(value))
  end
end

function check.template(value, number, name)
  if type(value) ~= "string" then
    blame("bad argument #%d to '%s' (expected text, got %s)", number, name, type(value))
  end
end

function check.is_text(value)
  return type(value) == "string" or type(value) == "number"
end

local function check_slot(name, fillers)
  if type(fillers) == "function" then return end
  if type(fillers) ~= "table" or #fillers == 0 then
    blame("prompts.fill: {{%s}}: expected a list of texts with something in it, or a function", tostring(name))
  end
  for _, filler in ipairs(fillers) do
    if not check.is_text(filler) then
      blame("prompts.fill: {{%s}}: expected a list of texts, got a %s in it", tostring(name), type(filler))
    end
  end
end

-- A script's own slots.
function check.slots(given, number)
  if type(given) ~= "table" then
    blame("bad argument #%d to 'fill' (expected a table of slots, got %s)", number, type(given))
  end
  for name, fillers in pairs(given) do check_slot(name, fillers) end
end

return check
