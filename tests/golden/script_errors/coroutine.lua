function journey(user)
  local chat = user:chat()
  local co = coroutine.wrap(function() chat:ask "Why?" end)
  co()
end
