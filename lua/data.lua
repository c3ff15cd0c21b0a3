-- Data sets. Rows lie in C memory, one copy for all Lua states of a run, and become Lua values when
-- they are asked for: a script opens its files at top level, and costs nothing for having many rows.

local core = require "core.data"
local json = require "core.json"

local data, Set, Feeder = {}, {}, {}
Feeder.__index = Feeder

local known = {} -- what does not change about each set of this state, by the set

-- Rows. Whoever gives one gives nothing else, so that chat:ask(set:pick(user.random)) is right.

local roles = { human = "user", gpt = "assistant", chatgpt = "assistant", bing = "assistant", bard = "assistant" }

local function turn(said)
  local role = said.from or said.role
  return { role = roles[role] or role, content = said.value or said.content }
end

local function decoded(set, number)
  return (json.decode(core.text(set, number)))
end

local function conversation(set, number)
  local row, turns = decoded(set, number), {}
  for i, said in ipairs(row.conversations) do turns[i] = turn(said) end
  return { id = row.id, turns = turns, prompt = core.prompt(set, number) }
end

local readers = {
  lines = core.text,
  jsonl = decoded,
  json = decoded,
  sharegpt = conversation,
  csv = function(set, number, about) return core.fields(set, number, about.columns) end,
}

local function row_at(set, about, number)
  if number >= 1 and number <= about.count and number % 1 == 0 then return about.read(set, number, about) end
end

-- Opening.

local function fail(level, ...)
  error(string.format(...), level + 1)
end

local function open(name, path, kind, delimiter, headless)
  if type(path) ~= "string" then fail(3, "data.%s: expected the path of a file, got a %s", name, type(path)) end
  if core.in_journey() then
    fail(3, "data.%s: no file is opened in a journey, where it would hold up every user; open it at top level", name)
  end
  local set, why = core.open(path, kind, delimiter, headless)
  if not set then fail(3, "data.%s: %s", name, why) end
  local about = core.about(set)
  about.read = readers[about.kind]
  known[set] = about
  return set, about
end

for name, kind in pairs { open = "any", lines = "lines", jsonl = "jsonl", json = "json", sharegpt = "sharegpt" } do
  data[name] = function(path)
    return (open(name, path, kind))
  end
end

