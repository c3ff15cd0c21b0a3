-- What was measured in each stage of a run that had several, a line each. A warm-up is none of them:
-- a note tells of it.

local layout = require "stoke.report.layout"
local units = require "stoke.report.units"

local function number(n)
  return ("%.4g"):format(n)
end

-- "5-50", where the table's title says of what.
local function load_of(stage)
  if not stage.unit then return ("stage %d"):format(stage.number) end
  local from, to = number(stage.level_from), number(stage.level_to)
  return from == to and from or from .. "-" .. to
end

local function title(stage)
  return layout.clean(stage.name or load_of(stage))
end

-- As it was asked for, in whole milliseconds; an interrupted run ends anywhere, and of that a tenth of a
-- second is enough.
local function moment(seconds)
  local millis = math.floor(seconds * 1000 + 0.5)
  local asked = math.abs(seconds * 1000 - millis) < 1e-3
  return units.span(asked and millis / 1000 or math.floor(seconds * 10 + 0.5) / 10)
end

local function when(stage)
  return moment(stage.from) .. "-" .. moment(stage.to)
end

local function rate(what)
  return function(stage)
    local value = (stage.throughput or {})[what]
    return value and (value < 1e4 and "%.1f" or "%.0f"):format(value) or "-"
  end
end

local function percentile(p, ...)
  local names = { ... }
  return function(stage)
    for _, name in ipairs(names) do
      if stage.metrics[name] then return (units.brief(stage.metrics[name], p)) end
    end
    return "-"
  end
end

local function has(stages, metric)
  for _, stage in ipairs(stages) do
    if stage.metrics[metric] then return true end
  end
  return false
end

local function errors(stage) return ("%d"):format(stage.requests.failed) end

-- Columns are { title, how to read it of a stage }.
local function tokens_of(stages)
  local pace = has(stages, "tpot") and "tpot" or "gap"
  return {
    { "tok/s", rate "output_tokens_per_second" },
    { "ttft", percentile("50", "ttft") },
    { "p99", percentile("99", "ttft") },
    { pace .. " p99", percentile("99", pace) },
    { "e2e p99", percentile("99", "e2e") },
  }
end

local function columns_of(summary, stages)
  local columns = { { "time", when }, { "req/s", rate "requests_per_second" } }
  local rest = summary.run.api ~= "http" and tokens_of(stages)
    or { { "latency", percentile("50", "latency") }, { "p99", percentile("99", "latency") } }
  for _, column in ipairs(rest) do
    columns[#columns + 1] = column
  end
  columns[#columns + 1] = { "errors", errors }
  return columns
end

local function title_of_all(stages)
  local words = { users = ", users", rate = ", 1/s" }
  return "Stages" .. (words[stages[1].unit] or "")
end

local function measured(summary)
  local stages = {}
  for _, stage in ipairs(summary.stages or {}) do
    if not stage.warmup then stages[#stages + 1] = stage end
  end
  return stages
end

return function(summary)
  local stages = measured(summary)
  if #stages < 2 then return "" end
  local columns, rows = columns_of(summary, stages), { { title_of_all(stages) } }
  for i, column in ipairs(columns) do rows[1][i + 1] = column[1] end
  for i, stage in ipairs(stages) do
    local row = { "  " .. title(stage) }
    for _, column in ipairs(columns) do row[#row + 1] = column[2](stage) end
    rows[i + 1] = row
  end
  return layout.columns(rows, 7)
end
