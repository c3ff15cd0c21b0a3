local agent = require "stoke.agent"

function journey(user)
  local guide = agent.new(user, { max_ruonds = 3 })
  guide:ask("Hello?")
end
