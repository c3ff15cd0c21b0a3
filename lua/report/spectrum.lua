-- A distribution as wrk2 prints it for -L, byte for byte: what hdrhistogram.org and many a plotting
-- script read. HdrHistogram told values apart in its own way, and speaks of a bucket by the largest
-- value in it; our finer values go into such buckets.

local units = require "stoke.report.units"

local SUB_BUCKETS, BUCKETS = 2048, 27 -- for 1 us to a day with three digits
local TICKS = 5 -- lines for each halving of what is left to 100 %

local spectrum = {}

-- The smallest and the largest whole microsecond of a value's bucket.
local function bounds(us)
  local width = 1
  while us >= SUB_BUCKETS * width do width = width * 2 end
  local low = us - us % width
  return low, low + width - 1
end

-- `stats` is one of those that done() gets: stats(i) is the i-th different value and its count.
local function buckets_of(stats)
  local list, total, i = {}, 0, 1
  local us, count = stats(i)
  while count > 0 do
    local low, high = bounds(us)
    total = total + count
    if #list > 0 and list[#list].low == low then
      list[#list].upto = total
    else
      list[#list + 1] = { low = low, high = high, upto = total }
    end
    i = i + 1
    us, count = stats(i)
  end
  return list, total
end

local function value_at(list, total, p)
  local rank = math.max(math.floor(p / 100 * total + 0.5), 1)
  for _, bucket in ipairs(list) do
    if bucket.upto >= rank then return bucket.high end
  end
  return 0
end

local function percentiles(list, total, aligned)
  local lines = {}
  for i, p in ipairs { 50, 75, 90, 99, 99.9, 99.99, 99.999, 100 } do
    lines[i] = ("%7.3f%%%s\n"):format(p, aligned(units.time(value_at(list, total, p) / 1e6), 10))
  end
  return table.concat(lines)
end

local function line(bucket, share)
  local rest = share < 1 and ("%12.2f"):format(1 / (1 - share)) or ("%12s"):format("inf")
  return ("%12.3f %12f %12d %s\n"):format(bucket.high / 1000, share, bucket.upto, rest)
end

local function next_tick(tick)
  local halvings = math.floor(math.log(100 / (100 - tick)) / math.log(2)) + 1
  return tick + 100 / (TICKS * 2 ^ halvings)
end

local function detailed(list, total)
  local lines, tick = {}, 0
  for _, bucket in ipairs(list) do
    local share = 100 * bucket.upto / total
    while tick <= share and tick < 100 do
      lines[#lines + 1] = line(bucket, tick / 100)
      tick = next_tick(tick)
      if bucket.upto == total then break end -- of the last bucket one, and then the end
    end
  end
  if total > 0 then lines[#lines + 1] = line(list[#list], 1) end
  return table.concat(lines)
end

-- `aligned(text, width)` puts digits below digits.
function spectrum.text(stats, name, aligned)
  local list, total = buckets_of(stats)
  local last = list[#list] or { low = 0 }
  return table.concat {
    ("  Latency Distribution (HdrHistogram - %s)\n"):format(name),
    percentiles(list, total, aligned),
    "\n  Detailed Percentile spectrum:\n",
    ("%12s %12s %12s %12s\n\n"):format("Value", "Percentile", "TotalCount", "1/(1-Percentile)"),
    detailed(list, total),
    ("#[Mean    = %12.3f, StdDeviation   = %12.3f]\n"):format(stats.mean / 1000, stats.stdev / 1000),
    ("#[Max     = %12.3f, Total count    = %12d]\n"):format(last.low / 1000, total),
    ("#[Buckets = %12d, SubBuckets     = %12d]\n"):format(BUCKETS, SUB_BUCKETS),
    "----------------------------------------------------------\n",
  }
end

return spectrum
