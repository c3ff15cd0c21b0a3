-- For sim.sh:
--   sim.lua late GAP TRUTH                            how late tokens were sent, GAP milliseconds apart
--   sim.lua table STREAMS IDLE GAP LATE_GAP LOG       the figures of all rounds

local bench = dofile "tests/bench/figures.lua"

local function quantile(list, q)
  return list[math.max(1, math.ceil(q * #list))]
end

-- Beside tokens that waited for their moment: what lies between it and the moment of sending.
local function late(gap, path)
  local behind = {}
  for line in io.lines(path) do
    local due = tonumber(line:match '"first_token":(%d+)')
    for sent in (line:match '"tokens":%[([^%]]*)%]' or ""):gmatch "%d+" do
      behind[#behind + 1] = (tonumber(sent) - due) / 1e3
      due = due + gap * 1e6
    end
  end
  table.sort(behind)
  print(("tokens=%d least=%.1f p50=%.1f p99=%.1f p999=%.1f max=%.1f"):format(#behind, behind[1],
    quantile(behind, 0.5), quantile(behind, 0.99), quantile(behind, 0.999), quantile(behind, 1)))
end

if arg[1] == "late" then return late(tonumber(arg[2]), arg[3]) end

local streams, idle, gap, late_gap, path = arg[2], arg[3], arg[4], arg[5], arg[6]

-- What a further token costs, in ns of that key.
local function per_token(key, name)
  return function(r)
    local short, long = r[name .. "_short"], r[name .. "_long"]
    return (long[key] - short[key]) / (long.tokens - short.tokens) * 1e9
  end
end

local function per_core(name)
  return function(r) return 1e9 / per_token("cpu", name)(r) end
end

local function sends(r)
  return r.sends.cpu / r.sends.n * 1e9
end

bench.print({
  { "tokens as fast as they are taken, 64 streams" },
  { "one an event", "tokens/s a core", per_core "instant_1" },
  { "sixteen an event", "tokens/s a core", per_core "instant_16", at_least = 500000 },
  { "one an event", "ns cpu/token", per_token("cpu", "instant_1") },
  { "sixteen an event", "ns cpu/token", per_token("cpu", "instant_16") },

  { streams .. " streams, a token every " .. gap .. ", each sent by itself" },
  { "sim", "tokens/s a core", per_core "paced", at_least = 200000 },
  { "sim", "ns cpu/token", per_token("cpu", "paced") },
  { "of them not the kernel's", "ns cpu/token", per_token("user", "paced") },
  { "a bare send()", "ns cpu/token", sends },
  { "sim / a bare send()", "", function(r) return per_token("cpu", "paced")(r) / sends(r) end, at_most = 1.5 },

  { idle .. " streams that wait" },
  { "of them open", "", function(r) return r.idle.open end },
  { "sim", "MB", function(r) return r.idle.kb / 1024 end, at_most = 200 },
  { "sim", "KB/stream", function(r) return (r.idle.kb - r.idle.before) / r.idle.open end },

  { streams .. " streams, a token every " .. late_gap .. ": sent after the model's moment" },
  { "p50", "us", function(r) return r.late.p50 end },
  { "p99", "us", function(r) return r.late.p99 end, at_most = 1000 },
  { "p99.9", "us", function(r) return r.late.p999 end },
  { "at most", "us", function(r) return r.late.max end },
  { "the machine's own timers, p99", "us", function(r) return r.machine.p99 end },
}, bench.read_rounds(path))
