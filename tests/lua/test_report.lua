-- The text report against golden files. UPDATE_GOLDEN=1 writes them anew: read them then.

local tap = dofile "tests/lua/tap.lua"
local ok, is, read = tap.ok, tap.is, tap.read

local report = require "stoke.report.init"
local units = require "stoke.report.units"
local layout = require "stoke.report.layout"

local function golden(name, text)
  local path = "tests/golden/report_" .. name .. ".txt"
  if os.getenv "UPDATE_GOLDEN" then
    local file = assert(io.open(path, "wb"))
    file:write(text)
    file:close()
  end
  local want = read(path)
  ok(text == want, name .. " is as in " .. path)
  if text ~= want then
    print("# " .. text:gsub("\n", "\n# "))
  end
  local widest = 0
  for line in text:gmatch "[^\n]+" do
    widest = math.max(widest, #line)
  end
  ok(widest <= 100, ("%s fits in 100 columns (%d)"):format(name, widest))
end

-- A distribution around `mean`; `count` decides what it supports, as the summary has it.
local function metric(n, mean, list)
  local percentiles = {}
  for i, p in ipairs(list or { 50, 75, 90, 95, 99, 99.9 }) do
    percentiles[("%.10g"):format(p)] = mean * (0.96 + 0.03 * i)
  end
  return {
    count = n,
    mean = mean,
    stddev = mean / 20,
    min = mean * 0.9,
    max = mean * 1.25,
    percentiles = percentiles,
    supported = 100 * math.exp(math.log(0.01) / n),
  }
end

-- Stages side by side: a ramp, a hold with a name, and one in which little came.
local function with_stages(s)
  local function stage(number, from, to, a, b, count, factor)
    return {
      number = number, from = from, to = to, level_from = a, level_to = b, unit = "users", warmup = false,
      requests = { begun = count, ok = count, stopped = 0, failed = number == 3 and 7 or 0, unfinished = 0 },
      throughput = {
        requests_per_second = count / (to - from),
        output_tokens_per_second = 97.31 * count / (to - from),
      },
      metrics = { ttft = metric(count, 0.05 * factor), tpot = metric(count, 0.01 * factor),
        e2e = metric(count, 1.04 * factor) },
    }
  end
  s.stages = {
    { number = 1, from = 0, to = 5, level_from = 5, level_to = 5, unit = "users", warmup = true, warmup_requests = 31 },
    stage(2, 5, 65.25, 5, 200, 6200, 1),
    stage(3, 65.25, 665, 200, 200, 120000, 22),
    stage(4, 665, 671.2345, 200, 5, 3, 0.0005),
  }
  s.stages[3].name = "as on a Monday morning"
  return s
end

local function plain_http()
  return {
    run = {
      url = "http://127.0.0.1:8080/index.html",
      api = "http",
      threads = 12,
      users = 400,
      duration = 30,
      warmup = 0,
      window = 30.0001,
      partial = false,
      want_latency = true,
    },
    requests = { begun = 22464899, ok = 22464657, stopped = 0, failed = 42, unfinished = 200 },
    tokens = { output = 0, events = 0, coalesced = 0, counted_by = "none", coverage = 0 },
    throughput = { requests_per_second = 748868.53, output_tokens_per_second = 0 },
    bytes = { up = 1, down = 19069762928 },
    connections = { opened = 400, reused = 22464457 },
    journeys = { done = 22464657, failed = 0, missed = 0, unfinished = 0 },
    rates = { mean = 56200, stddev = 8070, max = 62000, within_stddev = 0.8654 },
    latency_within_stddev = 0.9369,
    metrics = {
      latency = {
        count = 22464657,
        mean = 0.00063591,
        stddev = 0.00089,
        min = 0.0001,
        max = 0.01292,
        percentiles = { ["50"] = 0.00025, ["75"] = 0.000491, ["90"] = 0.0007, ["99"] = 0.0058 },
        supported = 99.99998,
      },
    },
    steps = {},
    checks = {},
    faults = {
      status = { count = 33, example = "HTTP 503: Service Unavailable" },
      reset = { count = 5, example = "Recv failure: Connection reset by peer" },
      timeout = { count = 4, example = "nothing for 2.00s" },
    },
    status = { ["200"] = 22464657, ["503"] = 33 },
    verdict = {
      valid = true,
      reasons = {},
      notes = {},
      lag = metric(22464657, 0.000011),
      turn = metric(900000, 0.00031),
      worker_cpu = 0.91,
      coalesced = 0,
    },
  }
end

local function llm_closed()
  local s = plain_http()
  s.run = {
    url = "http://127.0.0.1:8000/v1/chat/completions",
    model = "llama-3.1-8b",
    api = "chat",
    threads = 2,
    users = 32,
    duration = 60,
    warmup = 5,
    window = 60,
    partial = false,
    want_latency = false,
  }
  s.requests = { begun = 1824, ok = 1792, stopped = 0, failed = 0, unfinished = 32 }
  s.tokens = {
    output = 179200,
    input = 46592,
    cached = 0,
    events = 176000,
    coalesced = 212,
    per_event = 179200 / 176000,
    counted_by = "usage",
    coverage = 1,
  }
  s.throughput = {
    requests_per_second = 29.87,
    output_tokens_per_second = 2986.67,
    input_tokens_per_second = 776.53,
    total_tokens_per_second = 3763.2,
    per_user_tokens_per_second = 99.8,
  }
  s.bytes = { up = 640000, down = 49000000 }
  s.connections = { opened = 32, reused = 1792 }
  s.rates = { mean = 14.9, stddev = 9.2, max = 40, within_stddev = 0.712 }
  s.latency_within_stddev = 0.7302
  s.metrics = {
    ttft = metric(1792, 0.0503),
    ttfa = metric(1792, 0.0503),
    ttfc = metric(1792, 0.0489),
    tpot = metric(1792, 0.01002),
    gap = metric(174208, 0.01002),
    e2e = metric(1792, 1.042),
    latency = metric(1792, 1.0437),
    ttft_due = metric(1792, 0.0504),
    e2e_due = metric(1792, 1.0421),
    connect = metric(32, 0.00021),
    journey = metric(1792, 1.044),
  }
  s.faults, s.status = {}, { ["200"] = 1792 }
  s.verdict = {
    valid = true,
    reasons = {},
    notes = { "warm-up of 5.00s (147 requests) is not counted" },
    clock = "kernel",
    lag = metric(1824, 0.000011),
    turn = metric(190000, 0.000042),
    worker_cpu = 0.314,
    coalesced = 0.001,
  }
  return s
end

local function llm_open()
  local s = llm_closed()
  s.run.url = "https://llm.example.org/v1/chat/completions"
  s.run.users, s.run.rate, s.run.arrival, s.run.script = nil, 7.5, "poisson", "scripts/agent.lua"
  s.run.partial, s.run.window = true, 21.4
  s.requests = { begun = 171, ok = 143, stopped = 4, failed = 12, unfinished = 12 }
  s.tokens.cached, s.tokens.counted_by, s.tokens.coverage = 4096, "mixed", 0.986
  s.tokens.output, s.tokens.input, s.tokens.per_event = 14210, 3810, 2.04
  s.throughput.requests_per_second, s.throughput.output_tokens_per_second = 6.87, 664.02
  s.throughput.total_tokens_per_second = 842.06
  s.journeys = { done = 70, failed = 1, missed = 9, unfinished = 0, per_second = 3.27, requests = 2.4085 }
  for _, name in ipairs { "ttft", "ttfa", "tpot", "e2e" } do
    s.metrics[name] = metric(143, s.metrics[name].mean)
  end
  s.metrics.ttfa = metric(143, 0.31)
  s.metrics.ttft_due, s.metrics.e2e_due = metric(143, 0.61), metric(143, 64.5)
  s.metrics.connect, s.metrics.journey = metric(88, 0.0312), metric(70, 2.71)
  s.steps = {
    plan = {
      calls = { done = 80, failed = 0 },
      requests = { begun = 80, ok = 80, stopped = 0, failed = 0, unfinished = 0 },
      tokens = { input = 1200, output = 8000 },
      faults = {},
      metrics = { ttft = metric(80, 0.05), tpot = metric(80, 0.01), latency = metric(80, 1.03),
        step = metric(80, 2.5) },
    },
    ["answer the question as well as you can"] = {
      calls = { done = 490, failed = 13 },
      requests = { begun = 512, ok = 500, stopped = 0, failed = 12, unfinished = 0 },
      tokens = { input = 2100, output = 6210 },
      faults = { status = 12 },
      metrics = {
        ttft = metric(500, 0.071, { 50, 99 }),
        tpot = metric(500, 0.011, { 50, 99 }),
        e2e = metric(500, 0.9, { 50, 99 }),
        latency = metric(500, 0.91, { 50, 99 }),
        step = metric(490, 0.92, { 50, 99 }),
      },
    },
    search = {
      requests = { begun = 60, ok = 60, stopped = 0, failed = 0, unfinished = 0 },
      faults = {},
      metrics = { latency = metric(60, 0.02) },
    },
    ["only thinking"] = {
      calls = { done = 0, failed = 3 },
      requests = { begun = 0, ok = 0, stopped = 0, failed = 0, unfinished = 0 },
      faults = {},
      metrics = {},
    },
  }
  local function turn(from, to, n, ttft)
    return {
      from = from,
      to = to,
      requests = { begun = n + 1, ok = n, stopped = 0, failed = 1, unfinished = 0 },
      tokens = { input = 10 * n, output = 20 * n },
      faults = { status = 1 },
      metrics = { ttft = metric(n, ttft), tpot = metric(n, 0.01), e2e = metric(n, 1.04) },
    }
  end
  s.turns = { turn(1, 1, 500, 0.05), turn(2, 2, 70, 0.08), turn(9, 16, 3, 0.4) }
  local function scenario(n, took)
    return {
      journeys = { done = n, failed = 1, missed = 4, unfinished = 0, per_second = n / 20, requests = 2 },
      requests = { begun = 2 * n, ok = 2 * n - 2, stopped = 1, failed = 1, unfinished = 0 },
      tokens = { input = 20 * n, output = 200 * n },
      faults = { status = 1 },
      metrics = { journey = metric(n, took), ttft = metric(2 * n, 0.05), latency = metric(2 * n, 1.03) },
    }
  end
  s.scenarios = { chat = scenario(60, 2.9), lookup = scenario(10, 0.12) }
  local function target(address, n, took)
    return {
      address = address, connections = { opened = 16, reused = n - 16, retried = 0 },
      requests = { begun = n, ok = n - 1, stopped = 0, failed = 1, unfinished = 0 },
      metrics = { ttft = metric(n, took) },
    }
  end
  s.targets = { target("gpu1:8000", 500, 0.05), target("[2001:db8::7]:8000", 73, 1.2) }
  s.custom = {
    ["answer length"] = {
      kind = "trend", unit = "words", count = 500, mean = 131.25, stddev = 20, min = -3, max = 1234567,
      percentiles = { ["50"] = 120, ["99"] = 400.123 }, supported = 99.1,
    },
    ["search time"] = {
      kind = "trend", unit = "s", count = 60, mean = 0.0213, stddev = 0.002, min = 0.018, max = 0.03,
      percentiles = { ["50"] = 0.021, ["99"] = 0.0299 }, supported = 92.6,
    },
    ["tokens saved"] = { kind = "counter", count = 12, sum = 3412.5, per_second = 159.46 },
    ["cache hit"] = { kind = "rate", count = 200, yes = 151, share = 0.755 },
    queue = { kind = "gauge", count = 9, last = 4, mean = 2.5, min = 0, max = 7 },
  }
  s.slo = { ttft = 0.5, tpot = 0.05 }
  s.goodput = {
    requests = { good = 120, share = 120 / 159, per_second = 5.61 },
    journeys = { good = 51, share = 51 / 71, per_second = 2.38 },
  }
  s.checks = {
    ["cites a source"] = { passed = 139, failed = 8 },
    polite = { passed = 147, failed = 0 },
  }
  s.faults = {
    status = { count = 7, example = '{"error":{"message":"Rate limit reached for requests","type":"requests"}}' },
    in_stream = { count = 3, example = "upstream\nfailed\27[31m: " .. ("xyz"):rep(60) },
    reset = { count = 1, example = "Recv failure: Connection reset by peer" },
    script = { count = 1, example = "scripts/agent.lua:31: attempt to index a nil value (field 'text')" },
    stalled = { count = 1 },
  }
  s.status = { ["200"] = 152, ["429"] = 7 }
  s.verdict = {
    valid = false,
    reasons = {
      "a worker was busy 72 % of the time: above 60 % times read from our own clock are too long",
      "only 171 of the 180 requests that were due have begun",
    },
    notes = {
      "warm-up of 5.00s (31 requests) is not counted",
      "the run was interrupted: this is the part that was measured",
      "31 % of token events came in one read with another: a buffering proxy or a slow client hides their gaps",
      "certificates were not verified",
    },
    clock = "user",
    lag = metric(171, 0.00021),
    turn = metric(90000, 0.0021),
    worker_cpu = 0.72,
    coalesced = 0.31,
  }
  return s
end

local function nothing()
  return {
    run = { url = "http://127.0.0.1:1/v1/chat/completions", api = "chat", threads = 1, users = 10, window = 0 },
    requests = { begun = 40, ok = 0, stopped = 0, failed = 40, unfinished = 0 },
    tokens = { output = 0, events = 0, coalesced = 0, counted_by = "none", coverage = 0 },
    bytes = { up = 0, down = 0 },
    connections = { opened = 0, reused = 0 },
    journeys = { done = 0, failed = 40, missed = 0, unfinished = 0 },
    metrics = {},
    steps = {},
    checks = {},
    faults = { connect = { count = 40, example = "Failed to connect to 127.0.0.1 port 1: Connection refused" } },
    status = {},
    verdict = {
      valid = false,
      reasons = { "nothing was measured: no request ended well" },
      notes = {},
      worker_cpu = 0.01,
      coalesced = 0,
    },
  }
end

golden("http", report.render("text", plain_http()))
golden("llm_closed", report.render("text", llm_closed()))
golden("llm_open", report.render("text", llm_open()))
golden("llm_stages", report.render("text", with_stages(llm_closed())))
golden("nothing", report.render("text", nothing()))

-- The lines that wrk's readers cut numbers from, byte for byte.
local http = report.render("text", plain_http())
for _, line in ipairs {
  "Running 30s test @ http://127.0.0.1:8080/index.html",
  "  12 threads and 400 connections",
  "  Thread Stats   Avg      Stdev     Max   +/- Stdev",
  "    Latency   635.91us    0.89ms  12.92ms   93.69%",
  "    Req/Sec    56.20k     8.07k   62.00k    86.54%",
  "  Latency Distribution",
  "     50%  250.00us",
  "  22464690 requests in 30.00s, 17.76GB read",
  "  Socket errors: connect 0, read 5, write 0, timeout 4",
  "  Non-2xx or 3xx responses: 33",
  "Requests/sec: 748868.53",
  "Transfer/sec:    606.21MB",
} do
  ok(("\n" .. http):find("\n" .. line .. "\n", 1, true), line)
end
ok(not report.render("text", llm_closed()):find("Socket errors", 1, true), "no errors, no line of them")
ok(not report.render("text", llm_closed()):find("Distribution", 1, true), "the distribution only when asked for")

-- What nobody has counted is not said to be none.
local function llm_with(change)
  local s = llm_closed()
  change(s.tokens, s.throughput, s)
  return report.render("text", s)
end

local untold = llm_with(function(t, rates)
  t.input, t.cached, t.per_event, t.counted_by, t.coverage = nil, nil, nil, "events", 0
  rates.input_tokens_per_second, rates.total_tokens_per_second = nil, nil
end)
ok(untold:find("Tokens       179200 output, input unknown\n", 1, true), "input that nobody told is unknown")
ok(untold:find("Throughput   2986.67 output tokens/s, 29.87 requests/s\n", 1, true), "and there is no total")

local uncounted = llm_with(function(t, rates)
  t.output, t.per_event, t.counted_by, t.coverage = nil, nil, "none", 0
  rates.output_tokens_per_second, rates.total_tokens_per_second = nil, nil
end)
ok(uncounted:find("Tokens       output unknown, 46592 input\n", 1, true), "text that nobody counted is shown")
ok(uncounted:find("Counted by   nothing: no reply told its usage", 1, true), "and it says why")
ok(uncounted:find("Throughput   29.87 requests/s\n", 1, true), "requests are always counted")

ok(llm_with(function(t) t.output = 0 end):find("\n    ttft ", 1, true), "text that came has its times")

is(units.time(0), "0.00us", "no time")
is(units.time(0.000849), "849.00us", "below 0.85 of the next unit")
is(units.time(0.00085), "0.85ms", "0.85 of the next unit")
is(units.time(1.2), "1.20s", "seconds")
is(units.time(90), "1.50m", "minutes")
is(units.count(37), "37.00", "a count")
is(units.bytes(1023), "1.00KB", "bytes")
is(units.span(90), "1m30s", "a span as typed")
is(units.span(3600 * 2 + 0.25), "2h0.25s", "hours and a fraction as typed")
is(units.span(0), "0s", "nothing as typed")
is(units.span(120), "2m", "minutes as typed")
is(units.span(0.5), "500ms", "less than a second as typed")
is(units.span(2.5), "2.5s", "a fraction as typed")

local wide = layout.entry("Label", ("é"):rep(100))
is(wide:gsub("[%s]", ""), "Label" .. ("é"):rep(100), "a long word is cut at characters")
is(select(2, wide:gsub("\n", "")), 2, "in two lines")
do
  local s = with_stages(llm_closed())
  table.remove(s.stages)
  table.remove(s.stages)
  is(report.render("text", s), report.render("text", llm_closed()), "one measured stage is the run itself")
end

local function brief(seconds, supported)
  return units.brief({ percentiles = { ["99"] = seconds }, supported = supported or 100 }, "99")
end
is(brief(0.0000999), "99.9us", "three digits")
is(brief(0.00099949), "999us", "microseconds to the last")
is(brief(0.0009996), "1.00ms", "and then milliseconds")
is(brief(0.0129, 98), "~12.9ms", "too few values are marked")
is(brief(1.2), "1.20s", "seconds, briefly")
is(brief(100.4), "100s", "many seconds")

ok(not pcall(report.render, "nonesuch", {}), "an unknown report is an error")
is(report.header { run = { url = "http://x", threads = 1, rate = 0.5, arrival = "constant" } },
  "Running test @ http://x\n  1 threads and connections as needed, 0.5 journeys/s (constant)\n",
  "a header before there is a summary")

os.exit(tap.done())
