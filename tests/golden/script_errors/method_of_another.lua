function journey(user)
  user:ask("Why does bread rise?")
end
