function journey(user)
  user:chat():ask "Why?"
end end
