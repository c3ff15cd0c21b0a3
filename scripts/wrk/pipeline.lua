-- Several requests in one text. stoke sends them one after another and says so; --batch_latency
-- measures each text as one.
--   stoke -s scripts/wrk/pipeline.lua -c 10 -d 10s http://localhost:8080

local all

function init()
  local each = {}
  for i = 1, 3 do each[i] = wrk.format("GET", "/part/" .. i) end
  all = table.concat(each)
end

function request()
  return all
end
