-- How much can it take? Slowly up to the peak, where the knee will be seen, and a while there.
return function(at)
  return {
    stages = {
      { name = "warm-up", from = at(0.1), to = at(0.1), lasts = "30s", warmup = true },
      { name = "ramp", to = at(1), lasts = "10m" },
      { name = "peak", to = at(1), lasts = "2m" },
    },
  }
end
