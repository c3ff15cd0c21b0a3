-- Prompts of our own making, for a load that reads like people: no two alike, of many kinds and
-- lengths, and the same ones again when the dice are the same.
--
--   local prompts = require "stoke.prompts"
--   local text = prompts.draw(user.random)
--
-- A template is text with slots. {{city}} is replaced by one of the slot's fillers, which is a
-- template itself; {{hero=name}} remembers what was drawn, and says it again wherever it or
-- {{hero}} comes back in the same prompt.
-- A slot is a list of fillers, or a function(random, fill, used) that makes one.

local about = require "stoke.prompts.about"
local blame = require "stoke.blame"
local slots = require "stoke.prompts.slots"
local template_of = require "stoke.prompts.template"

local families = {
  require "stoke.prompts.questions",
  require "stoke.prompts.writing",
  require "stoke.prompts.code",
  require "stoke.prompts.extraction",
  require "stoke.prompts.summaries",
  require "stoke.prompts.languages",
}

-- All templates in one list, and for each the sum of weights up to it. A family's weight is
-- how many of a hundred prompts are its own.
local templates, upto, total = {}, {}, 0
for _, family in ipairs(families) do
  for _, template in ipairs(family) do
    total = total + family.weight * 1000 / #family
    templates[#templates + 1] = template
    upto[#upto + 1] = total
  end
end

local prompts = {}

-- A parsed template is { text, slot, text, ... }. They are kept, since templates are few and draws
-- are many; somebody who fills a new one each time must not fill our memory with them.
local parsed, kept, most_kept = {}, 0, 5000

local function parse(template)
  local pieces, from = {}, 1
  for text, inside, after in template:gmatch "(.-){{([%w_=]+)}}()" do
    local as, name = inside:match "^(.-)=(.+)$"
    pieces[#pieces + 1] = text
    pieces[#pieces + 1] = { name = name or inside, as = as }
    from = after
  end
  pieces[#pieces + 1] = template:sub(from)
  return pieces
end

local function pieces_of(template)
  local pieces = parsed[template]
  if not pieces then
    if kept == most_kept then parsed, kept = {}, 0 end
    pieces = parse(template)
    parsed[template], kept = pieces, kept + 1
  end
  return pieces
end

-- While one prompt is filled, its draw holds: random, extra (slots), remembered (texts by name),
-- used (fillers) and fill, which fills a part of the same prompt.

-- The same filler twice in one prompt would read as if a machine had written it.
local function pick(fillers, draw)
  local filler
  for _ = 1, 4 do
    filler = draw.random:pick(fillers)
    if not draw.used[filler] then break end
  end
  draw.used[filler] = true
  return filler
end

local expand

local function expand_slot(slot, draw)
  local name, remembered = slot.name, draw.remembered
  local again = remembered[slot.as or name]
  if again then return again end
  local fillers = draw.extra and draw.extra[name] or slots[name]
  if not fillers then error(("no slot is named {{%s}}"):format(name), 0) end
  local text
  if type(fillers) == "function" then
    text = fillers(draw.random, draw.fill, draw.used)
  else
    text = expand(pick(fillers, draw), draw)
  end
  if slot.as then remembered[slot.as] = text end
  return text
end

-- "a {{animal}}" may become "an otter"; of the words with u, most want "a".
local function needs_an(before, filler)
  return before:find "%f[%w][Aa] $" and filler:find "^[aeioAEIO]"
end

function expand(template, draw)
  local pieces, out = pieces_of(template), {}
  if #pieces == 1 then return pieces[1] end
  for i = 1, #pieces, 2 do
    out[i] = pieces[i]
    if pieces[i + 1] then
      out[i + 1] = expand_slot(pieces[i + 1], draw)
      if needs_an(out[i], out[i + 1]) then out[i] = out[i]:gsub(" $", "n ") end
    end
  end
  return table.concat(out)
end

-- What fills the parts of one prompt.
local function begin(random, extra_slots)
  local draw = { random = random, extra = extra_slots, remembered = {}, used = {} }
  draw.fill = function(part) return expand(part, draw) end
  return draw.fill
end

-- The template with all its slots filled; extra_slots come before the built-in ones.
function prompts.fill(template, random, extra_slots)
  return begin(random, extra_slots)(template)
end

-- One of the templates, by weight, and its number.
function prompts.choose(random)
  local wanted, low, high = random:between(1, math.floor(total)), 1, #upto
  while low < high do
    local middle = math.floor((low + high) / 2)
    if wanted <= upto[middle] then high = middle else low = middle + 1 end
  end
  return templates[low], low
end

local function check_dice(random, name)
  if random == nil then blame("bad argument #1 to '%s' (expected dice, such as user.random, got nil)", name) end
end

function prompts.draw(random)
  check_dice(random, "draw")
  return prompts.fill(prompts.choose(random), random)
end

-- What fills one of the built-in slots, for a script's own templates.
local function built_in(slot)
  return slots[slot] and function(random) return begin(random)("{{" .. slot .. "}}") end
end

-- A function(random) that gives the text with its slots filled: see stoke.prompts.template.
function prompts.template(text, given)
  return template_of(text, given, built_in)
end

-- Text of about this many tokens: see stoke.prompts.about.
function prompts.about(random, tokens)
  check_dice(random, "about")
  if type(tokens) ~= "number" or not (tokens >= 1 and tokens <= 1e7) then
    blame("bad argument #2 to 'about' (expected a number of tokens from 1 to 10 million, got %s)", tostring(tokens))
  end
  return about(random, tokens, begin)
end

local function ways(template, known)
  if known[template] then return known[template] end
  local product = 1
  for _, piece in ipairs(pieces_of(template)) do
    local fillers = type(piece) == "table" and slots[piece.name]
    if type(fillers) == "table" then
      local sum = 0
      for _, filler in ipairs(fillers) do sum = sum + ways(filler, known) end
      product = product * sum
    end
  end
  known[template] = product
  return product
end

-- How many templates there are, and how many different prompts can be drawn at the very
-- least: what functions make is counted as one thing.
function prompts.count()
  local sum, known = 0, {}
  for _, template in ipairs(templates) do sum = sum + ways(template, known) end
  return #templates, sum
end

return prompts
