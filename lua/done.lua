-- wrk's last hook: done(summary, latency, requests, result), with the whole summary as `result`.

local objects = require "stoke.wrk.done"

-- Calls the script's done(), if it has one, with what the JSON of the summary says.
return function(text)
  local done = rawget(_G, "done")
  if type(done) ~= "function" then return end
  local result = require("core.json").decode(text)
  local summary, latency, requests = objects(result)
  done(summary, latency, requests, result)
end
