local function look()
  local found = nil
  return found.text
end

function journey(user)
  user:step("search", user.together, user, {
    first = function(u) u:step("look", look) end,
    second = function() error "no luck" end,
    third = user.think,
  })
  user:chat():ask "Why?"
end
