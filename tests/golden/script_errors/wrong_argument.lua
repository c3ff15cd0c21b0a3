function journey(user)
  user:chat():ask(5)
end
