-- Each thread ends after its hundredth reply; the run is over when all have.
--   stoke -s scripts/wrk/stop.lua -t 2 -c 10 -d 1m http://localhost:8080/

local replies = 0

function response()
  replies = replies + 1
  if replies == 100 then wrk.thread:stop() end
end
