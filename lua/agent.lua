-- An agent: a chat whose model calls tools, which are Lua functions, until it has an answer.

local argument = require "stoke.argument"
local ask = require "stoke.ask"
local blame = require "stoke.blame"
local colon = require "stoke.colon"
local suggest = require "stoke.suggest"
local task = require "core.task"
local time = require "core.time"

local Agent = {}
Agent.__index = Agent

local of_tool = { about = "string", parameters = "table", run = "function", latency = "string or number or table" }

local function check_tool(name, tool)
  if type(name) ~= "string" then
    blame("tool %s: expected a name for it, as in tools = { weather = {...} }", tostring(name))
  end
  if type(tool) ~= "table" or type(tool.run) ~= "function" then
    blame("tool '%s': expected a table such as { about = \"...\", run = function(arguments, user) ... end }", name)
  end
  for field, value in pairs(tool) do
    local expected = of_tool[field]
    if not expected then
      blame("tool '%s': there is no field '%s'%s", name, tostring(field), suggest.words(field, suggest.names(of_tool)))
    end
    if not expected:find(type(value), 1, true) then
      blame("tool '%s': expected a %s as %s, got a %s", name, expected, field, type(value))
    end
  end
end

-- Wrong ones are told now, and not when the model calls the tool.
local function check_latency(name, latency)
  local least, most = unpack(type(latency) == "table" and latency or { latency })
  least, most = least and time.span(least), most and time.span(most)
  if least and most and most < least then blame("tool '%s': latency: expected the least first", name) end
end

-- The tools as requests describe them, always in the same order.
local function described(tools)
  local names, list = {}, {}
  for name, tool in pairs(tools) do
    check_tool(name, tool)
    check_latency(name, tool.latency)
    names[#names + 1] = name
  end
  table.sort(names)
  for i, name in ipairs(names) do
    local tool = tools[name]
    local parameters = tool.parameters or { type = "object" }
    list[i] = { type = "function", ["function"] = { name = name, description = tool.about, parameters = parameters } }
  end
  return #list > 0 and list or nil
end

-- How long the real thing would take.
local function take_time(user, latency)
  if type(latency) == "table" then return user:think(latency[1], latency[2]) end
  if latency then user:think(latency) end
end

-- What went wrong is told to the model, as agents do, and shows in the report, as a check and as an
-- error of the script's. Who gives the journey up wants no answer.
local function call_tool(user, tool, call)
  if not tool then return "error: there is no tool " .. call.name end
  if not call.arguments then return "error: the arguments are no JSON object: " .. call.text end
  return user:step(call.name, function()
    take_time(user, tool.latency)
    local ok, result = xpcall(tool.run, task.trace, call.arguments, user)
    if result == task.gave_up then error(result, 0) end
    if not ok then task.complain(result) end
    user:check("tool " .. call.name, ok)
    if not ok then return "error: " .. tostring(result) end
    return result == nil and "done" or result
  end)
end

-- All tools that were asked for at once run side by side.
local function run_tools(agent, calls)
  local branches = {}
  for i, call in ipairs(calls) do
    branches[i] = function(user) return call_tool(user, agent.tools[call.name], call) end
  end
  local results, errors = agent.user:together(branches)
  for i, call in ipairs(calls) do
    local result = results[i] -- false is one as well
    if result == nil then result = "error: " .. tostring(errors and errors[i]) end
    agent.chat:answer(call, result)
  end
end

-- Says `text`, runs the tools that the model calls, and gives its final answer. reply.rounds tells
-- how often tools were called for, reply.calls how many.
function Agent:ask(text, options)
  argument.options(options, 2, "ask")
  local asked, rounds, calls = { tools = self.described }, 0, 0
  for name, value in pairs(options or {}) do asked[name] = value end
  local reply = self.chat:ask(text, asked)
  while reply.ok and reply.tool_calls and rounds < self.max_rounds do
    rounds, calls = rounds + 1, calls + #reply.tool_calls
    run_tools(self, reply.tool_calls)
    if rounds == self.max_rounds and asked.tools then asked.tool_choice = "none" end
    reply = self.chat:ask(nil, asked)
  end
  reply.rounds, reply.calls = rounds, calls
  return reply
end

colon.guard("agent", Agent)

local agent = {}

local of_agent = { system = ask.options_of_chat.system, max_rounds = "number" }

local function check_arguments(user, options)
  argument.user(user, 1, "new")
  argument.check("table", options, 2, "new", "a table such as { tools = {...} }")
  ask.check(options, of_agent)
end

-- `options`: tools = { name = { about, parameters (a JSON schema), latency, run(arguments, user) } },
-- max_rounds (8), and all that a chat takes. agent.chat is the conversation.
function agent.new(user, options)
  check_arguments(user, options)
  local of_chat, tools = {}, options.tools or {}
  for name, value in pairs(options) do of_chat[name] = value end
  of_chat.tools, of_chat.max_rounds = nil, nil
  local made = { user = user, tools = tools, described = described(tools), max_rounds = options.max_rounds or 8 }
  made.chat = user:chat(of_chat)
  return setmetatable(made, Agent)
end

return agent
