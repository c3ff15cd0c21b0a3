local function caught(ok, message)
  print("caught: " .. tostring(message))
  return not ok
end

local function hasty(user)
  user:think "soon"
end

function journey(user)
  caught(pcall(user.think, user, "soon"))
  caught(pcall(hasty, user))
  caught(pcall(function() user:check(true) end))
  caught(pcall(function() user:thnik "1s" end))
  caught(pcall(user.step, user, "hasty", hasty, user))
  caught(xpcall(hasty, function(message) return message .. ", handled" end, user))
  caught(coroutine.resume(coroutine.create(hasty), user))
  caught(coroutine.resume(coroutine.create(function() user:think "1ms" end)))
  caught(pcall(coroutine.wrap(hasty), user))
  caught(pcall(function() user.random:beetween(1, 6) end))
  caught(coroutine.resume(coroutine.create(function() user.random:beetween(1, 6) end)))
  user:check("mine", caught(pcall(error, "my own", 0)))
  user:chat():ask "Why?"
end
