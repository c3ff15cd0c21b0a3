-- An agent with tools. What the model calls at once runs side by side, and all results go back
-- together; a tool is a Lua function, and may take as long as the real one would.
--
--   stoke -s scripts/agent.lua -c 8 -d 30s -m auto http://localhost:8000
--
-- To try it: stoke sim --tool-calls 2

local agent = require "stoke.agent"

local function one(name, about)
  return { type = "object", properties = { [name] = { type = "string", description = about } }, required = { name } }
end

local tools = {
  weather = {
    about = "The weather in a city, now.",
    parameters = one("city", "its name"),
    latency = { "100ms", "400ms" },
    run = function(arguments, user)
      return { city = arguments.city, sky = "cloudy", celsius = user.random:between(-5, 30) }
    end,
  },
  clock = {
    about = "What time it is in a city.",
    parameters = one("city", "its name"),
    latency = "50ms",
    run = function() return "14:30" end,
  },
}

function journey(user)
  local guide = agent.new(user, { system = "You are a travel guide.", tools = tools, max_rounds = 5 })

  local reply = guide:ask("Is this a good moment for a walk in Oslo?")
  user:check("has looked it up", reply.calls > 0)
  if reply.ok then guide:ask("And in Lima?") end
end
