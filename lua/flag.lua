-- Flags of a script's own: local depth = require "stoke.flag" ("depth", 3, "turns in a chat") reads
-- `--depth N`, and stoke --help -s FILE shows it.

local blame = require "stoke.blame"
local strict = require "stoke.strict"
local suggest = require "stoke.suggest"
local _, _, typed = require("core.plan").typed()

local flag = { declared = {} } -- in the order in which they were

local by_name = {}

-- What was typed wrong is the fault of who typed it, and said when the script has run.
local function complain(...)
  flag.complaint = flag.complaint or string.format(...)
end

local readers = {
  number = function(name, text)
    if text == true then return complain("--%s needs a value", name) end
    return tonumber(text) or complain("--%s: expected a number, got '%s'", name, text)
  end,
  boolean = function(name, text)
    if text == true or text == "true" then return true end
    if text ~= "false" then complain("--%s: expected nothing, true or false, got '%s'", name, text) end
    return false
  end,
  string = function(name, text)
    return text ~= true and text or complain("--%s needs a value", name)
  end,
}

local function declare(name, default, words)
  local reader = readers[type(default)]
  if type(name) ~= "string" or not name:find "^%a[%w_-]+$" then
    blame("bad argument #1 to 'flag' (expected a name such as \"depth\", got %s)", tostring(name))
  elseif not reader then
    blame("bad argument #2 to 'flag' (expected a number, text, true or false, got %s)", type(default))
  end
  if not strict.at_top() then
    blame("the flag '%s' is declared too late: the script's top level is where flags are", name)
  end
  name = name:gsub("_", "-")
  local value = default
  if typed[name] ~= nil then value = reader(name, typed[name]) end
  if value == nil then value = default end
  return { name = name, default = default, words = words or "", value = value }
end

-- Tells stoke of a flag, and gives what it was set to: a value of the default's type, or the default.
function flag.new(name, default, words)
  if not by_name[name] then
    by_name[name] = declare(name, default, words)
    flag.declared[#flag.declared + 1] = by_name[name]
  end
  return by_name[name].value
end

local function names()
  local list = {}
  for i, known in ipairs(flag.declared) do list[i] = known.name end
  return list
end

-- The first flag that was typed and not declared, and the name of a flag that is like it, or nil.
function flag.unknown()
  local known = {}
  for _, name in ipairs(names()) do known[name] = true end
  for _, name in ipairs(suggest.names(typed)) do
    if not known[name] then return name, suggest.nearest(name, names()) end
  end
end

-- For --help: each flag's name, what its value is called (nil: it is only there or not), and words.
function flag.lines()
  local lines = {}
  for i, known in ipairs(flag.declared) do
    local kind = type(known.default)
    local words = known.words
    if kind ~= "boolean" then words = ("%s (%s)"):format(words, tostring(known.default)) end
    lines[i] = { known.name, kind == "number" and "N" or kind == "string" and "TEXT" or nil, words }
  end
  return lines
end

return setmetatable(flag, { __call = function(_, ...) return flag.new(...) end })
