-- What the built-in journeys ask: the prompt that was given, a record of the file that was given,
-- or a prompt of our own making. It is a table as stoke.records has it.

local records = require "stoke.records"
local settings = require("core.plan").settings()
local task = require "core.task"
local text = require "stoke.text"

local built_in = not settings.prompt and records.count == 0 and require "stoke.prompts"

-- The first draws load texts and are slow until they are compiled: not in front of a request.
if built_in then
  local scratch = require("core.random").new(0, 0)
  for _ = 1, 200 do built_in.draw(scratch) end
end

local prompt = {}

-- The next that this user asks.
function prompt.pick(user)
  if settings.prompt then return { prompt = settings.prompt } end
  if built_in then return { prompt = built_in.draw(user.random) } end
  if settings.follows_trace then return records.at(task.number(user.handle) % records.count + 1) end
  if settings.shuffle then return records.deal() end
  return records.draw(user.random)
end

-- Text of the lengths that a trace has, the same for the same record whoever asks it; blocks with the
-- same hash say the same.
local function made_text(record)
  local tokens = record.input_tokens
  if record.hash_ids then return text.of_blocks(record.hash_ids, record.block, tokens) end
  return text.of_tokens(settings.seed * 2 ^ 26 + record.number, tokens)
end

local function text_in(content)
  if type(content) == "string" then return content end
  local texts = {}
  for _, part in ipairs(type(content) == "table" and content or {}) do
    if type(part) == "table" and type(part.text) == "string" then texts[#texts + 1] = part.text end
  end
  return table.concat(texts, "\n")
end

local function last_of_user(messages)
  for i = #messages, 1, -1 do
    if messages[i].role == "user" then return text_in(messages[i].content) end
  end
  return ""
end

local function text_of_body(body)
  if type(body.messages) == "table" then return last_of_user(body.messages) end
  local asked = body.prompt or body.input
  return type(asked) == "table" and tostring(asked[1]) or tostring(asked)
end

-- A record as text alone, for whoever takes no conversation.
function prompt.text(record)
  if type(record) == "string" then return record end
  if record.prompt then return text_in(record.prompt) end
  if record.messages then return last_of_user(record.messages) end
  if record.turns then return text_in(record.turns[1].content) end
  if record.body then return text_of_body(record.body) end
  return made_text(record)
end

return prompt
