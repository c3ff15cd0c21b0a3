-- What wrk's done() is called with, made of the summary.

local core = require "core.wrk"
local report = require "stoke.report.wrk"

-- The distributions as wrk has them: latency in us (with a rate from when requests were due, as
-- wrk2 has it), and each thread's requests per second.
return function(result)
  local latency = result.run.rate and "latency_due" or "latency"
  return {
    duration = math.floor(result.run.window * 1e6 + 0.5),
    requests = report.answered(result),
    bytes = result.bytes.down,
    errors = report.errors(result.faults),
  }, core.stats(latency), core.stats "rates"
end
