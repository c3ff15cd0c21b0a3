-- Where a journey can wait, and what it is told where it cannot.

local function fails_with(fn, words)
  local ok, message = pcall(fn)
  if ok or not tostring(message):find(words, 1, true) then io.stderr:write("# " .. tostring(message) .. "\n") end
  return not ok and tostring(message):find(words, 1, true) ~= nil
end

function journey(user)
  local function wait()
    user:think(0.001)
    return true
  end
  user:check("in pcall", pcall(wait))
  user:check("in xpcall", xpcall(wait, debug.traceback))
  user:check("in an error handler's function", not xpcall(function() wait() error "x" end, function() return 1 end))
  local lazy = setmetatable({}, { __index = wait, __add = wait, __call = wait, __lt = wait, __concat = wait })
  user:check("in metamethods", lazy.anything and lazy + 1 and lazy() and lazy < lazy and lazy .. "x")
  local n = 0
  for _ in function(_, i) wait() i = (i or 0) + 1 return i < 4 and i or nil end do n = n + 1 end
  user:check("in an iterator", n == 3)

  user:check("not in gsub", fails_with(function() ("abc"):gsub("b", wait) end, "cannot wait inside a function that"))
  user:check("not in sort", fails_with(function()
    table.sort({ 3, 1, 2 }, function(a, b) wait() return a < b end)
  end, "cannot wait inside a function that"))
  user:check("not in a coroutine", fails_with(function()
    assert(coroutine.resume(coroutine.create(wait)))
  end, "cannot wait inside a coroutine of its own"))
  user:check("and goes on after it", wait())

  local ok, message = pcall(user.chat(user).ask, user.chat(user), "Hi.", { on_token = function(text)
    return text.no.such.field
  end })
  user:check("an error in on_token is the journey's", not ok and message:find("waiting.lua", 1, true))
  user:check("who can ask again", user:chat():ask("Hi again.").ok)
end
