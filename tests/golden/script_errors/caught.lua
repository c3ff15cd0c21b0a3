function journey(user)
  local ok, message = pcall(user.think, user, "soon")
  print("caught: " .. message:match "%(.*")
  user:check("it was wrong", not ok)
  user:chat():ask "Why?"
end
