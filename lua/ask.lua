-- One request to a model and its reply: what chats and completions are made of.

local endpoint = require "stoke.endpoint"
local exchange = require "core.exchange"
local json = require "core.json"
local settings = require("core.plan").settings()

local Reply = {}
Reply.__index = Reply

-- The reply's whole body or text, read as JSON; nil and a message when it is none.
function Reply:json()
  return json.decode(self.text)
end

local function reply(ok, status, fault, text, finish_reason, tokens_in, tokens_out, ttft, e2e, tpot, words)
  return setmetatable({
    ok = ok, status = status, fault = fault, text = text, finish_reason = finish_reason,
    usage = { prompt_tokens = tokens_in, completion_tokens = tokens_out },
    ttft = ttft, e2e = e2e, tpot = tpot, error = words ~= "" and words or nil,
  }, Reply)
end

local function or_else(value, default)
  if value == nil then return default end
  return value
end

local ask = {}

-- Sends `what` (messages or prompt) in the words of a protocol; waits for the whole reply.
function ask.send(user, api, what, options, turn)
  options = options or {}
  local where, protocol = endpoint.of(api)
  local body = json.encode(protocol.request {
    model = options.model or settings.model,
    messages = what.messages,
    prompt = what.prompt,
    tools = options.tools,
    max_tokens = options.max_tokens or settings.max_tokens,
    temperature = options.temperature or settings.temperature,
    ignore_eos = or_else(options.ignore_eos, settings.ignore_eos),
    stream = or_else(options.stream, settings.stream),
  })
  return reply(exchange.send(where, user.handle, body, options.keep_text ~= false, user.label, turn))
end

-- A plain request.
function ask.http(user, where, body)
  return reply(exchange.send(where, user.handle, body, true, user.label))
end

return ask
