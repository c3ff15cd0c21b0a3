-- The part of the text that readers of wrk know, line for line where they look for it.

local spectrum = require "stoke.report.spectrum"
local units = require "stoke.report.units"

local wrk = {}

-- Right-aligned so that digits stand below digits: room for a unit of two letters is left
-- free where the unit is shorter.
local function aligned(text, width)
  local room = 2 - #text:match("%a?%a?$")
  return ("%" .. width - room .. "s"):format(text) .. (" "):rep(room)
end

local function shown(value, format)
  return value and format(value) or "-"
end

local function stats_line(name, stats, within, format)
  return ("    %-10s%s%s%s%s\n"):format(
    name,
    aligned(shown(stats.mean, format), 8),
    aligned(shown(stats.stddev, format), 10),
    aligned(shown(stats.max, format), 9),
    within and ("%8.2f%%"):format(within * 100) or ("%8s"):format("-")
  )
end

-- The distribution of this name in the run that was just measured; a summary from a file has none.
local function measured(name)
  local found, core = pcall(require, "core.wrk")
  return found and core.stats(name) or nil
end

-- wrk's, without a rate.
local function distribution(value_at)
  local lines = { "  Latency Distribution\n" }
  for _, p in ipairs { 50, 75, 90, 99 } do
    lines[#lines + 1] = ("%7d%%%s\n"):format(p, aligned(shown(value_at(p), units.time), 10))
  end
  return table.concat(lines)
end

-- wrk2's, with one: from when requests were due, and with -U from when they were sent as well.
local function corrected(run, of_due, of_sent)
  local text = spectrum.text(of_due, "Recorded Latency", aligned)
  if not run.want_uncorrected or not of_sent then return text end
  return text .. "\n" .. spectrum.text(of_sent,
    "Uncorrected Latency (measured without taking delayed starts into account)", aligned)
end

local function latencies(summary)
  local run, latency = summary.run, summary.metrics.latency or {}
  if not run.want_latency then return "" end
  local of_due = measured(run.batches and "batch" or "latency_due")
  local of_sent = measured(run.batches and "batch, uncorrected" or "latency")
  if run.rate and of_due then return corrected(run, of_due, of_sent) end
  return distribution(function(p)
    if run.batches and of_sent then return of_sent:percentile(p) / 1e6 end
    return latency.percentiles and latency.percentiles[tostring(p)]
  end)
end

local function sum_of(faults, names)
  local sum = 0
  for name in names:gmatch("%S+") do
    sum = sum + (faults[name] and faults[name].count or 0)
  end
  return sum
end

-- Our faults under wrk's five names.
function wrk.errors(faults)
  return {
    connect = sum_of(faults, "resolve connect tls"),
    read = sum_of(faults, "no_reply reset truncated malformed"),
    write = sum_of(faults, "send"),
    status = sum_of(faults, "status"),
    timeout = sum_of(faults, "timeout stalled"),
  }
end

local function error_lines(faults)
  local e, text = wrk.errors(faults), ""
  if e.connect + e.read + e.write + e.timeout > 0 then
    text = ("  Socket errors: connect %d, read %d, write %d, timeout %d\n")
      :format(e.connect, e.read, e.write, e.timeout)
  end
  if e.status > 0 then
    text = text .. ("  Non-2xx or 3xx responses: %d\n"):format(e.status)
  end
  return text
end

-- Like wrk: what got a whole reply, good or not.
function wrk.answered(summary)
  local requests = summary.requests
  return requests.ok + requests.stopped + sum_of(summary.faults, "status empty in_stream")
end

-- Needs the members of summary.run alone, so it can be said before there is a summary.
function wrk.header(summary)
  local run = summary.run
  local lasts = run.duration and units.span(run.duration) .. " " or ""
  local connections = run.users and ("%d connections"):format(run.users) or "connections as needed"
  local text = ("Running %stest @ %s\n  %d threads and %s"):format(lasts, run.url, run.threads, connections)
  if run.rate then
    local arrival = run.arrival or "open"
    if run.burstiness then arrival = ("%s, burstiness %g"):format(arrival, run.burstiness) end
    text = text .. (", %g journeys/s (%s)"):format(run.rate, arrival)
  end
  return text .. "\n"
end

function wrk.block(summary)
  local throughput = summary.throughput or {}
  local run, read = summary.run, summary.bytes.down
  local took = math.max(run.window, (run.elapsed or 0) - (run.warmup or 0)) -- the last replies come after the window
  local latency = summary.metrics.latency or {}
  local rates = summary.rates or {}
  return table.concat {
    ("  Thread Stats%6s%11s%8s%12s\n"):format("Avg", "Stdev", "Max", "+/- Stdev"),
    stats_line("Latency", latency, summary.latency_within_stddev, units.time),
    stats_line("Req/Sec", rates, rates.within_stddev, units.count),
    latencies(summary),
    ("  %d requests in %s, %s read\n"):format(wrk.answered(summary), units.time(took), units.bytes(read)),
    error_lines(summary.faults),
    ("Requests/sec: %9.2f\n"):format(throughput.requests_per_second or 0),
    ("Transfer/sec: %11s\n"):format(units.bytes(took > 0 and read / took or 0)),
  }
end

return wrk
