-- What there is in a file (src/data/survey.c), in words.

local json = require "core.json"
local layout = require "stoke.report.layout"

local function count_of(n)
  local text = ("%.0f"):format(n)
  repeat
    local changed
    text, changed = text:gsub("^(%d+)(%d%d%d)", "%1,%2")
  until changed == 0
  return text
end

local function given(value)
  if value ~= json.null then return value end
end

local function entry(out, label, ...)
  out[#out + 1] = layout.entry(label, ...)
end

-- 1h 12m, 58m 22s, 12.5s
local function span_of(seconds)
  local minutes = math.floor(seconds / 60)
  if seconds < 60 then return ("%.3gs"):format(seconds) end
  if minutes < 60 then return ("%dm %02ds"):format(minutes, seconds % 60) end
  return ("%dh %02dm"):format(math.floor(minutes / 60), minutes % 60)
end

local function put_format(out, tree)
  local told = given(tree.told_by)
  entry(out, "Format", tree.format .. (told and ", told by " .. told or ", as it was said"))
end

-- "line 7", "lines 7, 9, ..."
local function places_of(reason, unit)
  local places = table.concat(reason.first, ", ")
  local more = reason.count > #reason.first and ", ..." or ""
  return ("%s%s %s%s"):format(unit, reason.count > 1 and "s" or "", places, more)
end

-- Rows that are not there, by their reasons, and where the first of them are.
local function put_misfits(out, label, misfits)
  if misfits.count == 0 then return end
  local lines, unit = {}, misfits.first[1].line and "line" or "row"
  for _, reason in ipairs(misfits.reasons) do
    lines[#lines + 1] = ("%s: %s (%s)"):format(count_of(reason.count), layout.clean(reason.why),
      places_of(reason, unit))
  end
  if misfits.others > 0 then lines[#lines + 1] = count_of(misfits.others) .. ": something else" end
  entry(out, label, unpack(lines))
end

local function put_rows(out, tree)
  local rows = tree.records + tree.broken.count + tree.left_out.count + tree.unwanted.count
  entry(out, "Rows", rows == tree.records and count_of(rows)
    or ("%s, of which %s can be asked"):format(count_of(rows), count_of(tree.records)))
  put_misfits(out, "Broken", tree.broken)
  put_misfits(out, "Left out", tree.left_out)
  put_misfits(out, "Not wanted", tree.unwanted)
end

-- Dates are seconds since 1970; other traces count from their own beginning.
local function first_of(tree)
  local first = tree.times.first
  if tree.format == "azure" then return os.date("!%Y-%m-%d %H:%M:%S", first) .. " UTC" end
  return ("%.12gs"):format(first)
end

local steps = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" }

local function bars(counts)
  local most, out = 0, {}
  for _, n in ipairs(counts) do most = math.max(most, n) end
  for i, n in ipairs(counts) do out[i] = n == 0 and " " or steps[math.max(1, math.ceil(n / most * #steps))] end
  return table.concat(out)
end

local function put_over_time(out, times)
  local part = times.span / #times.over_time
  if part == 0 then return end
  local rates = {}
  for i, n in ipairs(times.over_time) do rates[i] = ("%.3g"):format(n / part) end
  entry(out, "Over time", ("%s  a second, in tenths of the span: %s"):format(bars(times.over_time),
    table.concat(rates, " ")))
end

local function put_times(out, tree)
  local times = given(tree.times)
  if not times then return entry(out, "Times", "none") end
  if tree.records == 1 then return entry(out, "Times", "one, at " .. first_of(tree)) end
  entry(out, "Times", ("the first at %s, then for %s"):format(first_of(tree), span_of(times.span)))
  local rate = given(times.rate)
  if not rate then return entry(out, "Rate", "all at once") end
  entry(out, "Rate", ("%.4g/s; at most %.4g in a second, %.4g/s over 10 s, %.4g/s over a minute"):format(
    rate, times.peak["1s"], times.peak["10s"], times.peak["1m"]))
  put_over_time(out, times)
  if times.ticks then
    entry(out, "", ("These are ticks: %s records share %s moments, mostly %s apart, up to %s at once. "
      .. "Replayed as they stand, they come in bursts that nobody sent."):format(count_of(tree.records),
      count_of(times.distinct), span_of(times.usual_gap), count_of(times.most_at_once)))
  end
end

local function put_lengths(out, label, lengths, records)
  if not lengths then return end
  local note = lengths.count < records and (" (of %s records)"):format(count_of(lengths.count)) or ""
  if lengths.estimated > 0 then note = note .. ", estimated: characters / 4" end
  entry(out, label, ("%s tokens: mean %.1f, p50 %s, p95 %s, p99 %s, max %s%s"):format(count_of(lengths.total),
    lengths.mean, count_of(lengths.p50), count_of(lengths.p95), count_of(lengths.p99), count_of(lengths.max), note))
end

local function put_prefixes(out, tree)
  local prefixes = given(tree.prefixes)
  if not prefixes then return end
  local what = prefixes.by == "hash_ids" and "tokens" or "bytes"
  entry(out, "Prefixes", ("%.1f %% of all %s are in a beginning that an earlier row has (%s in blocks of %s%s): what a "
    .. "cache without limits would know"):format(prefixes.share * 100, what, prefixes.by, count_of(prefixes.block),
    prefixes.rows < tree.records and (", of the first %s rows"):format(count_of(prefixes.rows)) or ""))
  if given(prefixes.same) and prefixes.same > 0 then
    entry(out, "Twice", ("%s what an earlier one says"):format(
      prefixes.same == 1 and "1 row says" or count_of(prefixes.same) .. " rows say"))
  end
end

local function put_talks(out, tree)
  local sessions, turns = given(tree.sessions), given(tree.turns)
  if sessions then
    entry(out, "Sessions", ("%s, %.1f records each"):format(count_of(sessions), tree.records / sessions))
  end
  if turns then entry(out, "Turns", ("%s, %.1f a record"):format(count_of(turns), turns / tree.records)) end
end

return function(text)
  local tree, out = json.decode(text), {}
  out[1] = layout.clean(tree.file) .. "\n"
  put_format(out, tree)
  put_rows(out, tree)
  put_times(out, tree)
  put_lengths(out, "Input", given(tree.input), tree.records)
  put_lengths(out, "Output", given(tree.output), tree.records)
  put_prefixes(out, tree)
  put_talks(out, tree)
  return table.concat(out)
end
