-- A conversation.

local text = { "text", "string|table|nil",
  "what the user says: text, a list of parts (text, images), or nil, for the model to go on with what it was told" }
local options = { "options", "ask_options?", "for this question alone; see *Options of a question*" }

return {
  title = "A chat",
  type = "chat",
  about = "A conversation: what was said so far goes along with every question.",
  fields = {
    { "messages", "table[]", "what was said, as it is sent: `{ role, content, ... }`; may be changed" },
    { "last", "reply?", "the last reply that is whole" },
    { "turns", "integer", "how often it was asked" },
    { "user", "user", "whose it is" },
  },
  functions = {
    { "chat:ask(text, options?)",
      params = { text, options },
      returns = { { "reply", "reply", "whole" } },
      where = "a journey",
      about = "Says something and waits for the answer. Both become part of the conversation if the answer is good; if "
        .. "not, it is as if nothing had been asked. How long the n-th answer of a conversation takes is measured "
        .. "by turn.",
      errors = "A text or option of the wrong type; an option that there is not. A service that fails is no error: "
        .. "`reply.ok` is false then.",
      example = [[
local chat = user:chat { system = "You are terse." }
local reply = chat:ask("Why does bread rise?")
if reply.ok then chat:ask("Say more.", { max_tokens = 200 }) end
]],
    },
    { "chat:stream(text, options?)",
      params = { text, options },
      returns = { { "reply", "reply", "that is still coming" } },
      where = "a journey",
      about = "Says something and gives the reply at once, to be read while it comes. A conversation has one such "
        .. "reply at a time: the next question stops it.",
      errors = "As `chat:ask`; `on_token`, since tokens are read with `reply:tokens()`.",
      example = [[
local reply = user:chat():stream("Tell me a story.")
for token in reply:tokens() do
  if token:find("dragon") then reply:stop() end
end
user:check("went well", reply:wait().ok)
]],
    },
    { "chat:tell(role, content, more?)",
      params = { { "role", "string", "`system`, `user`, `assistant`, ..." },
        { "content", "string|table|nil", "text, or a list of parts" },
        { "more", "table?", "the message's other fields" } },
      where = "anywhere",
      about = "Adds a message without asking for an answer. `content` may be nil if `more` says all.",
      errors = "A role that is no text; a content that is neither text nor a list.",
      example = [[
local chat = user:chat()
chat:tell("user", "My name is Ann.")
chat:tell("assistant", "Hello Ann.")
chat:ask("What is my name?")
]],
    },
    { "chat:answer(call, result)",
      params = { { "call", "tool_call", "one of `reply.tool_calls`" },
        { "result", "any", "text, or what is sent as JSON" } },
      where = "a journey",
      about = "Adds what a tool gave back. When all calls of a reply have an answer, `chat:ask()` lets the model go "
        .. "on; `stoke.agent` does all of this by itself.",
      errors = "Something that is no call.",
      example = [[
-- sim: --tool-calls 2
local chat = user:chat { tools = { { type = "function", ["function"] = {
  name = "weather", parameters = { type = "object", properties = { city = { type = "string" } } },
} } } }
local reply = chat:ask("How is the weather?")
for _, call in ipairs(reply.tool_calls or {}) do
  chat:answer(call, { city = call.arguments.city, sky = "clear" })
end
if reply.tool_calls then reply = chat:ask() end
user:check("answered", reply.text ~= "")
]],
    },
  },
}
