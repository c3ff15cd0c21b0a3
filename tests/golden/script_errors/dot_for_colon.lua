function journey(user)
  local chat = user:chat { system = "You are terse." }
  local reply = chat.ask("Why does bread rise?")
  print(reply.text)
end
