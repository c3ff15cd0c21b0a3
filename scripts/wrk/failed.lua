-- Requests that ended in a fault, by name; wrk has no hook for those. `ctx` lives with the
-- connection: what request() writes there, the other hooks read.
--   stoke -s scripts/wrk/failed.lua -c 10 -d 10s http://localhost:8080

local threads, paths = {}, { "/", "/nowhere" }
faults = {}

function setup(thread)
  threads[#threads + 1] = thread
end

function request(ctx)
  ctx.user.turn = (ctx.user.turn or 0) % #paths + 1
  ctx.tag = paths[ctx.user.turn]
  return wrk.format("GET", ctx.tag)
end

function failed(fault, ctx)
  local name = fault .. " " .. ctx.tag
  faults[name] = (faults[name] or 0) + 1
end

function done()
  for i, thread in ipairs(threads) do
    for name, count in pairs(thread:get("faults")) do
      io.write(("thread %d: %s %d\n"):format(i, name, count))
    end
  end
end
