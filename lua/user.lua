-- Who a journey is for. A field that a script sets on a user lasts between its journeys.

local Chat = require "stoke.chat"
local apis = require "stoke.apis"
local ask = require "stoke.ask"
local endpoint = require "stoke.endpoint"
local measure = require "core.measure"
local random = require "core.random"
local settings = require("core.plan").settings()
local time = require "core.time"

local completing = apis.taking("prompt", settings.api)

local User = {}
User.__index = User

function User.new(id, handle)
  return setmetatable({ id = id, handle = handle, random = random.new(settings.seed, id), label = 0 }, User)
end

function User:chat(options)
  return Chat.new(self, options)
end

-- The text that follows a prompt.
function User:complete(prompt, options)
  return ask.send(self, completing, { prompt = prompt }, options)
end

-- A plain request: user:http { url = "...", method = "GET", headers = {"Name: value"}, body = "..." }
function User:http(request)
  local where = endpoint.http(request.method or (request.body and "POST" or "GET"), request.url or settings.url,
    request.headers)
  return ask.http(self, where, request.body)
end

-- Waits as a person would: a span, or something evenly between two.
function User:think(least, most)
  local span = time.span(least)
  if most then span = self.random:uniform(span, time.span(most)) end
  time.sleep(span)
end

-- What fn does is measured under this name.
function User:step(name, fn, ...)
  local before = self.label
  self.label = measure.step(name)
  local function back(...)
    self.label = before
    return ...
  end
  return back(fn(...))
end

-- Counts whether something holds; gives it back.
function User.check(_, name, value)
  return measure.check(name, value)
end

return User
