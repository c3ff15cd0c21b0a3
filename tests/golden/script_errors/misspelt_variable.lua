local questions = { "Why?" }

function journey(user)
  if user.id > 1000 then
    user:chat():ask(user.random:pick(quesitons))
  end
end
