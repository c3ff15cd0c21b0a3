function journey(user)
  local reply = user:chat():ask "Why?"
  user.visits = (user.visits or 0) + 1
  user:check("short", #reply.txt < 10)
end
