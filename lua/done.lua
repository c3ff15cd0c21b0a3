-- wrk's last hook: done(summary, latency, requests, result), with the whole summary as `result`. wrk's
-- scripts may look for what is not there; in a script with journeys that is a mistake.

local blame = require "stoke.blame"
local kind = require "stoke.wrk.kind"
local objects = require "stoke.wrk.done"
local result_of = require "stoke.result"
local strict = require "stoke.strict"
local suggest = require "stoke.suggest"

local Summary = strict.fields("summary", { "duration", "requests", "bytes", "errors" })

local of_stats = { "min", "max", "mean", "stdev", "percentile" }

local function no_statistic(name)
  local like = suggest.words(name, of_stats)
  blame("wrk's statistics have no '%s'%s", tostring(name), like ~= "" and like or
    ": they have min, max, mean, stdev and percentile, as in latency:percentile(99)")
end

-- All statistics have one metatable.
local function be_strict(summary, stats)
  local meta = getmetatable(stats)
  local get = meta.__index
  meta.__index = function(self, name)
    local value = get(self, name)
    if value == nil then no_statistic(name) end
    return value
  end
  setmetatable(summary, Summary)
end

-- Calls the script's done(), if it has one, with what the JSON of the summary says.
return function(text)
  local done = rawget(_G, "done")
  if type(done) ~= "function" then return end
  local result = result_of(text)
  local summary, latency, requests = objects(result)
  if kind.of_script() == "journey" then be_strict(summary, latency) end
  done(summary, latency, requests, result)
end
