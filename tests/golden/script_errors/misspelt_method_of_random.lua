function journey(user)
  user.random:betwen(1, 6)
end
