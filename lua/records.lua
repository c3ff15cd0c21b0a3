-- The records of a file (--prompts) as what a journey asks. records.at(number) gives a table with
--
--   prompt      a text, or a list of parts (text, images), or
--   messages    a conversation whose last words are to be answered, or
--   body        a whole request, or
--   turns       a list of { content, delay (seconds), answer (as recorded), max_tokens, extra }
--   (none)      lengths alone: the text has to be made
--
-- and what the file says besides: input_tokens, output_tokens, hash_ids, block, session, tools, system.

local core = require "core.records"
local json = require "core.json"
local settings = require("core.plan").settings()

local records = {}

local format, block = core.format()

records.count = core.count()
records.format = format

local function decoded(number)
  return (json.decode(core.text(number)))
end

-- Null is no value.
local function given(value)
  if value ~= json.null then return value end
end

-- Texts.

local function text_of(number)
  return { prompt = core.prompt(number) }
end

-- A row of JSON may be messages, beside others that are prompts.
local function value_of(number)
  local text = core.text(number)
  if text:find('"messages"', 1, true) then
    local row = json.decode(text)
    local named = type(row) == "table" and (given(row.prompt) or given(row.text) or given(row.question))
    if not named and type(row) == "table" and type(row.messages) == "table" then return { messages = row.messages } end
  end
  return text_of(number)
end

local function custom(number)
  local prompt = decoded(number).prompt
  if type(prompt) == "table" then return { messages = prompt } end
  return text_of(number)
end

-- Whole requests.

local function body_of(number)
  return { body = decoded(number) }
end

local function batch(number)
  return { body = decoded(number).body }
end

-- Conversations.

local people = { human = true, user = true }

local function said_by(said)
  return said.from or said.role, given(said.value) or given(said.content)
end

-- A question, and what was answered to it, if the file has that.
local function add_turn(turns, who, content)
  if people[who] then
    turns[#turns + 1] = { content = content }
  elseif who ~= "system" and turns[#turns] then
    turns[#turns].answer = turns[#turns].answer or content
  end
end

local function conversation(number)
  if (settings.conversations or "first") == "first" then return text_of(number) end
  local row, turns, system = decoded(number), {}, nil
  for _, said in ipairs(row.conversations) do
    local who, content = said_by(said)
    if content and content ~= "" then add_turn(turns, who, content) end
    if who == "system" then system = content end
  end
  return { turns = turns, system = system, session = row.id }
end

-- AIPerf's media are URLs, or data as "wav,..."; each may stand alone or in a list.
local media = {
  image = function(value) return { type = "image_url", image_url = { url = value } } end,
  video = function(value) return { type = "video_url", video_url = { url = value } } end,
  audio = function(value)
    local kind, data = value:match "^(%w+),(.*)$"
    return { type = "input_audio", input_audio = { format = kind or "wav", data = data or value } }
  end,
}

local function list_of(row, name)
  local many, texts = row[name .. "s"], {}
  for _, value in ipairs(type(many) == "table" and many or { row[name] }) do
    if type(value) == "string" then texts[#texts + 1] = value end
  end
  return texts
end

local function number_in(value)
  return type(value) == "number" and value or nil
end

local function table_in(value)
  return type(value) == "table" and value or nil
end

local function content_of(row)
  local texts, parts = list_of(row, "text"), {}
  for _, name in ipairs { "image", "audio", "video" } do
    for _, value in ipairs(list_of(row, name)) do parts[#parts + 1] = media[name](value) end
  end
  local text = table.concat(texts, "\n")
  if #parts == 0 then return text end
  if text ~= "" then table.insert(parts, 1, { type = "text", text = text }) end
  return parts
end

local function turn_of(row)
  local delay = number_in(row.delay)
  return {
    content = content_of(row), delay = delay and delay / 1000, max_tokens = number_in(row.output_length),
    extra = table_in(row.extra),
  }
end

local function single(number)
  local row = decoded(number)
  return { turns = { turn_of(row) }, session = given(row.session_id) }
end

local function multi(number)
  local row, turns = decoded(number), {}
  for i, turn in ipairs(row.turns) do turns[i] = turn_of(turn) end
  if settings.conversations == "first" then turns = { turns[1] } end
  return { turns = turns, session = given(row.session_id) }
end

-- Traces.

local function lengths(number)
  local row = decoded(number)
  return {
    hash_ids = table_in(row.hash_ids), block = block, session = given(row.chat_id) or given(row.session_id),
    prompt = type(row.text_input) == "string" and row.text_input or nil,
    messages = table_in(row.messages), tools = table_in(row.tools),
  }
end

local function nothing() return {} end

local readers = {
  lines = text_of, csv = text_of, jsonl = value_of, json = value_of, vllm = custom,
  openai = body_of, ["openai-batch"] = batch,
  sharegpt = conversation, aiperf = single, ["aiperf-multi"] = multi,
  mooncake = lengths, ["vllm-trace"] = lengths, bailian = lengths, azure = nothing, burstgpt = nothing,
}

function records.at(number)
  local record = readers[format](number)
  record.number = number
  record.input_tokens, record.output_tokens, record.known_tokens = core.tokens(number)
  return record
end

-- With --shuffle every record is dealt once before any comes again: each worker deals its part.
local worker, workers = core.share()
local dealt = 0

function records.deal()
  local position = worker + dealt * workers
  dealt = dealt + 1
  return records.at(position % records.count + 1)
end

function records.draw(random)
  return records.at(random:between(1, records.count))
end

return records
