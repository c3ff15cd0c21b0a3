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
local check = require "stoke.prompts.check"
local slots = require "stoke.prompts.slots"
local suggest = require "stoke.suggest"
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
-- used (fillers), depth (slots that are being filled) and fill, which fills a part of the same prompt.

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

local function fillers_of(name, draw)
  local fillers = draw.extra and draw.extra[name] or slots[name]
  return fillers or blame("prompts.fill: no slot is named {{%s}}%s", name,
    suggest.words(name, suggest.names(slots, draw.extra)))
end

-- What a function made for a slot.
local function made(name, text)
  if check.is_text(text) then return tostring(text) end
  return blame("prompts.fill: {{%s}}: expected text or a number from its function, got a %s", name, type(text))
end

local deepest = 50 -- slots within slots

local function text_of(name, fillers, draw)
  if type(fillers) == "function" then return made(name, fillers(draw.random, draw.fill, draw.used)) end
  return expand(tostring(pick(fillers, draw)), draw)
end

local function fill_slot(name, draw)
  local fillers = fillers_of(name, draw)
  draw.depth = draw.depth + 1
  if draw.depth > deepest then blame("prompts.fill: {{%s}} is filled with itself, without an end", name) end
  local text = text_of(name, fillers, draw)
  draw.depth = draw.depth - 1
  return text
end

local function expand_slot(slot, draw)
  local remembered = draw.remembered
  local text = remembered[slot.as or slot.name] or fill_slot(slot.name, draw)
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
  local draw = { random = random, extra = extra_slots, remembered = {}, used = {}, depth = 0 }
  draw.fill = function(part) return expand(part, draw) end
  return draw.fill
end

-- The template with all its slots filled; extra_slots come before the built-in ones.
function prompts.fill(template, random, extra_slots)
  check.template(template, 1, "fill")
  check.dice(random, 2, "fill")
  if extra_slots ~= nil then check.slots(extra_slots, 3) end
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

function prompts.draw(random)
  check.dice(random, 1, "draw")
  return begin(random)(prompts.choose(random))
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
  check.dice(random, 1, "about")
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
