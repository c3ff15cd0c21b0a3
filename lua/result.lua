-- The summary of a run as a script's hooks get it: what --json writes, where a misspelt name is an error
-- and one of these that is absent is nil.

local json = require "core.json"
local strict = require "stoke.strict"

local names = {
  "schema", "tool", "run", "requests", "tokens", "calibration", "lengths", "cache", "throughput", "slo", "goodput",
  "bytes", "connections", "journeys", "load", "rates", "latency_within_stddev", "metrics", "steps", "scenarios",
  "turns", "targets", "stages", "slices", "custom", "checks", "faults", "status", "verdict",
}

local Result = strict.fields("result", names)

return function(text)
  return setmetatable(json.decode(text), Result)
end
