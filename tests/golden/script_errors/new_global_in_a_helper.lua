local helper = require "helper_count"

function journey(user)
  helper.add()
  user:chat():ask("Hello?")
end
