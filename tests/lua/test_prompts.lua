-- What is promised of the built-in prompts: many, all different, of all lengths, repeatable.

local tap = dofile "tests/lua/tap.lua"
local ok, note = tap.ok, tap.note

local prompts = require "stoke.prompts"
local slots = require "stoke.prompts.slots"

-- Dice of our own: the same on every machine, with the methods that a user's have.
local Dice = {}
Dice.__index = Dice

local function dice(seed)
  return setmetatable({ state = seed % 2147483646 + 1 }, Dice)
end

-- Lehmer's generator; products stay below 2^53, so that doubles hold them.
function Dice:between(low, high)
  self.state = self.state * 48271 % 2147483647
  return low + math.floor(self.state / 2147483647 * (high - low + 1))
end

function Dice:pick(list)
  return list[self:between(1, #list)]
end

local seed = tonumber(os.getenv "SEED") or 1
note("SEED=%d", seed)

-- About what a tokenizer makes of it: four bytes of English, and less than two tokens a
-- Chinese character of three bytes.
local function tokens(text)
  return math.ceil(#text / 4)
end

local DRAWS = 5000
local drawn, lengths, distinct, seen, unfilled, odd = {}, {}, 0, {}, nil, nil
local random = dice(seed)
for i = 1, DRAWS do
  local text = prompts.draw(random)
  drawn[i], lengths[i] = text, tokens(text)
  if not seen[text] then distinct, seen[text] = distinct + 1, true end
  if text:find("{{", 1, true) or text:find("}}}", 1, true) then unfilled = text end
  if type(text) ~= "string" or text:find "^%s" or text:find "%s$" then odd = text end
end

ok(not unfilled, "no slot stays unfilled in 5,000 draws")
if unfilled then note("%s", unfilled) end
ok(not odd, "no prompt has space at its ends")
if odd then note("[%s]", odd) end
ok(distinct / DRAWS > 0.99, ("%d of %d are different"):format(distinct, DRAWS))

table.sort(lengths)
local function share_of(q) return lengths[math.max(1, math.ceil(q * DRAWS))] end
note("tokens: least %d, p10 %d, p50 %d, p90 %d, p99 %d, most %d", lengths[1], share_of(0.1), share_of(0.5),
  share_of(0.9), share_of(0.99), lengths[DRAWS])
ok(lengths[1] >= 8 and lengths[1] <= 20, "the shortest has about 10 tokens")
ok(share_of(0.5) >= 110 and share_of(0.5) <= 190, "the median is about 150 tokens")
ok(share_of(0.9) >= 400, "the tail is long: a tenth has more than 400")
ok(lengths[DRAWS] >= 1200 and lengths[DRAWS] <= 2000, "the longest has about 1500 tokens")

local again, same = dice(seed), true
for i = 1, 500 do same = same and prompts.draw(again) == drawn[i] end
ok(same, "the same dice give the same prompts")
ok(prompts.draw(dice(seed + 1)) ~= drawn[1], "other dice give another")

local count, combinations = prompts.count()
note("%d templates, at least %.3g prompts", count, combinations)
ok(count >= 60, "at least 60 templates")
ok(combinations > 1e6, "more than a million prompts")

local reached, reached_count = {}, 0
for _ = 1, 20000 do
  local _, number = prompts.choose(random)
  if not reached[number] then reached[number], reached_count = true, reached_count + 1 end
end
ok(reached_count == count, ("all templates are drawn: %d of %d"):format(reached_count, count))

-- Fills that look up their slots through a table that takes note.
local used, slot_count, unused = {}, 0, nil
local spies = setmetatable({}, { __index = function(_, name) used[name] = true end })
for _ = 1, 8000 do prompts.fill(prompts.choose(random), random, spies) end
for name in pairs(slots) do
  slot_count = slot_count + 1
  if not used[name] then unused = name end
end
ok(slot_count >= 40, ("at least 40 slots: %d"):format(slot_count))
ok(not unused, "every slot is used: " .. (unused or "all"))

ok(prompts.fill("a {{b}} c", random, { b = { "x {{d}}" }, d = { "y" } }) == "a x y c", "slots are filled recursively")
ok(prompts.fill("{{n}}{{n}}", random, { n = function(r) return tostring(r:between(3, 3)) end }) == "33",
  "a slot may be a function")
ok(prompts.fill("plain {text} {{ not a slot }}", random) == "plain {text} {{ not a slot }}", "other braces stay")

ok(prompts.fill("A {{x}}, a {{x}}", random, { x = { "owl" } }) == "An owl, an owl", "articles fit")

local hero_is_the_same = true
for _ = 1, 50 do
  local a, b, c = prompts.fill("{{hero=name}} {{hero}} {{hero=name}}", random):match "(%S+) (%S+) (%S+)"
  hero_is_the_same = hero_is_the_same and a == b and b == c
end
ok(hero_is_the_same, "what is remembered stays the same")

local repeats = 0
for _ = 1, 200 do
  local a, b = prompts.fill("{{weekday}} {{weekday}}", random):match "(%S+) (%S+)"
  if a == b then repeats = repeats + 1 end
end
ok(repeats <= 2, "a prompt hardly says the same thing twice")

local passage_lengths = { math.huge, 0 }
for _ = 1, 300 do
  for _, slot in ipairs { "{{passage_short}}", "{{passage}}", "{{passage_long}}" } do
    local _, words = prompts.fill(slot, random):gsub("%S+", "")
    passage_lengths = { math.min(passage_lengths[1], words), math.max(passage_lengths[2], words) }
  end
end
note("passages of %d to %d words", passage_lengths[1], passage_lengths[2])
ok(passage_lengths[1] >= 60 and passage_lengths[1] <= 130, "short passages have about 100 words")
ok(passage_lengths[2] >= 700 and passage_lengths[2] <= 950, "long passages have about 800 words")

local fine, message = pcall(prompts.fill, "Hello {{nmae}}", random)
ok(not fine and message:find("no slot is named {{nmae}}; did you mean 'name'?", 1, true),
  "an unknown slot is an error: " .. tostring(message))

local told, unknown = 0, nil
for name in dofile("docs/api/prompts.lua").about:match("built%-in slots are(.-)%.%s"):gmatch "`([%w_]+)`" do
  told = told + 1
  if not slots[name] then unknown = name end
end
ok(told > 20 and not unknown, "the slots that the docs name are there: " .. (unknown or told))

os.exit(tap.done())
