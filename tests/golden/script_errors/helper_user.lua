return function(user)
  user:thnik("1s")
end
