function journey(user)
  local reply = user:chat():ask("Why does bread rise?")
  print(reply.usage.completion_token)
end
