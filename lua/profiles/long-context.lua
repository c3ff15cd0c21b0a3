-- What do long prompts do to everybody? Documents and books among the questions, up to the peak in
-- steps, since each of them takes a while.
return function(at)
  return {
    input_tokens = "0.5*lognormal:2000,1500+0.4*normal:16000,4000+0.1*uniform:48000,96000",
    output_tokens = "normal:300,100",
    stages = {
      { name = "warm-up", from = at(0.1), to = at(0.1), lasts = "30s", warmup = true },
      { name = "a quarter", from = at(0.25), to = at(0.25), lasts = "2m" },
      { name = "a half", from = at(0.5), to = at(0.5), lasts = "2m" },
      { name = "peak", from = at(1), to = at(1), lasts = "2m" },
    },
  }
end
