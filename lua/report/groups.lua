-- What is measured by scenario, step and turn, as tables: a row for each of them. Of each metric
-- the mean and p99; the whole is in the JSON.

local layout = require "stoke.report.layout"
local units = require "stoke.report.units"

local groups = {}

-- A column: its title, and how to read it of a group. What nobody has counted is not none.
local function count(title, of, name)
  return { title = title, read = function(group)
    local n = (group[of] or {})[name]
    return n and ("%d"):format(n) or "-"
  end }
end

local calls = { title = "calls", read = function(step)
  return step.calls and ("%d"):format(step.calls.done + step.calls.failed) or "0"
end }

local function mean(metric)
  return { title = metric, read = function(group)
    local m = group.metrics[metric]
    return m and units.time(m.mean) or "-"
  end }
end

local function percentile(title, metric, p)
  return { title = title, read = function(group)
    return (units.percentile(group.metrics[metric], p))
  end }
end

local function times(...)
  local columns = {}
  for _, metric in ipairs { ... } do
    columns[#columns + 1], columns[#columns + 2] = mean(metric), percentile("p99", metric, "99")
  end
  return columns
end

-- `rows` are { name, group }; those with nothing to show are left out.
local function grid(title, rows, columns)
  local lines = { { title } }
  for i, column in ipairs(columns) do
    lines[1][i + 1] = column.title
  end
  for _, row in ipairs(rows) do
    local line, something = { "  " .. layout.clean(row[1]) }, false
    for _, column in ipairs(columns) do
      local cell = column.read(row[2])
      line[#line + 1], something = cell, something or cell ~= "-"
    end
    lines[#lines + 1] = something and line or nil
  end
  return #lines > 1 and layout.columns(lines) or ""
end

local function by_name(map)
  local rows = {}
  for i, name in ipairs(layout.sorted_keys(map or {})) do
    rows[i] = { name, map[name] }
  end
  return rows
end

local counted = {
  count("requests", "requests", "begun"),
  count("ok", "requests", "ok"),
  count("failed", "requests", "failed"),
  count("tokens in", "tokens", "input"),
  count("out", "tokens", "output"),
}

local function after(first, columns)
  local all = { unpack(first) }
  for _, column in ipairs(columns) do
    all[#all + 1] = column
  end
  return all
end

local function llm(summary)
  return summary.run.api ~= "http"
end

function groups.scenarios(summary)
  local rows = by_name(summary.scenarios)
  if #rows == 0 then
    return ""
  end
  local journeys = { count("journeys", "journeys", "done"), count("failed", "journeys", "failed"),
    count("missed", "journeys", "missed") }
  if ((summary.journeys or {}).dropped or 0) > 0 then
    journeys[#journeys + 1] = count("dropped", "journeys", "dropped")
  end
  return grid("Scenarios", rows, after(journeys, counted))
    .. grid("", rows, llm(summary) and times("journey", "ttft", "tpot", "latency") or times("journey", "latency"))
end

function groups.steps(summary)
  local rows = by_name(summary.steps)
  if #rows == 0 then
    return ""
  end
  return grid("Steps", rows, after({ calls, count("raised", "calls", "failed") }, counted))
    .. grid("", rows, llm(summary) and times("step", "ttft", "tpot", "latency") or times("step", "latency"))
end

-- Only where somebody has talked on.
function groups.turns(summary)
  local turns, rows = summary.turns or {}, {}
  if #turns == 0 or turns[#turns].to == 1 then
    return ""
  end
  for i, turn in ipairs(turns) do
    rows[i] = { turn.from == turn.to and ("%d"):format(turn.from) or ("%d-%d"):format(turn.from, turn.to), turn }
  end
  return grid("Turns", rows, after({ count("requests", "requests", "begun"), count("failed", "requests", "failed") },
    times("ttft", "tpot", "e2e")))
end

-- Of a service with several addresses. The median stands for the mean, which a single slow answer moves.
function groups.targets(summary)
  local rows, metric = {}, llm(summary) and "ttft" or "latency"
  for i, target in ipairs(summary.targets or {}) do rows[i] = { target.address, target } end
  if #rows == 0 then return "" end
  return grid("Addresses", rows, { count("requests", "requests", "begun"), count("failed", "requests", "failed"),
    percentile(metric .. " p50", metric, "50"), percentile("p99", metric, "99"),
    count("connections", "connections", "opened") })
end

return groups
