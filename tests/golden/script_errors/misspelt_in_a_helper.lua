local helper = require "helper_questions"

function journey(user)
  user:chat():ask(helper.draw(user))
end
