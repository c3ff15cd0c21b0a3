-- The same headers with every request: what `wrk` says before the load begins is what is sent.
--   stoke -s scripts/wrk/headers.lua -c 10 -d 10s http://localhost:8080/

wrk.headers["Accept"] = "application/json"
wrk.headers["X-Tenant"] = 42
