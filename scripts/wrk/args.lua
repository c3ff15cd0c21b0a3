-- Paths from the command line, each in its turn.
--   stoke -s scripts/wrk/args.lua -c 10 -d 10s http://localhost:8080 -- /a /b /c

local paths, turn = { "/" }, 0

function init(args)
  if #args > 0 then paths = args end
end

function request()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn])
end
