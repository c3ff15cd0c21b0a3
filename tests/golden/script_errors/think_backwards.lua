function journey(user)
  user:think("1ms", "1ms")
  user:think("10ms", "1ms")
end
