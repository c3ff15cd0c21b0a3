-- A conversation: what was said so far goes along with every question.

local apis = require "stoke.apis"
local argument = require "stoke.argument"
local ask = require "stoke.ask"
local blame = require "stoke.blame"
local colon = require "stoke.colon"
local json = require "core.json"
local settings = require("core.plan").settings()
local strict = require "stoke.strict"
local task = require "core.task"

local api = apis.taking("messages", settings.api)
local protocol = apis.by_name[api]

local Chat = {}
Chat.__index = Chat
local fields = { "messages", "last", "user", "turns", "options", "coming" }
setmetatable(Chat, { __index = strict.missing("chat", Chat, fields) })

local function with_defaults(options, defaults)
  local both = {}
  for name, value in pairs(defaults) do both[name] = value end
  for name, value in pairs(options) do both[name] = value end
  return both
end

-- What somebody says: text, or a list of parts.
local function check_content(content, number, name, expected)
  if type(content) ~= "string" then argument.list(content, number, name, expected) end
end

-- Adds something to what was said, without asking for an answer. `content` is text, or a list of
-- parts (text, images); `more` holds the message's other fields, which may say all there is.
function Chat:tell(role, content, more)
  argument.text(role, 1, "tell")
  if more ~= nil then argument.check("table", more, 3, "tell", "a table of other fields") end
  if not (more and (content == nil or content == json.null)) then
    check_content(content, 2, "tell", "text or a list of parts after the role")
  end
  local message = { role = role, content = content }
  if more then
    for name, value in pairs(more) do message[name] = value end
  end
  self.messages[#self.messages + 1] = message
end

-- What a tool that the model called gave back.
function Chat:answer(call, result)
  if type(call) ~= "table" or not call.name then
    blame("bad argument #1 to 'answer' (expected one of reply.tool_calls, got %s)", type(call))
  end
  self.messages[#self.messages + 1] = protocol.tool_result(call, result)
end

-- Only one reply of a conversation can be coming.
local function finish_last(chat)
  if chat.coming then chat.coming:stop():wait() end
end

-- Begins a turn: nil as text lets the model go on with what it was told.
local function begin(chat, name, text, options)
  if text ~= nil then check_content(text, 1, name, "text, a list of parts, or nil") end
  argument.options(options, 2, name)
  finish_last(chat)
  chat.turns = chat.turns + 1
  local before = #chat.messages
  if text ~= nil then chat:tell("user", text) end
  return options and with_defaults(options, chat.options) or chat.options, before
end

local function forget(chat, before)
  for i = #chat.messages, before + 1, -1 do chat.messages[i] = nil end
end

-- A good answer becomes part of the conversation; without one it is as if nothing was asked.
local function remember(chat, reply, before)
  chat.coming, chat.last = nil, reply
  if reply.ok then
    chat.messages[#chat.messages + 1] = protocol.said(reply)
  else
    forget(chat, before)
  end
  return reply
end

-- What was given when `ok`; else an error, which the script may catch, and then there was no turn.
local function or_forget(chat, before, ok, given)
  if ok then return given end
  forget(chat, before)
  chat.turns = chat.turns - 1
  return error(given, 0)
end

-- How much of what is asked next was sent with the turn before.
local function known_to(chat)
  local usage = chat.last and chat.last.ok and chat.last.usage
  return usage and usage.prompt_tokens or nil
end

-- Says `text` and waits for the answer; both become part of the conversation if it is good.
function Chat:ask(text, options)
  local all, before = begin(self, "ask", text, options)
  local what = { messages = self.messages, known = known_to(self) }
  local reply = or_forget(self, before, xpcall(ask.send, task.trace, self.user, api, what, all, self.turns))
  return remember(self, reply, before)
end

-- Says `text` and gives a reply that is still coming.
function Chat:stream(text, options)
  local all, before = begin(self, "stream", text, options)
  local what = { messages = self.messages, known = known_to(self) }
  local function on_over(reply) remember(self, reply, before) end
  self.coming = or_forget(self, before, xpcall(ask.stream, task.trace, self.user, api, what, all, self.turns, on_over))
  return self.coming
end

colon.guard("chat", Chat)

function Chat.new(user, options)
  argument.options(options, 1, "chat")
  options = options or {}
  ask.check(options, ask.options_of_chat)
  local defaults, system = {}, options.system or settings.system
  for name, value in pairs(options) do defaults[name] = value end
  defaults.system = nil
  local chat = setmetatable({ user = user, messages = {}, turns = 0, options = defaults }, Chat)
  if system then chat:tell("system", system) end
  return chat
end

return Chat
