-- The journey of wrk's scripts: one request of a slot, as wrk would send it. A slot is a user, for
-- both have a connection of their own.

local apis = require "stoke.apis"
local cache = require "stoke.wrk.cache"
local check_fields = require "stoke.wrk.fields"
local context = require "stoke.wrk.ctx"
local core = require "core.wrk"
local exchange = require "core.exchange"
local settings = require("core.plan").settings()
local shape = require "core.shape"
local stream = require "core.stream"
local time = require "core.time"
local wrk = require "stoke.wrk"

-- A slot that has nothing to send is asked again after so many seconds; so often before that is said.
local IDLE, OFTEN = 0.01, 100

-- Sleeps are cut in pieces, for a slot that waits must not hold the end of the run.
local NAP = 0.1

local function hook(name)
  local f = rawget(_G, name)
  return type(f) == "function" and f or nil
end

-- wrk's args: [0] is the URL, then what stands after "--".
local function arguments()
  local args, given = { [0] = settings.url }, rawget(_G, "arg")
  for i, value in ipairs(type(given) == "table" and given or {}) do args[i] = value end
  return args
end

local shape_named = cache(function(api)
  return shape.new(apis.by_name[api])
end)

-- A reply is read as the protocol's that its path belongs to, so that its tokens are measured.
local shape_of = cache(function(target)
  local api = settings.api ~= "http" and apis.choose(nil, target, false) or "http"
  return api ~= "http" and shape_named(api) or false
end)

-- Where a hook is written, for what is wrong with what it returned.
local function blame(f, what, ...)
  local at = debug.getinfo(f, "S")
  error(("%s:%d: "):format(at.short_src, at.linedefined) .. what:format(...), 0)
end

local function parse(text)
  local requests, why = core.parse(text, function(target) return shape_of(target) or nil end)
  if not requests then blame(hook "request" or wrk.request, "%s", why) end
  return requests
end

local requests_of = cache(parse)

local function next_text(ctx)
  local request = hook "request" or wrk.request
  local text = request(ctx)
  if text ~= nil and type(text) ~= "string" then
    blame(request, "request() returned a %s: expected the text of a request, or nil for none", type(text))
  end
  return text ~= "" and text or nil
end

-- True: the time is over, and nothing more is to be sent. With a rate every request that was due
-- within the run is sent, also when it is delayed beyond its end. A dry run waits for nothing.
local function sleep(seconds)
  local ends = time.now() + (settings.dry_run and 0 or seconds)
  repeat
    time.sleep(math.min(seconds, NAP))
    if core.ending() and not settings.rated then return true end
    seconds = ends - time.now()
  until seconds <= 0
end

local PIPELINED, NOTHING = 1, 2

-- Of all workers the first to find it says so.
local function say_once(what, text, ...)
  if core.once(what) then io.stderr:write("stoke: ", text:format(...), "\n") end
end

-- The text of the next request, once there is one: it is due then. nil: nothing more is to be sent.
-- With a rate a slot that has nothing is free for what is due next.
local function wait_for_text(user, ctx)
  local text, asked = next_text(ctx), 1
  while not text and not settings.rated do
    if asked == OFTEN then
      if settings.dry_run then return nil end
      say_once(NOTHING, "request() has nothing to send: it is asked again every %g ms until the time is over",
        IDLE * 1000)
    end
    if sleep(IDLE) then return nil end
    context.begin(ctx, core.due(user.handle, time.now() - ctx.due))
    text, asked = next_text(ctx), asked + 1
  end
  return text
end

-- delay() is in milliseconds, and asked before every request; returns seconds.
local function delay(ctx)
  local ask = hook "delay"
  local ms = ask and ask(ctx) or 0
  if type(ms) == "number" and ms == ms then return math.max(ms, 0) / 1000 end
  blame(ask, "delay() returned a %s: expected milliseconds", type(ms))
end

-- The names are the service's, and over HTTP/2 in small letters: they are found in any case.
local any_case = { __index = function(headers, name)
  return type(name) == "string" and rawget(headers, name:lower()) or nil
end }

local function headers_of(reply)
  return setmetatable(core.headers(reply.header_lines or ""), any_case)
end

-- Whether there was a whole reply, whatever it said.
local answered = { status = true, in_stream = true, empty = true }

local function tell(ctx, request, reply)
  local response, failed = hook "response", hook "failed"
  context.finish(ctx, reply)
  if response and (reply.ok or answered[reply.fault]) then
    response(reply.status, headers_of(reply), request.decoded and (reply.body or "") or reply.text, ctx)
  end
  if failed and reply.fault then failed(reply.fault, ctx) end
end

-- token(text, ctx) hears the reply come; false says that it has heard enough.
local function listen(running, token, ctx)
  local text = stream.receive(running)
  while text do
    if token(text, ctx) == false then
      stream.stop(running)
      break
    end
    text = stream.receive(running)
  end
  return stream.result(running)
end

local function send(user, request, ctx)
  local keep, token = hook "response" ~= nil, hook "token"
  if token and request.decoded then
    return listen(stream.begin(request.endpoint, user.handle, request.body, keep), token, ctx)
  end
  return exchange.send(request.endpoint, user.handle, request.body, keep)
end

-- Pipelining is what libcurl has given up; the requests follow one another.
local function warn(requests)
  if #requests > 1 then
    say_once(PIPELINED, "the script sends %d requests as one text: they are sent one after another, so do not "
      .. "compare the throughput with wrk's", #requests)
  end
end

local function send_all(user, requests, ctx)
  local due, sent, ended = ctx.due, nil, nil
  for i, request in ipairs(requests) do
    if i > 1 then context.begin(ctx, core.due(user.handle, 0)) end
    local reply = send(user, request, ctx)
    sent = sent or reply.sent
    ended = reply.sent and reply.latency and reply.sent + reply.latency
    tell(ctx, request, reply)
  end
  if settings.batches and sent and ended then core.batch(due, sent, ended) end
end

if core.thread() then
  wrk.thread = core.thread()
  core.set_up()
  wrk.init(arguments())
else -- nobody's load, so there is only to see whether there could be one
  check_fields(wrk)
end

return function(user)
  local ctx = user.ctx
  if not ctx then
    ctx = context.new(user.id)
    user.ctx = ctx
  end
  local wait = delay(ctx)
  context.begin(ctx, core.due(user.handle, wait))
  if wait > 0 and sleep(wait) then return end
  local text = wait_for_text(user, ctx)
  if not text then return end
  local requests = requests_of(text)
  warn(requests)
  send_all(user, requests, ctx)
end
