-- Threads get an id in setup(), count for themselves, and are asked in done().
--   stoke -s scripts/wrk/setup.lua -t 2 -c 10 -d 10s http://localhost:8080/

local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
  thread:set("id", #threads)
end

function init()
  seen = { replies = 0, statuses = {} } -- a global, so that done() can ask for it
end

function response(status)
  seen.replies = seen.replies + 1
  seen.statuses[status] = (seen.statuses[status] or 0) + 1
end

function done()
  for _, thread in ipairs(threads) do
    local seen = thread:get("seen")
    io.write(("thread %d: %d replies, %d of them 200\n")
      :format(thread:get("id"), seen.replies, seen.statuses[200] or 0))
  end
end
