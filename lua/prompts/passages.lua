-- Texts to be read closely: themes of a dozen paragraphs that do not lean on each other, so any of
-- them in their order make a passage of the length that is wanted.

local list = require "stoke.prompts.list"

local themes = {}
for i, text in ipairs {
  require "stoke.prompts.passages_places",
  require "stoke.prompts.passages_nature",
  require "stoke.prompts.passages_work",
  require "stoke.prompts.passages_craft",
  require "stoke.prompts.passages_computers",
  require "stoke.prompts.passages_sky",
} do
  local theme = list.paragraphs(text)
  for k, paragraph in ipairs(theme) do
    local _, words = paragraph:gsub("%S+", "")
    theme[k] = { text = paragraph, words = words }
  end
  themes[i] = theme
end

-- Whole paragraphs are taken, so a passage is on average this much longer than was asked for.
local HALF_A_PARAGRAPH = 40

local passages = { themes = themes }

-- Which paragraphs to take: in random order, until there are `wanted` words.
local function choose(theme, random, wanted)
  local order, taken, words = {}, {}, 0
  for i = 1, #theme do order[i] = i end
  for i = 1, #theme do
    if words >= wanted then break end
    local k = random:between(i, #theme)
    order[i], order[k] = order[k], order[i]
    taken[order[i]] = true
    words = words + theme[order[i]].words
  end
  return taken
end

-- A theme that the prompt has not had yet, if there is one.
local function pick_theme(random, used)
  local theme
  for _ = 1, 20 do
    theme = random:pick(themes)
    if not used[theme] then break end
  end
  used[theme] = true
  return theme
end

-- A passage of about `low` to `high` words, with the slots of each paragraph filled.
function passages.draw(random, fill, used, low, high)
  local theme = pick_theme(random, used)
  local taken, out = choose(theme, random, random:between(low, high) - HALF_A_PARAGRAPH), {}
  for i, paragraph in ipairs(theme) do
    if taken[i] then out[#out + 1] = fill(paragraph.text) end
  end
  return table.concat(out, "\n\n")
end

return passages
