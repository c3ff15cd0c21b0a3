-- wrk's own journey: GET the URL.

local endpoint = require "stoke.endpoint"
local exchange = require "core.exchange"
local settings = require("core.plan").settings()

local where = endpoint.http("GET", settings.url)

return function(user)
  exchange.send(where, user.handle)
end
