options = { max_tokens = 5 }

function journy(user)
  user:chat():ask "Why?"
end
