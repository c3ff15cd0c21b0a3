-- The prelude: what C calls.

local User = require "stoke.user"
local settings = require("core.plan").settings()

local init = { new_user = User.new }

-- The function each user goes through, or nil and why there is none. `script` is a path, or nil for
-- the built-in journey.
function init.find_journey(script)
  if not script then
    return require(settings.api == "http" and "stoke.journeys.http" or "stoke.journeys.ask")
  end
  local journey = rawget(_G, "journey")
  if type(journey) ~= "function" then
    return nil, ("%s defines no function journey(user)"):format(script)
  end
  return function(user)
    return journey(user)
  end
end

return init
