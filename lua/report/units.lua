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

-- A span as a person would have typed it: 30s, 2m, 90s, 500ms.
function units.span(seconds)
  for _, unit in ipairs { { 3600, "h" }, { 60, "m" }, { 1, "s" } } do
    if seconds >= unit[1] and seconds % unit[1] == 0 then
      return ("%d%s"):format(seconds / unit[1], unit[2])
    end
  end
  return seconds < 1 and ("%gms"):format(seconds * 1000) or ("%gs"):format(seconds)
end

return units
