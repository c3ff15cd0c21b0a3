function journey(user)
  local chat = user:chat()
  chat:tell("You are terse.")
  chat:ask("Hello?")
end
