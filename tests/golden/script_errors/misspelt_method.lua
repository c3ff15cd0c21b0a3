function journey(user)
  user:thnik "1s"
end
