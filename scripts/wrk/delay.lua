-- Every connection pauses for 10 to 50 ms before each request.
--   stoke -s scripts/wrk/delay.lua -c 100 -d 10s http://localhost:8080/

function delay()
  return math.random(10, 50)
end
