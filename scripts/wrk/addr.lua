-- Threads share out the addresses that the service's name has.
--   stoke -s scripts/wrk/addr.lua -t 2 -c 10 -d 10s http://localhost:8080/

local addrs

function setup(thread)
  addrs = addrs or wrk.resolve(wrk.host, wrk.port or wrk.scheme)
  thread.addr = addrs[math.random(#addrs)]
end

function init()
  io.write(("this thread's connections go to %s\n"):format(tostring(wrk.thread.addr)))
end
