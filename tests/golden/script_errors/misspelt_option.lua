options = {
  max_tokens = 5,
  modle = "llama",
}

function journey(user)
  user:chat():ask "Why?"
end
