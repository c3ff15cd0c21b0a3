function journey(user)
  user:chat():ask("Hi", { headers = { ["X-Key"] = "a" } })
end
