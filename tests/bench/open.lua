-- How an open load came:
--   open.lua row ARRIVAL SHAPE RATE SECONDS SUMMARY JOURNAL  one run's figures, a line for `table`
--   open.lua moments JOURNAL                                 when requests were due
--   open.lua table LOG                                       the figures of all rounds

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end

local function moments(path)
  local due = {}
  for line in io.lines(path) do due[#due + 1] = tonumber(line:match('"due":(%d+)')) end
  table.sort(due)
  return due
end

-- The share of a gamma distribution below x, by the series of the incomplete gamma function; where
-- that needs too many terms, next to nothing is above x.
local function below(x, shape, scale)
  if x <= 0 then return 0 end
  if x > shape + 40 then return 1 end
  local term = 1 / shape
  local sum = term
  for i = 1, 200 do
    term = term * x / (shape + i)
    sum = sum + term
  end
  return sum * x ^ shape * math.exp(-x) / scale
end

-- The gamma function at `shape`, by its integral: x = t^(1/shape) takes away the pole at nought.
local function gamma(shape)
  local steps, top, sum = 20000, 40 ^ shape, 0
  for i = 0.5, steps do sum = sum + math.exp(-(i / steps * top) ^ (1 / shape)) end
  return sum * top / steps / shape
end

-- How far the distribution of the times between moments is from that of the arrival, which is not
-- less than can be told of moments that are whole nanoseconds: in bursts many gaps are below one.
local function distance(due, rate, shape)
  local gaps, furthest, scale = {}, 0, gamma(shape)
  for i = 2, #due do gaps[i - 1] = due[i] - due[i - 1] end
  table.sort(gaps)
  for i, gap in ipairs(gaps) do
    local least = below((gap - 1) / 1e9 * rate * shape, shape, scale)
    local most = below((gap + 1) / 1e9 * rate * shape, shape, scale)
    furthest = math.max(furthest, i / #gaps - most, least - (i - 1) / #gaps)
  end
  return furthest
end

local function row(arrival, shape, rate, seconds, summary, journal)
  local text, due = read(summary), moments(journal)
  local lag = text:match('"lag":(%b{})')
  local begun = text:match('"begun":(%d+)', text:find('"load":', 1, true))
  local function micros(name) return lag:match('"' .. name .. '":([%d.e+-]+)') * 1e6 end
  print(arrival, rate, begun / seconds, micros("50"), micros("99"), micros("max"),
    distance(due, tonumber(rate), tonumber(shape)) * math.sqrt(#due - 1))
end

local function spread(values, shape)
  table.sort(values)
  local form = shape .. " [" .. shape .. " -" .. shape .. "]"
  return form:format(values[math.ceil(#values / 2)], values[1], values[#values])
end

local function judged(good) return good and "ok" or "MISSED" end

-- One in a hundred runs of a true arrival has a D * sqrt(n) above 1.63. There is no goal for the lag
-- of bursts: many are due at one moment, and one processor begins them one after another. A timer has
-- none either: it is what the machine can do.
local function show(kind, runs)
  local function column(n)
    local list = {}
    for i, run in ipairs(runs) do list[i] = run[n] end
    return list
  end
  local late, odd = column(3), column(5)
  local lags, fits = spread(late, "%4.0f"), spread(odd, "%4.2f")
  print(("%-13s %s  %s  %s  %s  %s  lag %s, gaps %s"):format(kind, spread(column(1), "%6.0f"),
    spread(column(2), "%4.0f"), lags, spread(column(4), "%5.0f"), fits,
    kind:find("^poisson") and judged(late[math.ceil(#late / 2)] < 200) or "-",
    kind:find("^timer") and "-" or judged(odd[#odd] < 1.63)))
end

local function whole(log)
  local runs, kinds = {}, {}
  for line in io.lines(log) do
    local kind, rest = line:match("^(%S+\t%S+)\t(.*)")
    if not runs[kind] then runs[kind], kinds[#kinds + 1] = {}, kind end
    local run = {}
    for number in rest:gmatch("%S+") do run[#run + 1] = tonumber(number) end
    table.insert(runs[kind], run)
  end
  print(("%-13s %-24s  %-18s  %-18s  %-21s  %s"):format("", "begun/s", "lag p50 us", "p99 (< 200)", "max",
    "D * sqrt(n) (< 1.63)"))
  for _, kind in ipairs(kinds) do show(kind:gsub("\t", " "), runs[kind]) end
end

local commands = {
  row = row,
  moments = function(journal)
    local due = moments(journal)
    for _, moment in ipairs(due) do print(("%.0f"):format((moment - due[1]) / 1e3)) end
  end,
  table = whole,
}
commands[arg[1]](unpack(arg, 2))
