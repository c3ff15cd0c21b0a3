-- The quick benchmark of a model: one question, one answer; or what a file has to ask, which may be
-- a whole conversation.

local Chat = require "stoke.chat"
local as_it_is = require "stoke.as_it_is"
local endpoint = require "stoke.endpoint"
local lengths = require "stoke.lengths"
local prompt = require "stoke.prompt"
local settings = require("core.plan").settings()
local time = require "core.time"

-- Made before the load begins, not in front of the first request.
local _, protocol = endpoint.of(settings.api)

local usual = { keep_text = false }

-- What the command line says about the length of answers goes before what a file says.
local function options_for(max_tokens, extra)
  if not extra and (settings.max_tokens or not max_tokens) then return usual end
  return { keep_text = false, max_tokens = settings.max_tokens or max_tokens, extra = extra }
end

-- Messages as they are; --system replaces how they begin.
local function go_on(user, record)
  local chat = Chat.new(user, lengths.answer(user, options_for(record.output_tokens)))
  local opened, system, known = false, lengths.shared_system(user)
  if system then chat:tell("system", system) end
  for _, message in ipairs(record.messages) do
    if not opened and message.role == "user" then
      message.content, opened = lengths.opening(user, message.content), true
    end
    if not (settings.system and message.role == "system") then chat.messages[#chat.messages + 1] = message end
  end
  chat:ask(nil, { tools = record.tools, shared = known })
end

local recorded = settings.conversations == "recorded"

-- One turn, of which so many tokens may be known though no turn came before it; false: the conversation
-- cannot go on, for what was answered is not known.
local function take_turn(user, chat, turn, known)
  if turn.delay then time.sleep(turn.delay) end
  local options = { max_tokens = settings.max_tokens or turn.max_tokens, extra = turn.extra, shared = known }
  local reply = chat:ask(turn.content, lengths.answer(user, options))
  if not (recorded and turn.answer) then return reply.ok end
  if not reply.ok then
    chat:tell("user", turn.content)
    chat:tell("assistant", "")
  end
  chat.messages[#chat.messages] = { role = "assistant", content = turn.answer }
  return true
end

local function converse(user, record)
  local system, known = lengths.shared_system(user)
  local chat = Chat.new(user, { keep_text = #record.turns > 1, system = settings.system or system or record.system })
  record.turns[1].content = lengths.opening(user, record.turns[1].content)
  for i, turn in ipairs(record.turns) do
    if not take_turn(user, chat, turn, i == 1 and known or nil) then return end
  end
end

local function ask(user)
  local record = prompt.pick(user)
  if record.turns then
    converse(user, record)
  elseif record.messages then
    go_on(user, record)
  elseif record.body then
    as_it_is(user, record.body)
  else
    local content = record.prompt or prompt.text(record)
    local asked, options = lengths.draw(user, record, content, options_for(record.output_tokens))
    Chat.new(user, options):ask(asked)
  end
end

local by_what_it_takes = {
  messages = ask,
  prompt = function(user)
    local record = prompt.pick(user)
    if record.body and record.body.prompt then return as_it_is(user, record.body) end
    user:complete(lengths.draw_whole(user, record, prompt.text(record), options_for(record.output_tokens)))
  end,
  input = function(user)
    local record = prompt.pick(user)
    if record.body and record.body.input then return as_it_is(user, record.body) end
    user:embed(lengths.text(user) or prompt.text(record), usual)
  end,
  documents = function(user)
    local function text() return lengths.text(user) or prompt.text(prompt.pick(user)) end
    local documents = {}
    for i = 1, 8 do documents[i] = text() end
    user:rerank(text(), documents, usual)
  end,
}

return by_what_it_takes[protocol.takes]
