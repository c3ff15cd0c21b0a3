-- The report that a run ends with: wrk's block, what is special to language models, what went
-- wrong, and whether to believe it.

local custom = require "stoke.report.custom"
local groups = require "stoke.report.groups"
local layout = require "stoke.report.layout"
local stages = require "stoke.report.stages"
local units = require "stoke.report.units"
local wrk = require "stoke.report.wrk"

local entry = layout.entry

local function as_numbers(a, b)
  return tonumber(a) < tonumber(b)
end

local function percentile_names(metrics, names)
  for _, name in ipairs(names) do
    if metrics[name] then
      return layout.sorted_keys(metrics[name].percentiles, as_numbers)
    end
  end
  return {}
end

local doubt = "~ too few values for this percentile (p99 needs 459)"

local function times_table(metrics, names)
  local percentiles = percentile_names(metrics, names)
  local rows, doubts = { { "", "mean" } }, false
  for _, p in ipairs(percentiles) do
    table.insert(rows[1], "p" .. p)
  end
  table.insert(rows[1], "max")
  for _, name in ipairs(names) do
    local metric = metrics[name]
    if metric then
      local row = { "  " .. name, units.time(metric.mean) }
      for _, p in ipairs(percentiles) do
        local cell, doubtful = units.percentile(metric, p)
        row[#row + 1], doubts = cell, doubts or doubtful
      end
      row[#row + 1] = units.time(metric.max)
      rows[#rows + 1] = row
    end
  end
  return #rows > 1 and layout.columns(rows) .. (doubts and "    " .. doubt .. "\n" or "") or ""
end

local function token_times(summary)
  local names = { "ttft", "ttfa", "tpot", "gap", "e2e" }
  if summary.run.rate then
    names[#names + 1], names[#names + 2] = "ttft_due", "e2e_due"
  end
  return times_table(summary.metrics, names)
end

local function throughput(summary)
  local t = summary.throughput
  if not t then
    return ""
  end
  local rates = {}
  for _, what in ipairs { "output", "total" } do
    local rate = t[what .. "_tokens_per_second"]
    rates[#rates + 1] = rate and ("%.2f %s tokens/s"):format(rate, what)
  end
  rates[#rates + 1] = ("%.2f requests/s"):format(t.requests_per_second)
  local per_user = t.per_user_tokens_per_second
  return entry("Throughput", table.concat(rates, ", "))
    .. (per_user and entry("Per user", ("%.2f tokens/s"):format(per_user)) or "")
end

local counting = {
  usage = "the service's own usage, in every reply",
  events = "stream events: no reply told its usage, and an event may hold several tokens",
}

-- What nobody has counted is unknown, not none.
local function counted(count, what)
  return count and ("%d %s"):format(count, what) or what .. " unknown"
end

local function tokens(summary)
  local t = summary.tokens
  local line = counted(t.output, "output") .. ", " .. counted(t.input, "input")
  if (t.cached or 0) > 0 then
    line = line .. (" (%d cached)"):format(t.cached)
  end
  if t.per_event then
    line = line .. (", %.2f per event"):format(t.per_event)
  end
  local by = counting[t.counted_by]
  if t.counted_by == "mixed" then
    by = ("the service's own usage in %.1f %% of replies, stream events in the others"):format(t.coverage * 100)
  elseif not t.output then
    by = "nothing: no reply told its usage, and one that comes in one piece has no events to count"
  end
  return entry("Tokens", line) .. (by and entry("Counted by", by) or "")
end

local calibrating = {
  tokenize = "as its /tokenize says", usage = "as its usage says", guess = "a guess: it does not say",
}

local function length(name, l)
  if not l then return "" end
  return entry(name, ("%d asked for, %d came; off by %.1f %% on average, %.0f %% within 5 %%"):format(l.asked, l.got,
    l.mean_error * 100, l.within_5_percent * 100))
end

-- How far lengths came out as they were asked for, and what caches had to do with it.
local function lengths(summary)
  local of, by, cache = summary.lengths or {}, summary.calibration, summary.cache
  local out = length("Asked in", of.input) .. length("Asked out", of.output)
  if by then
    out = out .. entry("A token", ("%.2f bytes, and %.0f tokens a request besides; %s"):format(by.bytes_per_token,
      by.overhead, calibrating[by.by]))
  end
  if cache and cache.tokens_shared > 0 then
    local hit = cache.hit_rate and ("%.1f %% of input hit"):format(cache.hit_rate * 100) or "the service does not say"
    out = out .. entry("Prefix cache", ("%s; earlier turns and shared prefixes: %.1f %%"):format(hit,
      cache.implied_rate * 100))
  end
  return out
end

local function connections(summary)
  local line = ("%d opened, %d requests on open ones"):format(summary.connections.opened, summary.connections.reused)
  if (summary.connections.retried or 0) > 0 then
    line = line .. (", %d sent again on a new one"):format(summary.connections.retried)
  end
  for _, what in ipairs { "aged", "closed" } do
    if (summary.connections[what] or 0) > 0 then
      line = line .. (", %d idle ones %s"):format(summary.connections[what], what == "aged" and "given up" or "closed")
    end
  end
  local connect = summary.metrics.connect
  if connect then
    line = line .. (", %s to connect (mean)"):format(units.time(connect.mean))
  end
  local wait = summary.metrics.wait
  if wait then
    line = line .. (", %s waited for one (mean)"):format(units.time(wait.mean))
  end
  return entry("Connections", line)
end

local function llm_block(summary)
  local t = summary.tokens
  if t.events == 0 and (t.output or 0) == 0 and not t.input then
    return ""
  end
  return token_times(summary)
    .. "\n"
    .. (summary.run.model and entry("Model", layout.clean(summary.run.model)) or "")
    .. throughput(summary)
    .. tokens(summary)
    .. lengths(summary)
    .. connections(summary)
end

local function p99(metric)
  return (units.percentile(metric, "99"))
end

local function requests(summary)
  local r = summary.requests
  local parts = { ("%d ok"):format(r.ok) }
  for _, how in ipairs { "stopped", "failed", "unfinished" } do
    if r[how] > 0 then
      parts[#parts + 1] = ("%d %s"):format(r[how], how)
    end
  end
  return entry("Requests", ("%d begun: %s"):format(r.begun, table.concat(parts, ", ")))
end

local function journeys(summary)
  local j, took = summary.journeys, summary.metrics.journey
  if not summary.run.script and j.missed == 0 and (j.dropped or 0) == 0 then
    return ""
  end
  local line = ("%d done, %d failed, %d missed"):format(j.done, j.failed, j.missed)
  if (j.dropped or 0) > 0 then
    line = line .. (", %d dropped"):format(j.dropped)
  end
  if j.unfinished > 0 then
    line = line .. (", %d unfinished"):format(j.unfinished)
  end
  if j.per_second then
    line = line .. (", %.2f/s"):format(j.per_second)
  end
  if took then
    line = line .. (", %s and %.4g requests each (mean)"):format(units.time(took.mean), j.requests)
  end
  return entry("Journeys", line)
end

-- What was due and what has become of it, where that differs.
local function load(summary)
  local l, queue = summary.load, summary.metrics.queue
  if not l or (l.begun == l.offered and l.late == 0 and l.queued == 0) then
    return ""
  end
  local line = ("%.1f %% of %d journeys that were due have begun in time"):format(l.achieved * 100, l.offered)
  for _, what in ipairs { "dropped", "missed", "late" } do
    if l[what] > 0 then
      line = line .. (", %d %s"):format(l[what], what)
    end
  end
  local waited = l.queued > 0 and ("%d waited for a free user, p99 of all %s"):format(l.queued, p99(queue))
  return entry("Load", line, waited or nil)
end

-- How much kept what was promised.
local function goodput(summary)
  if not summary.slo then
    return ""
  end
  local limits, lines = {}, {}
  for i, name in ipairs(layout.sorted_keys(summary.slo)) do
    limits[i] = ("%s %s"):format(name, units.span(summary.slo[name]))
  end
  for _, what in ipairs { "requests", summary.run.script and "journeys" } do
    local g = (summary.goodput or {})[what]
    if g then
      lines[#lines + 1] = ("%.2f %s/s, %.1f %% of them good"):format(g.per_second or 0, what, g.share * 100)
    end
  end
  lines[#lines + 1] = "(good: within " .. table.concat(limits, ", ") .. ")"
  return entry("Goodput", unpack(lines))
end

local function status(summary)
  local parts = {}
  for _, code in ipairs(layout.sorted_keys(summary.status, as_numbers)) do
    parts[#parts + 1] = ("%s: %d"):format(code, summary.status[code])
  end
  return #parts > 0 and entry("Status", table.concat(parts, ", ")) or ""
end

local function faults(summary)
  local map = summary.faults
  local names = layout.sorted_keys(map, function(a, b)
    return map[a].count > map[b].count or (map[a].count == map[b].count and a < b)
  end)
  local lines = {}
  for i, name in ipairs(names) do
    local example = map[name].errors and "" or layout.clean(map[name].example or "")
    lines[i] = ("%s %d%s"):format(name, map[name].count, example ~= "" and ": " .. example or "")
  end
  return entry("Faults", unpack(lines))
end

-- The script's errors, each with where it came from; our own lines in a traceback help nobody.
local function errors(summary)
  local script = summary.faults.script
  local lines, others = {}, script and script.errors and script.count or 0
  for _, one in ipairs(script and script.errors or {}) do
    others = others - one.count
    local first, rest = one.text:match "^([^\n]*)\n?(.*)$"
    lines[#lines + 1] = ("%d x %s"):format(one.count, layout.clean(first))
    for line in rest:gmatch "[^\n]+" do
      if not line:find "^%s*%[C%]" and not line:find "^%s*stoke:lua/" then
        lines[#lines + 1] = "  " .. layout.clean(line)
      end
    end
  end
  if others > 0 then lines[#lines + 1] = ("and %d others"):format(others) end
  return #lines > 0 and entry("Errors", unpack(lines)) or ""
end

local function checks(summary)
  local lines = {}
  for i, name in ipairs(layout.sorted_keys(summary.checks)) do
    local check = summary.checks[name]
    lines[i] = ("%s: %d passed, %d failed"):format(layout.clean(name), check.passed, check.failed)
  end
  return entry("Checks", unpack(lines))
end

local function verdict(summary)
  local v = summary.verdict
  local numbers = ("lag p99 %s, turn p99 %s, worker CPU %.0f %%"):format(p99(v.lag), p99(v.turn), v.worker_cpu * 100)
  if v.clock then
    numbers = numbers .. ", clock " .. v.clock
  end
  if v.valid then
    return entry("Verdict", "valid: " .. numbers)
  end
  local lines = {}
  for i, reason in ipairs(v.reasons) do
    lines[i] = (i == 1 and "NOT VALID: " or "") .. reason .. (i < #v.reasons and ";" or "")
  end
  lines[#lines + 1] = "(" .. numbers .. ")"
  return entry("Verdict", unpack(lines))
end

return function(summary)
  local llm = summary.run.api ~= "http"
  return table.concat {
    wrk.header(summary),
    wrk.block(summary),
    "\n",
    llm and llm_block(summary) or "",
    requests(summary),
    journeys(summary),
    load(summary),
    goodput(summary),
    status(summary),
    faults(summary),
    errors(summary),
    checks(summary),
    stages(summary),
    groups.scenarios(summary),
    groups.steps(summary),
    groups.turns(summary),
    groups.targets(summary),
    custom(summary),
    "\n",
    verdict(summary),
    entry("Note", unpack(summary.verdict.notes)),
  }
end
