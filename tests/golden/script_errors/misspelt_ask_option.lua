function journey(user)
  local chat = user:chat()
  chat:ask("Why?", { max_token = 5 })
end
