local prompts = require "stoke.prompts"

function journey(user)
  prompts.darw(user.random)
end
