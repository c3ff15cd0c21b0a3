-- How an open load came: open.lua THREADS RATE SECONDS JOURNAL SUMMARY DUE prints a row, and writes
-- the moments at which requests were due into DUE; --head prints the table's head.

if arg[1] == "--head" then
  print "                                lag              Kolmogorov-Smirnov D   (at most 5 % of"
  print "threads  offered  begun/s    p50     p99     max     due  begun   sent   Poisson above)"
  print "                             us      us      us"
  return
end

local threads, rate, seconds = arg[1], tonumber(arg[2]), tonumber(arg[3])

local function number(line, name)
  return tonumber(line:match('"' .. name .. '":(-?[%d.e+-]+)'))
end

local moments = { due = {}, begun = {}, sent = {} }
for line in io.lines(arg[4]) do
  for name, list in pairs(moments) do list[#list + 1] = number(line, name) end
end
local lags = {}
for i, due in ipairs(moments.due) do lags[i] = moments.begun[i] - due end
for _, list in pairs(moments) do table.sort(list) end
table.sort(lags)

-- How far the distribution of times between moments is from the exponential one.
local function distance(list)
  local gaps, furthest = {}, 0
  for i = 2, #list do gaps[i - 1] = list[i] - list[i - 1] end
  table.sort(gaps)
  for i, gap in ipairs(gaps) do
    local expected = 1 - math.exp(-gap / 1e9 * rate)
    furthest = math.max(furthest, math.abs(i / #gaps - expected), math.abs((i - 1) / #gaps - expected))
  end
  return furthest
end

local function quantile(list, q)
  return list[math.max(1, math.ceil(q * #list))] / 1e3
end

local function judged(good) return good and "ok" or "MISSED" end

local n, critical = #lags, 1.358 / math.sqrt(#lags)
local achieved, due = n / seconds, distance(moments.due)
print(("%7s %8.0f %8.1f %7.0f %7.0f %7.0f  %6.4f %6.4f %6.4f  %6.4f   rate %s, lag %s, due %s"):format(threads, rate,
  achieved, quantile(lags, 0.5), quantile(lags, 0.99), quantile(lags, 1), due, distance(moments.begun),
  distance(moments.sent), critical, judged(math.abs(achieved / rate - 1) < 0.01), judged(quantile(lags, 0.99) < 1000),
  judged(due < critical)))

-- Moments from the first on, since runs begin when they do.
local out = assert(io.open(arg[6], "w"))
for _, moment in ipairs(moments.due) do out:write(("%.0f\n"):format((moment - moments.due[1]) / 1e3)) end
out:close()
