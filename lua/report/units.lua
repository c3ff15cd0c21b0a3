-- Numbers as wrk prints them: two decimals, and the next larger unit from 0.85 of it on.

local units = {}

local function scaled(amount, scale, names)
  local i = 1
  while names[i + 1] and amount >= scale * 0.85 do
    amount, i = amount / scale, i + 1
  end
  return ("%.2f%s"):format(amount, names[i])
end

-- Seconds: 635.91us, 12.92ms, 1.20s, 1.50m.
function units.time(seconds)
  if seconds >= 1 then
    return scaled(seconds, 60, { "s", "m", "h" })
  end
  return scaled(seconds * 1e6, 1000, { "us", "ms", "s" })
end

-- Of a distribution of the summary. A percentile that its few values do not support is marked, not
-- hidden; then the second result is true.
function units.percentile(metric, p)
  local value = metric and metric.percentiles[p]
  if not value then
    return "-", false
  end
  local doubtful = tonumber(p) > metric.supported
  return (doubtful and "~" or "") .. units.time(value), doubtful
end

-- The same in three digits, for narrow columns: 636us, 12.9ms, 1.20s, 100s.
function units.brief(metric, p)
  local value = metric and metric.percentiles[p]
  if not value then
    return "-"
  end
  local scale, unit = 1, "s"
  if value < 0.9995 then
    scale, unit = 1e3, "ms"
    if value < 0.9995e-3 then scale, unit = 1e6, "us" end
  end
  local shown = value * scale
  local format = shown >= 99.95 and "%.0f" or shown >= 9.995 and "%.1f" or "%.2f"
  return (tonumber(p) > metric.supported and "~" or "") .. format:format(shown) .. unit
end

function units.count(n)
  return scaled(n, 1000, { "", "k", "M", "G", "T", "P" })
end

function units.bytes(n)
  return scaled(n, 1024, { "", "K", "M", "G", "T", "P" }) .. "B"
end

local function exact(n)
  return (("%.6f"):format(n):gsub("%.?0+$", ""))
end

-- A span as a person would have typed it, to the microsecond: 30s, 2m30s, 1.5s, 500ms.
function units.span(seconds)
  seconds = math.floor(seconds * 1e6 + 0.5) / 1e6
  if seconds > 0 and seconds < 1 then return exact(seconds * 1000) .. "ms" end
  local hours, minutes, rest = math.floor(seconds / 3600), math.floor(seconds % 3600 / 60), seconds % 60
  local text = (hours > 0 and hours .. "h" or "") .. (minutes > 0 and minutes .. "m" or "")
  return (rest > 0 or text == "") and text .. exact(rest) .. "s" or text
end

return units
