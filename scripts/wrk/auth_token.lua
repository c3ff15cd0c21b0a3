-- The first reply's X-Token goes along with every request after it.
--   stoke -s scripts/wrk/auth_token.lua -c 10 -d 10s http://localhost:8080

local path = "/login"

function request()
  return wrk.format("GET", path)
end

function response(status, headers)
  if path == "/login" and status == 200 then
    path = "/private"
    wrk.headers["X-Token"] = headers["X-Token"]
  end
end
