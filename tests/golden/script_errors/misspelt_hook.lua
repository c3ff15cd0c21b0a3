function journey(user)
  user:chat():ask "Why?"
end

function on_strat(user)
  user.name = "Ada"
end
