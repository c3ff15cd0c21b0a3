-- Calls the script's tick(live), where a misspelt name of live is an error.

local strict = require "stoke.strict"

local spreads = { "ttft", "tpot", "e2e", "latency" }

local Live = strict.fields("live", {
  "elapsed", "running", "draining", "begun", "ok", "failed", "stopped", "tokens", "journeys", "journeys_failed",
  "tokens_per_second", "requests_per_second", unpack(spreads),
})

local Spread = strict.fields("a distribution of live", { "count", "mean", "p50", "p95", "p99", "max" })

return function(live)
  for _, name in ipairs(spreads) do
    if live[name] then setmetatable(live[name], Spread) end
  end
  rawget(_G, "tick")(setmetatable(live, Live))
end
