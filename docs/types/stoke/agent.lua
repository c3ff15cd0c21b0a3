---@meta stoke.agent
-- Written by docs/api/generate.lua: change docs/api instead.

--- A tool that the model may call.
---@class agent_tool
---@field about string? what it is for, as the model is told
---@field parameters table? a JSON schema of its arguments
---@field latency string|number|table|nil how long it takes: a span, or two of them and anything between
---@field run fun(arguments: table, user: user): any gives text, or what is sent as JSON

--- What an agent is made of.
---@class agent_options: chat_options
---@field tools table<string, agent_tool>? by their names
---@field max_rounds integer? so often tools may be called for in an answer (8)

--- An agent: a chat whose model calls tools, which are Lua functions, until it has an answer. What the model
--- calls at once runs side by side, and all results go back together. Each call is a step with the tool's
--- name, and a check `tool NAME`: it does not hold when the tool raises an error, of which the model is told;
--- the report has it among the script's errors.
---@class agent_module
local agent_module = {}

---@class agent
local agent = {}

--- Makes an agent. Its conversation begins with it, and lasts as long.
---@param user user whose agent it is
---@param options agent_options `tools = { name = { about, parameters, latency, run } }`: what each is for, a JSON schema of its arguments, how long it takes (a span, or two of them), and `run(arguments, user)`, which gives text or what is sent as JSON; `max_rounds` (8); all else is the chat's
---@return agent agent `agent.chat` is its conversation
function agent_module.new(user, options) end

--- Says something, runs the tools that the model calls, and gives its final answer. After `max_rounds` the
--- model is asked to answer without tools.
---@param text string|table as of `chat:ask`
---@param options ask_options? for each question of this answer
---@return reply reply the final one; `reply.rounds`: how often tools were called for, `reply.calls`: how many calls that were
function agent:ask(text, options) end

return agent_module
