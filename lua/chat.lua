-- A conversation: what was said so far goes along with every question.

local apis = require "stoke.apis"
local ask = require "stoke.ask"
local settings = require("core.plan").settings()

local api = apis.taking("messages", settings.api)

local Chat = {}
Chat.__index = Chat

local function with_defaults(options, defaults)
  local both = {}
  for name, value in pairs(defaults) do both[name] = value end
  for name, value in pairs(options) do both[name] = value end
  return both
end

function Chat.new(user, options)
  options = options or {}
  local chat = setmetatable({ user = user, messages = {}, turns = 0, options = options }, Chat)
  local system = options.system or settings.system
  if system then chat:tell("system", system) end
  return chat
end

-- Adds something to what was said, without asking for an answer.
function Chat:tell(role, content)
  self.messages[#self.messages + 1] = { role = role, content = content }
end

-- Says `text` and waits for the answer; both become part of the conversation if it is good.
function Chat:ask(text, options)
  if type(text) ~= "string" then
    error(("bad argument #1 to 'ask' (expected text, got %s)"):format(type(text)), 2)
  end
  options = options and with_defaults(options, self.options) or self.options
  self.turns = self.turns + 1
  self:tell("user", text)
  local reply = ask.send(self.user, api, self, options, self.turns)
  if reply.ok then
    self:tell("assistant", reply.text)
  else
    self.messages[#self.messages] = nil
  end
  return reply
end

return Chat
