-- A chat whose model calls tools.

return {
  title = "stoke.agent",
  type = "agent_module",
  module = "stoke.agent",
  about = [[
An agent: a chat whose model calls tools, which are Lua functions, until it has an answer. What the model calls at once
runs side by side, and all results go back together. Each call is a step with the tool's name, and a check
`tool NAME`: it does not hold when the tool raises an error, of which the model is told; the report has it among the
script's errors.]],
  classes = {
    { "agent_tool", "A tool that the model may call.", {
      { "about", "string?", "what it is for, as the model is told" },
      { "parameters", "table?", "a JSON schema of its arguments" },
      { "latency", "string|number|table|nil", "how long it takes: a span, or two of them and anything between" },
      { "run", "fun(arguments: table, user: user): any", "gives text, or what is sent as JSON" },
    } },
    { "agent_options: chat_options", "What an agent is made of.", {
      { "tools", "table<string, agent_tool>?", "by their names" },
      { "max_rounds", "integer?", "so often tools may be called for in an answer (8)" },
    } },
  },
  functions = {
    { "agent.new(user, options)",
      params = { { "user", "user", "whose agent it is" },
        { "options", "agent_options", "`tools = { name = { about, parameters, latency, run } }`: what each is for, a "
          .. "JSON schema of its arguments, how long it takes (a span, or two of them), and `run(arguments, user)`, "
          .. "which gives text or what is sent as JSON; `max_rounds` (8); all else is the chat's" } },
      returns = { { "agent", "agent", "`agent.chat` is its conversation" } },
      where = "anywhere",
      about = "Makes an agent. Its conversation begins with it, and lasts as long.",
      errors = "A tool without `run`, or with a field that there is not or that is of the wrong type; an option as of "
        .. "`user:chat`.",
      example = [[
local agent = require "stoke.agent"
local helper = agent.new(user, {
  system = "You are a travel guide.",
  tools = {
    weather = {
      about = "The weather in a city, now.",
      parameters = { type = "object", properties = { city = { type = "string" } }, required = { "city" } },
      latency = { "100ms", "1s" },
      run = function(arguments) return { city = arguments.city, sky = "clear" } end,
    },
  },
})
local reply = helper:ask("Is this a good moment for a walk in Oslo?")
user:check("has looked", reply.ok and reply.calls > 0)
]],
    },
    { "agent:ask(text, options?)",
      params = { { "text", "string|table", "as of `chat:ask`" },
        { "options", "ask_options?", "for each question of this answer" } },
      returns = { { "reply", "reply", "the final one; `reply.rounds`: how often tools were called for, `reply.calls`: "
        .. "how many calls that were" } },
      where = "a journey",
      about = "Says something, runs the tools that the model calls, and gives its final answer. After `max_rounds` the "
        .. "model is asked to answer without tools.",
      errors = "As `chat:ask`. A tool's error ends nothing: the model gets it as the result.",
      example = [[
local agent = require "stoke.agent"
local clock = { about = "What time it is.", run = function() return "14:30" end }
local helper = agent.new(user, { tools = { clock = clock } })
local reply = helper:ask("What time is it?")
user:check("in a round or two", reply.rounds <= 2)
]],
    },
  },
}
