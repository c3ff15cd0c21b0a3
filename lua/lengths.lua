-- What --input-tokens, --output-tokens, --prefix-tokens and the salt make of the built-in journeys' requests.

local random = require "core.random"
local settings = require("core.plan").settings()
local text = require "stoke.text"

local lengths = {}

-- Where the texts of groups are drawn, far from those of users.
local GROUPS = 2 ^ 52

local groups = {}

-- The text of a group, and how many tokens of it were sent before. Each worker knows its own requests.
local function prefix_of(group)
  local known = groups[group]
  if known then return known, settings.prefix_tokens end
  groups[group] = text.part(GROUPS + group, settings.prefix_tokens)
  return groups[group], 0
end

-- A mark that no request of any run had before, or nothing.
local function salt_for(user)
  if not settings.salt then return "" end
  local asked = (rawget(user, "salted") or 0) + 1
  rawset(user, "salted", asked)
  return ("[%s-%d-%d] "):format(settings.salt, user.id, asked)
end

-- The prompt's tokens are those of the text, the salt and what the service adds.
local function made(user, salt, tokens)
  local bytes = math.floor((tokens - settings.overhead) * settings.token_bytes + 0.5) - #salt
  return salt .. text.of_bytes(user.random:between(0, 2 ^ 52), math.max(1, bytes))
end

-- Not in front of the first request.
if settings.follows_trace or settings.input_tokens or settings.prefix_tokens > 0 then text.of_bytes(0, 1) end

local drawn = settings.output_tokens or settings.input_tokens or settings.prefix_tokens > 0

local function copied(given)
  local options = {}
  for name, value in pairs(given) do options[name] = value end
  return options
end

local function ask_for(options, tokens)
  options.max_tokens, options.asked_out = tokens, tokens
  if settings.exact_output then options.min_tokens, options.ignore_eos = options.max_tokens, true end
end

-- The options of one answer, whose length may be drawn.
function lengths.answer(user, given)
  if not settings.output_tokens then return given end
  local options = copied(given)
  ask_for(options, random.output_tokens(user.random))
  return options
end

-- How somebody else's words begin: made new to caches, unless they are a list of parts.
function lengths.opening(user, content)
  return type(content) == "string" and salt_for(user) .. content or content
end

-- A system prompt that is shared, or none, and how many of its tokens were sent before.
function lengths.shared_system(user)
  if settings.prefix_tokens > 0 then return prefix_of(user.random:between(1, settings.prefix_groups)) end
end

-- What was made here is as long, and as well known to caches, as the trace says.
local function follow_trace(options, record)
  if not settings.output_tokens and record.output_tokens and options.max_tokens == record.output_tokens then
    ask_for(options, record.output_tokens)
  end
  options.asked_in = record.input_tokens + settings.prefix_tokens
  options.shared = (options.shared or 0) + (record.known_tokens or 0)
end

-- A trace's own texts are new to caches by the run's salt already.
local function own_words(user, record, content)
  return record.prompt and lengths.opening(user, content) or content
end

-- Makes of what is to be asked what a request of this user is to be: its prompt, and its options, a
-- system prompt among them.
function lengths.draw(user, record, content, given)
  local made_here = not record.prompt and record.input_tokens and not settings.input_tokens
  if not drawn and not made_here then return own_words(user, record, content), given end
  local options = copied(lengths.answer(user, given))
  options.system, options.shared = lengths.shared_system(user)
  if made_here then follow_trace(options, record) end
  if not settings.input_tokens then return own_words(user, record, content), options end
  local tokens = random.input_tokens(user.random)
  options.asked_in = tokens + settings.prefix_tokens
  return made(user, salt_for(user), tokens), options
end

-- The same where there is nothing but a prompt.
function lengths.draw_whole(user, record, content, given)
  local asked, options = lengths.draw(user, record, content, given)
  if options.system then asked, options.system = options.system .. asked, nil end
  return asked, options
end

-- A text to be embedded or ranked, if its length was said: what caches prompts knows none of these.
function lengths.text(user)
  return settings.input_tokens and made(user, "", random.input_tokens(user.random))
end

return lengths
