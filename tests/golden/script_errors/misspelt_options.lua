optoins = { max_tokens = 5 }

function journey(user)
  user:chat():ask "Why?"
end
