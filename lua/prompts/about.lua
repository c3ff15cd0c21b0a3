-- Text of a wanted length, of the built-in passages: whole paragraphs in random order, then single
-- sentences, and one that ends where the length is reached.

local passages = require "stoke.prompts.passages"

-- What tokenizers make of English is near to this.
local BYTES_A_TOKEN = 4

-- A paragraph is { text = template, sentences = { template, ... } }. `plain` are the sentences without
-- slots, the shortest first: only their lengths are known beforehand.
local paragraphs, plain = {}, {}

local function sentences_of(text)
  local sentences = {}
  for sentence in (text .. " "):gmatch "(.-[.?!][\")]?)%s+%f[%u\"{%z]" do
    sentences[#sentences + 1] = sentence
    if not sentence:find("{{", 1, true) then plain[#plain + 1] = sentence end
  end
  return sentences
end

for _, theme in ipairs(passages.themes) do
  for _, paragraph in ipairs(theme) do
    paragraphs[#paragraphs + 1] = { text = paragraph.text, sentences = sentences_of(paragraph.text) }
  end
end

table.sort(plain, function(a, b)
  if #a == #b then return a < b end
  return #a < #b
end)

-- first[n]: where those of at least n bytes begin.
local LONGEST = #plain[#plain]
local first = {}
for i = #plain, 1, -1 do
  for n = #plain[i], 0, -1 do first[n] = i end
end
first[LONGEST + 1] = #plain + 1

local function within(n)
  return math.max(0, math.min(LONGEST + 1, n))
end

-- One of the plain sentences of `least` to `most` bytes, or the one that is nearest to them.
local function draw_plain(random, least, most)
  local from, to = first[within(least)], first[within(most + 1)] - 1
  if from > to then return plain[math.max(1, math.min(from, #plain))] end
  return plain[random:between(from, to)]
end

-- No sentence but the last may leave less than this, which is what the last can be.
local ROOM = 40

-- The one that was to come next if it fits; near the end one that reaches it.
local function choose(random, own, left, slack)
  if own and #own + ROOM <= left then return own end
  if left <= LONGEST then return draw_plain(random, left - slack, left + slack) end
  return draw_plain(random, ROOM, left - ROOM)
end

-- A paragraph of this length: some sentences of one, then others.
local function paragraph_of(random, sentences, fill, left, slack)
  local out, at = {}, 0
  while left > slack do
    at = at + 1
    local sentence = choose(random, sentences[at] and fill(sentences[at]), left, slack)
    out[at] = sentence
    left = left - #sentence - 1
  end
  return table.concat(out, " ")
end

-- Text of about this many tokens. begin(random) gives what fills the slots of one paragraph.
return function(random, tokens, begin)
  local left = math.floor(tokens * BYTES_A_TOKEN)
  local slack = math.max(2, math.min(20, math.floor(left / 20)))
  local out, order, at = {}, random:shuffle(paragraphs), 0
  while left > slack do
    at = at + 1
    if at > #order then order, at = random:shuffle(paragraphs), 1 end
    local paragraph = order[at]
    local text = begin(random)(paragraph.text)
    if #text + ROOM > left then
      text = paragraph_of(random, paragraph.sentences, begin(random), left, slack)
    end
    out[#out + 1] = text
    left = left - #text - 2
  end
  return table.concat(out, "\n\n")
end
