local agent = require "stoke.agent"

function journey(user)
  local function run() return "rain" end
  agent.new(user, { tools = { weather = { latency = { "1ms", "soon" }, run = run } } })
end
