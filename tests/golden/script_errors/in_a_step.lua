local function greet(user)
  local reply = user:chat():ask "Why?"
  return reply.nothing.more
end

function journey(user)
  user:step("greet", greet, user)
end
