-- What the built-in journeys ask: the prompt that was given, one of those in the file that was
-- given, or one of our own making.

local given = require "core.prompts"
local settings = require("core.plan").settings()

local count = given.count()
local built_in = not settings.prompt and count == 0 and require "stoke.prompts"

-- The first draws load texts and are slow until they are compiled: not in front of a request.
if built_in then
  local scratch = require("core.random").new(0, 0)
  for _ = 1, 200 do built_in.draw(scratch) end
end

return function(random)
  if settings.prompt then return settings.prompt end
  if count > 0 then return given.at(random:between(1, count)) end
  return built_in.draw(random)
end
