-- Another path and header for each request. Each thread counts for itself.
--   stoke -s scripts/wrk/counter.lua -t 2 -c 10 -d 10s http://localhost:8080

local count = 0

function request()
  count = count + 1
  return wrk.format("GET", "/items/" .. count, { ["X-Count"] = count })
end
