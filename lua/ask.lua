-- One request to a model and its reply: what chats, completions and embeddings are made of.

local Reply = require "stoke.reply"
local apis = require "stoke.apis"
local blame = require "stoke.blame"
local endpoint = require "stoke.endpoint"
local exchange = require "core.exchange"
local json = require "core.json"
local settings = require("core.plan").settings()
local stream = require "core.stream"
local suggest = require "stoke.suggest"
local task = require "core.task"
local time = require "core.time"

local ask = {}

-- What may be said along with a question, and what it must be.
ask.options = {
  model = "string", max_tokens = "number", min_tokens = "number", temperature = "number", top_p = "number",
  presence_penalty = "number", frequency_penalty = "number", seed = "number", n = "number", stop = "string or table",
  ignore_eos = "boolean", stream = "boolean", tools = "table", tool_choice = "string or table",
  response_format = "table", reasoning_effort = "string", logprobs = "boolean or number", headers = "table or function",
  timeout = "string or number", keep_text = "boolean", on_token = "function", extra = "table",
  dimensions = "number", top_n = "number", asked_in = "number", asked_out = "number", shared = "number",
}

-- And what only some take.
ask.options_of_chat = { system = "string" }
ask.options_of_http = {
  url = "string", method = "string", headers = "table", body = "string", timeout = "string or number",
}

function ask.check(options, more)
  for name, value in pairs(options) do
    local expected = ask.options[name] or (more and more[name])
    if not expected then
      blame("there is no option '%s'%s", tostring(name), suggest.words(name, suggest.names(ask.options, more)))
    elseif not expected:find(type(value), 1, true) then
      blame("option '%s': expected a %s, got %s", name, expected, type(value))
    end
  end
end

-- The request as the protocol gets it: `what` (messages, prompt, input or documents, and how many of
-- its tokens are `known` to have been sent before) and all options, where the command line's stand for
-- those that are not given.
local function request(what, options)
  local asked = {
    model = settings.model,
    max_tokens = settings.max_tokens,
    temperature = settings.temperature,
    ignore_eos = settings.ignore_eos,
    stream = settings.stream,
  }
  for name, value in pairs(options) do asked[name] = value end
  for name, value in pairs(what) do asked[name] = value end
  return asked
end

local function body_of(protocol, asked)
  local body = protocol.request(asked)
  if asked.extra then
    for name, value in pairs(asked.extra) do body[name] = value end
  end
  return json.encode(body), (tonumber(body.n) or 1) > 1
end

-- What the protocol alone can read in a reply.
local function read(reply, protocol)
  if reply.ok and reply.events and protocol.read then protocol.read(reply, json.decode) end
  return Reply.new(reply)
end

-- Whoever signs requests makes headers of their bodies.
local function headers_for(body, headers)
  if type(headers) ~= "function" then return headers end
  local made = headers(body)
  if type(made) == "table" then return made end
  return blame("option 'headers': expected a list from its function, such as { \"Name: value\" }, got a %s", type(made))
end

local function prepare(api, what, options)
  ask.check(options)
  local body, several = body_of(apis.by_name[api], request(what, options))
  local where, protocol = endpoint.of(api, headers_for(body, options.headers))
  local timeout = options.timeout and time.span(options.timeout)
  return where, protocol, body, options.keep_text ~= false, timeout, several
end

local function hear(running, on_token)
  local text, kind = stream.receive(running)
  while text and on_token(text, kind) ~= false do text, kind = stream.receive(running) end
end

-- The journey hears every token, and may say with `false` that it has heard enough. An error of its own
-- says so as well: nobody is left who waits for the rest.
local function listen(running, on_token)
  local ok, message = xpcall(hear, task.trace, running, on_token)
  stream.stop(running) -- of one that is over there is nothing to stop
  if not ok then error(message, 0) end
  return stream.result(running)
end

-- Sends `what` in the words of a protocol; waits for the whole reply.
function ask.send(user, api, what, options, turn)
  options = options or {}
  local where, protocol, body, keep, timeout, several = prepare(api, what, options)
  if options.on_token then
    local running = stream.begin(where, user.handle, body, keep, turn, timeout, several, options.asked_in,
      options.asked_out, options.shared or what.known)
    return read(listen(running, options.on_token), protocol)
  end
  return read(exchange.send(where, user.handle, body, keep, turn, timeout, several, options.asked_in,
    options.asked_out, options.shared or what.known), protocol)
end

-- The same for a reply that is to be read while it comes. on_over(reply) is called at its end.
function ask.stream(user, api, what, options, turn, on_over)
  options = options or {}
  if options.on_token then blame "option 'on_token': a stream's tokens are read with reply:tokens()" end
  local where, protocol, body, keep, timeout, several = prepare(api, what, options)
  local running = stream.begin(where, user.handle, body, keep, turn, timeout, several, options.asked_in,
    options.asked_out, options.shared or what.known)
  return Reply.coming(running, function(reply) on_over(read(reply, protocol)) end)
end

-- A plain request.
function ask.http(user, where, body, timeout)
  return Reply.of_http(exchange.send(where, user.handle, body, true, nil, timeout))
end

return ask
