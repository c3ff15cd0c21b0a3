function journey(user)
  user:think "soon"
end
