local agent = require "stoke.agent"

local function forecast(arguments)
  local days = nil
  return days[arguments.city]
end

function journey(user)
  local helper = agent.new(user, {
    headers = { "X-Sim-Tool-Calls: 1" },
    tools = { weather = { latency = { "1ms", "2ms" }, run = forecast } },
  })
  local reply = helper:ask "Will it rain?"
  user:check("the model was told", reply.text:find "attempt to index local 'days'")
  user:check("its check does not hold", true)
end
