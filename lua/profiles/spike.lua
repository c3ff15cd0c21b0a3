-- Does it recover? A fifth of the peak, all of it at once, and a fifth again.
return function(at)
  return {
    stages = {
      { name = "warm-up", from = at(0.2), to = at(0.2), lasts = "30s", warmup = true },
      { name = "before", to = at(0.2), lasts = "1m" },
      { name = "spike", from = at(1), to = at(1), lasts = "30s" },
      { name = "after", from = at(0.2), to = at(0.2), lasts = "2m" },
    },
  }
end
