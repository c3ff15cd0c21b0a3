local questions = { "Why does bread rise?" }

local helper = {}

function helper.draw(user)
  return user.random:pick(quesitons)
end

return helper