local function check_options(level, what, options, allowed)
  for key in pairs(options) do
    if not allowed[key] then
      local names = {}
      for name in pairs(allowed) do names[#names + 1] = name end
      table.sort(names)
      fail(level, "%s: there is no option %s; it takes %s", what, tostring(key), table.concat(names, ", "))
    end
  end
end

local csv_options = { header = true, delimiter = true }

local function check_csv(options)
  local delimiter, header = options.delimiter, options.header
  if delimiter ~= nil and not (type(delimiter) == "string" and delimiter:find '^[^"\r\n%z]$') then
    fail(3, "data.csv: delimiter: expected one character, such as \";\"")
  end
  if type(header) ~= "table" and type(header) ~= "boolean" and header ~= nil then
    fail(3, "data.csv: header: expected true, false or a list of names, got a %s", type(header))
  end
end

-- header = false: rows are lists; a list of names: the file has none, and these are they.
function data.csv(path, options)
  options = options or {}
  if type(options) ~= "table" then fail(2, "data.csv: expected a table of options, got a %s", type(options)) end
  check_options(3, "data.csv", options, csv_options)
  check_csv(options)
  local header = options.header
  local names = type(header) == "table" and header or nil
  local set, about = open("csv", path, "csv", options.delimiter, header == false or names ~= nil)
  if names and #names ~= #about.columns then
    fail(2, "data.csv: header names %d columns, and %s has %d", #names, about.path, #about.columns)
  end
  if names then about.columns = names elseif header == false then about.columns = nil end
  return set
end

-- A set: #set, set[number], its fields and its methods.

local fields = { path = true, kind = true, skipped = true, columns = true }

function core.set.__len(set)
  return known[set].count
end

function core.set.__tostring(set)
  local about = known[set]
  return ("%d rows of %s (%s)"):format(about.count, about.path, about.kind)
end

function core.set.__index(set, key)
  local about = known[set]
  if type(key) == "number" then return row_at(set, about, key) end
  if Set[key] then return Set[key] end
  if fields[key] then return about[key] end
  fail(2, "a data set has no %s; it has at, rows, pick, sequence, shuffle, random, for_user, and path, kind, "
    .. "columns, skipped", tostring(key))
end

function core.set.__newindex()
  fail(2, "a data set cannot be changed: all workers share it")
end

local function about_of(set, name)
  return known[set] or fail(3, "%s: expected a data set before a colon, as in set:%s(...)", name, name)
end

function Set:at(number)
  local about = about_of(self, "at")
  if type(number) ~= "number" then fail(2, "set:at: expected the number of a row, got a %s", type(number)) end
  local row = row_at(self, about, number)
  if row == nil then fail(2, "set:at: %s has rows 1 to %d, and none is %s", about.path, about.count, number) end
  return row
end

function Set:rows()
  local about, number = about_of(self, "rows"), 0
  return function()
    number = number + 1
    if number <= about.count then return number, about.read(self, number, about) end
  end
end

function Set:pick(random)
  local about = about_of(self, "pick")
  if type(random) ~= "userdata" then fail(2, "set:pick: expected dice, such as user.random, got a %s", type(random)) end
  return about.read(self, random:between(1, about.count), about)
end

-- The row for this visit of the user; without a number it is the visit after the last one. The user
-- keeps count, since one table of all users would be a long piece of work for the collector.
function Set:for_user(user, visit)
  local about = about_of(self, "for_user")
  if type(user) ~= "table" or type(user.id) ~= "number" then
    fail(2, "set:for_user: expected the journey's user, got a %s", type(user))
  end
  if visit == nil then
    visit = (rawget(user, about) or 0) + 1
    rawset(user, about, visit)
  elseif type(visit) ~= "number" or visit < 1 or visit % 1 ~= 0 then
    fail(2, "set:for_user: expected the number of a visit, from 1, got %s", tostring(visit))
  end
  return about.read(self, core.for_user(about.count, user.id, visit), about)
end

-- Feeders: orders with a place in them. Each worker's has its own part of the one order.

local feeder_options = {
  sequence = { once = true },
  shuffle = { once = true, seed = true },
  random = { seed = true, skew = true },
}

local function is_seed(value)
  return type(value) == "number" and value >= 0 and value < 2 ^ 53 and value % 1 == 0
end

local function feeder(set, kind, options)
  local about = about_of(set, kind)
  if type(options) == "number" and kind ~= "sequence" then options = { seed = options } end
  options = options or {}
  if type(options) ~= "table" then fail(3, "set:%s: expected options, got a %s", kind, type(options)) end
  check_options(4, "set:" .. kind, options, feeder_options[kind])
  local seed, skew = options.seed, options.skew
  if seed ~= nil and not is_seed(seed) then fail(3, "set:%s: seed: expected a whole number from 0", kind) end
  if skew ~= nil and not (type(skew) == "number" and skew >= 0 and skew <= 100) then
    fail(3, "set:%s: skew: expected a number from 0 to 100, such as 1.1", kind)
  end
  if core.in_journey() then
    fail(3, "set:%s: a feeder made in a journey begins anew in each; make it at top level, or use "
      .. "set:for_user(user)", kind)
  end
  return setmetatable({ set = set, order = core.order(kind, about.count, seed, skew, options.once) }, Feeder)
end

for kind in pairs(feeder_options) do
  Set[kind] = function(set, options)
    return (feeder(set, kind, options))
  end
end

-- The next row; nil: with `once`, each has been dealt.
function Feeder:next()
  if getmetatable(self) ~= Feeder then fail(2, "next: expected a feeder before a colon, as in feeder:next()") end
  local number = core.deal(self.order)
  if number then return self.set[number] end
end

return data
