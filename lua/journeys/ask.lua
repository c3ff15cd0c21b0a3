-- The quick benchmark of a model: one question, one answer.

local Chat = require "stoke.chat"
local endpoint = require "stoke.endpoint"
local prompt = require "stoke.prompt"
local settings = require("core.plan").settings()

local options = { keep_text = false }

-- Made before the load begins, not in front of the first request.
local _, protocol = endpoint.of(settings.api)

local by_what_it_takes = {
  messages = function(user)
    Chat.new(user, options):ask(prompt(user.random))
  end,
  prompt = function(user)
    user:complete(prompt(user.random), options)
  end,
  input = function(user)
    user:embed(prompt(user.random), options)
  end,
  documents = function(user)
    local documents = {}
    for i = 1, 8 do documents[i] = prompt(user.random) end
    user:rerank(prompt(user.random), documents, options)
  end,
}

return by_what_it_takes[protocol.takes]
