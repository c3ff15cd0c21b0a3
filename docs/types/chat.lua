---@meta
-- Written by docs/api/generate.lua: change docs/api instead.

--- A conversation: what was said so far goes along with every question.
---@class chat
---@field messages table[] what was said, as it is sent: `{ role, content, ... }`; may be changed
---@field last reply? the last reply that is whole
---@field turns integer how often it was asked
---@field user user whose it is
local chat = {}

--- Says something and waits for the answer. Both become part of the conversation if the answer is good; if
--- not, it is as if nothing had been asked. How long the n-th answer of a conversation takes is measured by
--- turn.
---@param text string|table|nil what the user says: text, a list of parts (text, images), or nil, for the model to go on with what it was told
---@param options ask_options? for this question alone; see *Options of a question*
---@return reply reply whole
function chat:ask(text, options) end

--- Says something and gives the reply at once, to be read while it comes. A conversation has one such reply
--- at a time: the next question stops it.
---@param text string|table|nil what the user says: text, a list of parts (text, images), or nil, for the model to go on with what it was told
---@param options ask_options? for this question alone; see *Options of a question*
---@return reply reply that is still coming
function chat:stream(text, options) end

--- Adds a message without asking for an answer. `content` may be nil if `more` says all.
---@param role string `system`, `user`, `assistant`, ...
---@param content string|table|nil text, or a list of parts
---@param more table? the message's other fields
function chat:tell(role, content, more) end

--- Adds what a tool gave back. When all calls of a reply have an answer, `chat:ask()` lets the model go on;
--- `stoke.agent` does all of this by itself.
---@param call tool_call one of `reply.tool_calls`
---@param result any text, or what is sent as JSON
function chat:answer(call, result) end
