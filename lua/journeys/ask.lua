-- The quick benchmark of a model: one question, one answer.

local Chat = require "stoke.chat"
local endpoint = require "stoke.endpoint"
local prompt = require "stoke.prompt"
local settings = require("core.plan").settings()

local options = { keep_text = false }

-- Made before the load begins, not in front of the first request.
local _, protocol = endpoint.of(settings.api)

if protocol.takes == "prompt" then
  return function(user)
    user:complete(prompt(user.random), options)
  end
end

return function(user)
  Chat.new(user, options):ask(prompt(user.random))
end
