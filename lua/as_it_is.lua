-- A whole request that somebody else has worded: it is sent as it is, but for what the command line says.

local apis = require "stoke.apis"
local ask = require "stoke.ask"
local settings = require("core.plan").settings()

-- What a body asks tells who is to be asked.
local takes = { "messages", "prompt", "input" }

-- Whether the answer is streamed is the plan's.
local function ours(body)
  return {
    stream = true, stream_options = true,
    model = type(body.model) ~= "string" or (settings.model and not settings.model_found),
    max_tokens = settings.max_tokens ~= nil, max_completion_tokens = settings.max_tokens ~= nil,
    temperature = settings.temperature ~= nil,
  }
end

local function said_in(body)
  local not_said, extra = ours(body), {}
  for name, value in pairs(body) do
    if not not_said[name] then extra[name] = value end
  end
  return extra
end

return function(user, body)
  for _, what in ipairs(takes) do
    if body[what] ~= nil then
      local options = { keep_text = false, extra = said_in(body) }
      return ask.send(user, apis.taking(what, settings.api), { [what] = body[what] }, options)
    end
  end
end
