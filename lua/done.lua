-- wrk's last hook: done(summary, latency, requests, result), with the whole summary as `result`.

local wrk = require "stoke.report.wrk"

-- The statistics wrk shows of a distribution, in its unit. Percentiles are those of the report.
local function stats(metric, scale)
  metric = metric or {}
  local function scaled(value) return value and value * scale end
  return {
    min = scaled(metric.min), max = scaled(metric.max),
    mean = scaled(metric.mean), stdev = scaled(metric.stddev),
    percentile = function(_, p) return scaled((metric.percentiles or {})[("%g"):format(p)]) end,
  }
end

-- Calls the script's done(), if it has one, with what the JSON of the summary says.
return function(text)
  local done = rawget(_G, "done")
  if type(done) ~= "function" then return end
  local result = require("core.json").decode(text)
  done({
    duration = result.run.window * 1e6,
    requests = result.requests.ok,
    bytes = result.bytes.down,
    errors = wrk.errors(result.faults),
  }, stats(result.metrics.latency, 1e6), stats(result.rates, 1), result)
end
