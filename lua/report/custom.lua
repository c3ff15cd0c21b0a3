-- What a script has measured itself (stoke.metric), as a table.

local layout = require "stoke.report.layout"
local units = require "stoke.report.units"

-- Seconds look like all other times; anything else is a number.
local function shown(value, unit)
  if value == nil then
    return "-"
  elseif unit == "s" and value >= 0 then
    return units.time(value)
  elseif math.abs(value) >= 1e6 then
    return ("%.3e"):format(value)
  end
  return ("%.5g"):format(value)
end

local function share(metric)
  return ("%.1f %%"):format(metric.share * 100)
end

local function row(name, metric)
  local unit, percentiles = metric.unit, metric.percentiles or {}
  local title = layout.clean(unit and ("%s (%s)"):format(name, unit) or name)
  local doubtful = metric.supported and metric.supported < 99
  return {
    "  " .. title,
    ("%d"):format(metric.count),
    shown(metric.sum, unit),
    metric.kind == "rate" and share(metric) or shown(metric.mean, unit),
    shown(percentiles["50"], unit),
    percentiles["99"] and (doubtful and "~" or "") .. shown(percentiles["99"], unit) or "-",
    shown(metric.min, unit),
    shown(metric.max, unit),
    shown(metric.last, unit),
  }
end

return function(summary)
  local custom = summary.custom or {}
  local rows = { { "Own metrics", "count", "sum", "mean", "p50", "p99", "min", "max", "last" } }
  for _, name in ipairs(layout.sorted_keys(custom)) do
    rows[#rows + 1] = row(name, custom[name])
  end
  return #rows > 1 and layout.columns(rows) or ""
end
