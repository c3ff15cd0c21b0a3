-- Makes the figures of what cost.sh has noted: cost.lua TOKENS GAP STREAMS SLEEPERS ANSWERS LOG. See figures.lua.

local tokens, gap, streams, sleepers, answers, path =
  tonumber(arg[1]), arg[2], tonumber(arg[3]), tonumber(arg[4]), tonumber(arg[5]), arg[6]

local bench = dofile "tests/bench/figures.lua"
local rounds = bench.read_rounds(path)

local function per_request(run)
  return run.cpu / run.n * 1e6
end

-- us a request without what starting and connecting cost.
local function per_further_request(r, name)
  local short, long = r[name .. "_short"], r[name .. "_long"]
  return (long.cpu - short.cpu) / (long.n - short.n) * 1e6
end

local function per_further_token(r, name)
  local short, long = r[name .. "_20"], r[name .. "_" .. tokens + 20]
  return (long.cpu - short.cpu) / (long.events - short.events) * 1e9
end

local function ratio_of_connections(name)
  return function(r) return per_further_request(r, name .. "_5000") / per_further_request(r, name .. "_64") end
end

local function us_of(name)
  return function(r) return per_further_request(r, name) end
end

-- ns a token of long answers, of which 64 were enough to warm up.
local function per_token_of_answers(r, mode)
  local short, long = r[mode .. "_64"], r[mode .. "_" .. answers]
  return (long.cpu - short.cpu) / (long.events - short.events) * 1e9
end

local figures = {
  { "GET on 64 connections, as fast as it goes" },
  { "wrk", "requests/s", function(r) return r.wrk.rate end },
  { "stoke", "requests/s", function(r) return r.http.rate end },
  { "stoke / wrk", "", function(r) return r.http.rate / r.wrk.rate end, at_least = 0.40 },
  { "wrk", "us cpu/request", function(r) return per_request(r.wrk) end },
  { "stoke", "us cpu/request", function(r) return per_request(r.http) end },
  { "raw reader", "us cpu/request", function(r) return per_request(r.raw_http) end },

  { "GET on 5000 connections and on 64" },
  { "a pool, 64", "us cpu/request", us_of "pool_64" },
  { "a pool, 5000 users", "us cpu/request", us_of "pool_5000" },
  { "of them connected", "", function(r) return r.pool_5000_long.opened end },
  { "a pool, 5000 / 64", "", ratio_of_connections "pool", at_most = 1.5 },
  { "one a user, 64", "us cpu/request", us_of "user_64" },
  { "one a user, 5000", "us cpu/request", us_of "user_5000" },
  { "one a user, 5000 / 64", "", ratio_of_connections "user", at_most = 2.0 },
  { "raw reader, 5000 / 64", "", ratio_of_connections "raw" },

  { "1000 streams, a token every " .. gap },
  { "stoke", "ns cpu/token", function(r) return per_further_token(r, "tokens") end },
  { "raw reader", "ns cpu/token", function(r) return per_further_token(r, "raw_tokens") end },
  { "stoke / raw reader", "", function(r)
    return per_further_token(r, "tokens") / per_further_token(r, "raw_tokens")
  end, at_most = 1.3 },
  { "stoke, tokens a read", "", function(r)
    local run = r["tokens_" .. tokens + 20]
    return run.events / (run.events - run.coalesced)
  end },
  { "raw reader, tokens a read", "", function(r)
    local run = r["raw_tokens_" .. tokens + 20]
    return run.events / run.reads
  end },

  { streams .. " open streams" },
  { "streams open", "", function(r) return r["resident" .. streams].open end },
  { "stoke", "KB/stream", function(r)
    local few, many = r.resident10, r["resident" .. streams]
    return (many.kb - few.kb) / (many.users - few.users)
  end, at_most = 20 },

  { "a user's step: asked, answered by 4 tokens, checked" },
  { "in Lua", "us cpu/step", us_of "step" },
  { "in C", "us cpu/exchange", us_of "raw_step" },
  { "Lua - C", "us cpu/step", function(r)
    return per_further_request(r, "step") - per_further_request(r, "raw_step")
  end, at_most = 15 },

  { "a token of long answers" },
  { "nobody listens", "ns cpu/token", function(r) return per_token_of_answers(r, "deaf") end },
  { "on_token", "ns cpu/token", function(r) return per_token_of_answers(r, "listen") end },
  { "on_token - none", "ns cpu/token", function(r)
    return per_token_of_answers(r, "listen") - per_token_of_answers(r, "deaf")
  end, at_most = 150 },

  { sleepers .. " users who sleep" },
  { "stoke", "KB/user", function(r)
    local few, many = r.asleep10, r["asleep" .. sleepers]
    return (many.kb - few.kb) / (many.users - few.users)
  end, at_most = 2 },

  { "tokens as fast as sim can tell them, 64 streams" },
  { "stoke", "tokens/s", function(r) return r.instant.rate * r.instant.events / r.instant.n end },
  { "stoke", "ns cpu/token", function(r) return r.instant.cpu / r.instant.events * 1e9 end },
  { "sim", "ns cpu/token", function(r) return r.sim.cpu / r.instant.events * 1e9 end },
  { "stoke / sim", "", function(r) return r.instant.cpu / r.sim.cpu end, at_least = 3 },
}

local function print_failures()
  for _, round in ipairs(rounds) do
    for name, run in pairs(round) do
      if run.failed and run.failed > 0 then
        print(("not to be trusted: %d requests failed in %s"):format(run.failed, name))
      end
    end
  end
end

bench.print(figures, rounds)
print_failures()
