-- options: -H X-Sim-Tool-Calls:2 -H X-Sim-Tool-Fragment:1
-- An agent whose model asks for two tools at once, the arguments in pieces of one byte.

local agent = require "stoke.agent"
local time = require "stoke.time"

local function place(properties)
  return { type = "object", properties = { city = { type = "string" } }, required = properties }
end

function journey(user)
  local ran = {}
  local made = agent.new(user, {
    system = "You have tools.",
    tools = {
      weather = { about = "The weather in a city.", parameters = place { "city" }, latency = "150ms",
        run = function(arguments)
          ran.weather = type(arguments.city) == "string"
          return { sky = "clear weather" }
        end },
      population = { about = "How many live in a city.", parameters = place { "city" }, latency = "150ms",
        run = function() ran.population = true return "12345 people" end },
    },
  })
  local from = time.now()
  local reply = made:ask("What is Oslo like?")
  local took = time.now() - from
  local models = reply.e2e * 2 -- two answers of the model, about as long as this one
  user:check("the tools ran, with their arguments", ran.weather and ran.population)
  user:check("side by side", took - models < 0.29)
  user:check("in one round", reply.ok and reply.rounds == 1 and reply.calls == 2)
  user:check("both results went back at once", reply.text:find("clear weather", 1, true)
    and reply.text:find("12345 people", 1, true))
  local messages = made.chat.messages
  user:check("the conversation has them", messages[3].tool_calls[2].id == messages[5].tool_call_id)

  local broken = agent.new(user, { tools = { ["fails on purpose"] = { run = function() error "no" end } } })
  reply = broken:ask("Try.")
  user:check("a tool that fails tells the model", reply.ok and reply.text:find("error:", 1, true))
end
