local rest = require "helper_user"

function journey(user)
  user:chat():ask("Hello?")
  rest(user)
end
