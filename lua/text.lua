-- Text of a length that is wanted in tokens, in the service's own tokens as far as they are known:
-- language, cut and joined to length. See src/data/prose.h.

local passages = require "stoke.prompts.passages"
local prompts = require "stoke.prompts"
local prose = require "core.prose"
local random = require "core.random"
local settings = require("core.plan").settings()

local text = {}

-- Of always the same dice: what is asked depends on the seed that is given alone.
local function read_passages()
  local dice, all = random.new(0, 0), {}
  for _, theme in ipairs(passages.themes) do
    for _, paragraph in ipairs(theme) do all[#all + 1] = prompts.fill(paragraph.text, dice) end
  end
  return prose.new(table.concat(all, " "))
end

local source

local function prose_of_passages()
  source = source or read_passages()
  return source
end

local function bytes_of(tokens)
  return math.max(1, math.floor(tokens * settings.token_bytes + 0.5))
end

-- So many bytes.
function text.of_bytes(seed, bytes)
  return prose.of(prose_of_passages(), settings.nonce, seed, bytes)
end

-- So many tokens that are a part of a prompt.
function text.part(seed, tokens)
  return text.of_bytes(seed, bytes_of(tokens))
end

-- A prompt that the service counts as so many tokens, with what it adds of its own.
function text.of_tokens(seed, tokens)
  return text.part(seed, tokens - settings.overhead)
end

-- The same, of which each `block` tokens are what the id makes of them: prompts whose ids begin alike
-- begin alike.
function text.of_blocks(ids, block, tokens)
  if #ids == 0 then return text.of_tokens(0, tokens) end
  return prose.blocks(prose_of_passages(), settings.nonce, ids, bytes_of(block), bytes_of(tokens - settings.overhead))
end

return text
