-- A name that the script makes up itself is no misspelling, however much it looks like one.
local function bump(thing, name)
  thing[name] = (thing[name] or 0) + 1
end

function journey(user)
  bump(user, "steps")
  bump(user, "steps")
  local reply = user:chat():ask "Why?"
  bump(reply, "texts")
  print(("counted: %d, %d"):format(user.steps, reply.texts))
end
