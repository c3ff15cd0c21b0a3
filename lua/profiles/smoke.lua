-- Does it work at all? One user, for as long as it takes to be sure.
return function()
  return {
    stages = { { name = "smoke", users = 1, lasts = "10s" } },
  }
end
