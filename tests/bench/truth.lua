-- Holds a journal of stoke's against the truth of sim's: truth.lua USERS CLOCK GAP TRUTH
-- JOURNAL SUMMARY
-- prints a row for cold connections and one for warm ones; --head prints the table's head;
-- --figures TRUTH JOURNAL prints for all: exchanges, and in ns the median and the 99th percentile of
-- how far a token's stamp is from the truth, of those that sim handed over without losing its
-- processor and that we had not left lying until the next came.

-- ns: a send that took longer was interrupted, before the token left or after, nobody knows.
local UNDISTURBED = 50000

local function head()
  print("                             time to first token      a token's moment       gap between tokens")
  print(" users   gap clock  conn      n mean error   worst  median   p99   p99.9    median     p99    worst  cpu")
  print("                                        us      us      us    us      us        us      us       us    %")
end

local function numbers(line, name)
  local list, text = {}, line:match('"' .. name .. '":%[([^%]]*)%]') or ""
  for n in text:gmatch "%d+" do list[#list + 1] = tonumber(n) end
  return list
end

local function number(line, name)
  return tonumber(line:match('"' .. name .. '":(-?[%d.e+-]+)'))
end

local function read_truth(path)
  local truth = {}
  for line in io.lines(path) do
    local id = line:match '"id":"([^"]*)"' or ""
    truth[id] = { received = number(line, "received"), tokens = numbers(line, "tokens"),
      taken = numbers(line, "taken") }
  end
  return truth
end

local function quantile(list, q)
  return list[math.max(1, math.ceil(q * #list))] or 0 / 0
end

local function mean(list)
  local sum = 0
  for _, v in ipairs(list) do sum = sum + v end
  return sum / #list
end

local function new_row()
  return { ttft = {}, worst = 0, stamp = {}, sure = {}, gap = {}, n = 0 }
end

local function add_exchange(row, line, truth)
  local at = numbers(line, "tokens_at")
  assert(#at == #truth.tokens, "a token is missing")
  local measured = number(line, "first_token") - number(line, "sent")
  local ttft = measured - (truth.tokens[1] - truth.received)
  row.n = row.n + 1
  row.ttft[#row.ttft + 1] = ttft
  row.worst = math.max(row.worst, math.abs(ttft))
  for i = 1, #at do
    row.stamp[#row.stamp + 1] = math.abs(at[i] - truth.tokens[i])
    if truth.taken[i] - truth.tokens[i] < UNDISTURBED and at[i] ~= at[i + 1] then
      row.sure[#row.sure + 1] = row.stamp[#row.stamp]
    end
    if i > 1 then
      row.gap[#row.gap + 1] = math.abs((at[i] - at[i - 1]) - (truth.tokens[i] - truth.tokens[i - 1]))
    end
  end
end

local function compare(truth_path, journal_path)
  local truth, cold, warm = read_truth(truth_path), new_row(), new_row()
  for line in io.lines(journal_path) do
    local known = truth[line:match '"request_id":"([^"]*)"']
    if known and line:find('"outcome":"ok"', 1, true) then
      add_exchange(line:find('"reused":true', 1, true) and warm or cold, line, known)
    end
  end
  for _, row in ipairs { cold, warm } do
    table.sort(row.stamp)
    table.sort(row.gap)
  end
  return cold, warm
end

-- What kernel stamps are to reach on a processor that is not full: the mean error of the time to the
-- first token, and the 99th percentiles of a gap's and a token's.
local function judged(clock, name, row, cpu)
  if clock ~= "kernel" or cpu >= 0.85 then return "" end
  local missed = {}
  if name == "warm" and math.abs(mean(row.ttft)) > 5e5 then missed[#missed + 1] = "ttft > 500" end
  if quantile(row.gap, 0.99) > 1e5 then missed[#missed + 1] = "gap p99 > 100" end
  if quantile(row.stamp, 0.99) > 2e4 then missed[#missed + 1] = "token p99 > 20" end
  return #missed == 0 and "ok" or "MISSED: " .. table.concat(missed, ", ")
end

local function print_row(users, gap, clock, name, row, cpu)
  if row.n == 0 then return end
  local s, g = row.stamp, row.gap
  local format = "%6s %5s %-6s %s %6d %10.1f %7.0f %7.1f %5.0f %7.0f  %8.1f %7.0f %8.0f %4.0f  %s"
  print(format:format(users, gap, clock, name, row.n, mean(row.ttft) / 1e3, row.worst / 1e3,
    quantile(s, 0.5) / 1e3, quantile(s, 0.99) / 1e3, quantile(s, 0.999) / 1e3, quantile(g, 0.5) / 1e3,
    quantile(g, 0.99) / 1e3, quantile(g, 1) / 1e3, cpu * 100, judged(clock, name, row, cpu)))
end

if arg[1] == "--head" then
  head()
elseif arg[1] == "--figures" then
  local cold, warm = compare(arg[2], arg[3])
  for _, v in ipairs(warm.sure) do cold.sure[#cold.sure + 1] = v end
  table.sort(cold.sure)
  print(cold.n + warm.n, quantile(cold.sure, 0.5), quantile(cold.sure, 0.99))
else
  local users, clock, gap, truth, journal, summary = unpack(arg)
  local cold, warm = compare(truth, journal)
  local cpu = number(assert(io.open(summary)):read "*a", "worker_cpu")
  print_row(users, gap, clock, "cold", cold, cpu)
  print_row(users, gap, clock, "warm", warm, cpu)
end
