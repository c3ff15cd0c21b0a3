-- Does it stay well? The peak for an hour; compare its first minutes with its last.
return function(at)
  return {
    stages = {
      { name = "warm-up", from = at(0.1), to = at(1), lasts = "1m", warmup = true },
      { name = "first", to = at(1), lasts = "10m" },
      { name = "middle", to = at(1), lasts = "40m" },
      { name = "last", to = at(1), lasts = "10m" },
      { name = "down", to = at(0), lasts = "1m", warmup = true },
    },
  }
end
