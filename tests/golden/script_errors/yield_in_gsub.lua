function journey(user)
  local chat = user:chat()
  print(("Why?"):gsub("%w+", function(word) return chat:ask(word).text end))
end
