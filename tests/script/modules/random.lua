-- A user's dice: what they draw is distributed as it should be, and a mistake is a sentence.

local t = ...
local ok, is, fails, note = t.ok, t.is, t.fails, t.note

local new = require("core.random").new
local dice = new(t.seed, 7)
local DRAWS = 20000

-- With two classes, so many happen to one seed in a hundred thousand; with more to fewer still.
local function even(counts, expected, what)
  local off = t.unevenness(counts, expected)
  note("%s: %.1f deviations off", what, off)
  ok(off < 15, what)
end

local function count(n, draw)
  local counts = {}
  for _ = 1, n do
    local key = draw()
    counts[key] = (counts[key] or 0) + 1
  end
  return counts
end

-- Equal shares of all draws.
local function shares(keys)
  local expected = {}
  for _, key in ipairs(keys) do expected[key] = DRAWS / #keys end
  return expected
end

even(count(DRAWS, function() return dice:between(1, 6) end), shares { 1, 2, 3, 4, 5, 6 }, "between")
even(count(DRAWS, function() return dice:pick { "a", "b", "c" } end), shares { "a", "b", "c" }, "pick")
even(count(DRAWS, function() return dice:chance(0.3) end), { [true] = 0.3 * DRAWS, [false] = 0.7 * DRAWS }, "chance")
local weighted = { a = 0.5 * DRAWS, b = 0.3 * DRAWS, c = 0.2 * DRAWS }
local pairs_of = { { "a", 5 }, { "never", 0 }, { "b", 3 }, { "c", 2 }, { "nor", 0 } }
local drawn = count(DRAWS, function() return dice:weighted(pairs_of) end)
even(drawn, weighted, "weighted, a list of pairs")
ok(not drawn.never and not drawn.nor, "what has no weight is never drawn")
even(count(DRAWS, function() return dice:weighted({ "a", "b", "c" }, { 2.5, 1.5, 1 }) end), weighted,
  "weighted, two lists")

local orders = {}
for _, order in ipairs { "123", "132", "213", "231", "312", "321" } do orders[#orders + 1] = order end
even(count(DRAWS, function() return table.concat(dice:shuffle { 1, 2, 3 }) end), shares(orders), "shuffle")
local list, sum = {}, 0
for i = 1, 500 do list[i] = i end
local shuffled = dice:shuffle(list)
for i = 1, 500 do sum = sum + (list[i] == i and 0 or 1) end
ok(shuffled ~= list and sum == 0, "the list that was given stays as it is")
table.sort(shuffled)
is(table.concat(shuffled, " "), table.concat(list, " "), "nothing is lost")
is(#dice:shuffle {}, 0, "a list of nothing")
is(dice:shuffle({ "one" })[1], "one", "a list of one")

-- Ten classes of equal size, by the inverse of the distribution function.
local function classes(draw, bound)
  local expected = {}
  for i = 1, 10 do expected[i] = DRAWS / 10 end
  return count(DRAWS, function()
    local x, class = draw(), 1
    while class < 10 and x >= bound(class / 10) do class = class + 1 end
    return class
  end), expected
end

local function distributed(what, draw, bound)
  local counts, expected = classes(draw, bound)
  even(counts, expected, what)
end

local z = { -1.2815516, -0.8416212, -0.5244005, -0.2533471, 0, 0.2533471, 0.5244005, 0.8416212, 1.2815516 }
local function normal(p) return z[math.floor(p * 10 + 0.5)] end
distributed("uniform", function() return dice:uniform(2, 6) end, function(p) return 2 + 4 * p end)
distributed("uniform()", function() return dice:uniform() end, function(p) return p end)
distributed("normal", function() return dice:normal(50, 8) end, function(p) return 50 + 8 * normal(p) end)
distributed("lognormal", function() return dice:lognormal(100, 0.5) end,
  function(p) return 100 * math.exp(0.5 * normal(p)) end)
distributed("exponential", function() return dice:exponential(3) end, function(p) return -3 * math.log(1 - p) end)
distributed("gamma of shape 1 is exponential", function() return dice:gamma(1, 3) end,
  function(p) return -3 * math.log(1 - p) end)

local ranks, total = {}, 0
for k = 1, 5 do total = total + k ^ -1.1 end
for k = 1, 5 do ranks[k] = DRAWS * k ^ -1.1 / total end
even(count(DRAWS, function() return dice:zipf(5, 1.1) end), ranks, "zipf")

-- The same dice draw the same; a list's length is all that counts.
local a, b = new(1, 2), new(1, 2)
for _ = 1, 50 do
  if table.concat(a:shuffle(list)) ~= table.concat(b:shuffle(list)) or a:weighted(pairs_of) ~= b:weighted(pairs_of) then
    ok(false, "the same dice draw the same")
    break
  end
end
is(a:between(1, 1e6), b:between(1, 1e6), "the same dice draw the same")

-- Mistakes.
local function wrong(words, name, ...) fails(words, dice[name], dice, ...) end
wrong("expected a whole number; uniform() draws others", "between", 1, 2.5)
wrong("expected a whole number", "between", 0.5, 2)
wrong("expected a probability from 0 to 1, such as 0.3 for 30 %", "chance", 30)
wrong("expected a probability", "chance", 0 / 0)
wrong("there is nothing to pick from", "pick", {})
wrong("expected a list, and this table has keys instead of 1..n", "pick", { a = 1 })
wrong("expected items with weights, such as { { \"a\", 3 }, { \"b\", 1 } }", "weighted", { "a", "b" })
wrong("expected a list, and this table has keys", "weighted", { a = 3, b = 1 })
wrong("item 2: expected a weight from 0 up", "weighted", { { "a", 1 }, { "b", -1 } })
wrong("item 1: expected a weight from 0 up", "weighted", { { "a" } })
wrong("item 2: expected a weight from 0 up", "weighted", { "a", "b" }, { 1, "much" })
wrong("item 1: expected a weight from 0 up", "weighted", { "a" }, { 0 / 0 })
wrong("expected as many weights as items", "weighted", { "a", "b" }, { 1 })
wrong("expected weights of more than 0 in all", "weighted", { { "a", 0 } })
wrong("there is nothing to pick from", "weighted", {})
wrong("table expected", "shuffle", "abc")
wrong("expected low and high", "uniform", 5, 2)
wrong("expected a finite number", "uniform", 0, 1 / 0)
wrong("expected a finite number", "normal", 0 / 0, 1)
wrong("expected a deviation from 0 up", "normal", 0, -1)
wrong("expected a mean from 0 up", "exponential", -1)
wrong("expected a median from 0 up", "lognormal", -1, 1)
wrong("expected a sigma from 0 to 100", "lognormal", 1, -1)
wrong("expected a shape above 0", "gamma", -1, 1)
wrong("expected a scale from 0 up", "gamma", 1, -1)
local fine, message = pcall(function() dice:chance(30) end)
ok(not fine and message:find "modules/random.lua:%d+: bad argument #1 to 'chance'", "with the script's line")
