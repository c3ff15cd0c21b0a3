-- options: -H X-Sim-Tool-Calls:2 -H X-Sim-Tool-Fragment:1
-- An agent whose model asks for two tools at once, the arguments in pieces of one byte.

local agent = require "stoke.agent"
local time = require "stoke.time"

local function place(properties)
  return { type = "object", properties = { city = { type = "string" } }, required = properties }
end

local slower, quicker = 0.3, 0.2 -- seconds that the tools take: one before it runs, one while it runs

function journey(user)
  local ran, began, ended = {}, nil, nil
  local made = agent.new(user, {
    system = "You have tools.",
    tools = {
      weather = { about = "The weather in a city.", parameters = place { "city" }, latency = slower,
        run = function(arguments)
          ran.weather, ended = type(arguments.city) == "string", time.now()
          return { sky = "clear weather" }
        end },
      population = { about = "How many live in a city.", parameters = place { "city" },
        run = function(_, whose)
          began = time.now()
          whose:think(quicker)
          ran.population = true
          return "12345 people"
        end },
    },
  })
  local reply = made:ask("What is Oslo like?")
  user:check("the tools ran, with their arguments", ran.weather and ran.population)
  local took = ended - began -- if one waited for the other this is their sum, or below nothing
  user:check("side by side, as long as the slower one", took > slower * 0.95 and took < (slower + quicker) * 0.95)
  user:check("in one round", reply.ok and reply.rounds == 1 and reply.calls == 2)
  user:check("both results went back at once", reply.text:find("clear weather", 1, true)
    and reply.text:find("12345 people", 1, true))
  local messages = made.chat.messages
  user:check("the conversation has them", messages[3].tool_calls[2].id == messages[5].tool_call_id)

  local says_no = agent.new(user, { tools = { ["is it warm"] = { run = function() return false end } } })
  reply = says_no:ask("Is it?")
  user:check("false is an answer of a tool", reply.ok and says_no.chat.messages[3].content == "false")

  local broken = agent.new(user, { tools = { ["fails on purpose"] = { run = function() error "no" end } } })
  reply = broken:ask("Try.")
  user:check("a tool that fails tells the model", reply.ok and reply.text:find("error:", 1, true))
end
