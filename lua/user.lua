-- Who a journey is for. A field that a script sets on a user lasts between its journeys.

local Chat = require "stoke.chat"
local apis = require "stoke.apis"
local argument = require "stoke.argument"
local ask = require "stoke.ask"
local blame = require "stoke.blame"
local colon = require "stoke.colon"
local endpoint = require "stoke.endpoint"
local measure = require "core.measure"
local random = require "core.random"
local settings = require("core.plan").settings()
local strict = require "stoke.strict"
local task = require "core.task"
local time = require "core.time"
local together = require "stoke.together"

local completing = apis.taking("prompt", settings.api)
local embedding = apis.taking("input", settings.api)
local ranking = apis.taking("documents", settings.api)

local User = {}
User.__index = User
setmetatable(User, { __index = strict.missing("user", User, { "id", "random", "scenario", "handle", "paced" }) })

function User:chat(options)
  return Chat.new(self, options)
end

-- The text that follows a prompt.
function User:complete(prompt, options)
  argument.text(prompt, 1, "complete")
  argument.options(options, 2, "complete")
  return ask.send(self, completing, { prompt = prompt }, options)
end

-- The vectors of a text or a list of texts: reply.embeddings, and reply.embedding of the first.
function User:embed(input, options)
  if type(input) ~= "string" then argument.texts(input, 1, "embed", "a text or a list of texts") end
  argument.options(options, 2, "embed")
  return ask.send(self, embedding, { input = input }, options)
end

-- How near each of the documents is to the query: reply.results, the best first.
function User:rerank(query, documents, options)
  argument.text(query, 1, "rerank")
  argument.texts(documents, 2, "rerank")
  argument.options(options, 3, "rerank")
  return ask.send(self, ranking, { query = query, documents = documents }, options)
end

-- A plain request: user:http { url = "...", method = "GET", headers = {"Name: value"}, body = "..." }
function User:http(request)
  argument.check("table", request, 1, "http", "a table such as { url = \"http://...\" }")
  ask.check(request, ask.options_of_http)
  local where = endpoint.http(request.method or (request.body and "POST" or "GET"), request.url or settings.url,
    request.headers)
  return ask.http(self, where, request.body, request.timeout and time.span(request.timeout))
end

-- Waits as a person would: a span, or something evenly between two.
function User:think(least, most)
  local span, longest = time.span(least), most and time.span(most)
  if longest and longest < span then
    blame("bad argument #2 to 'think' (expected at least the %s of the first, got %s)", least, most)
  end
  time.sleep(longest and self.random:uniform(span, longest) or span)
end

-- Waits so that the calls of this follow one another every `span`, from the user's beginning on;
-- what was late is not caught up with.
function User:pace(span)
  local now, due = time.now(), self.paced + time.span(span)
  self.paced = math.max(due, now)
  if due > now then time.sleep(due - now) end
end

local function step_over(before, began, ok, ...)
  measure.called(task.step(before), began, ok)
  if not ok then error((...), 0) end
  return ...
end

-- What fn does is measured under this name, and how long it takes. An error goes on to the caller,
-- but the step is over then.
function User.step(_, name, fn, ...)
  argument.check("function", fn, 2, "step")
  local before, began = task.step(measure.step(name)), time.now()
  return step_over(before, began, xpcall(fn, task.trace, ...))
end

-- Nil is a value that does not hold, and no value is a mistake.
local function check(name, value, is_there)
  if is_there then measure.check(name, value) else measure.check(name) end
  return value
end

-- Counts whether something holds; gives it back. The other does so in place of this one, whose arguments
-- are on the stack twice: of a hundred thousand users each would have a larger one.
function User.check(_, name, ...)
  return check(name, (...), (...) ~= nil or select("#", ...) > 0)
end

-- Ends the journey as failed, counted as a check that does not hold.
function User:fail(why)
  why = why or "failed"
  measure.check(why, false)
  task.give_up(self.handle, measure.step(why))
end

-- Runs functions side by side: see stoke.together.
User.together = together

colon.guard("user", User)

function User.new(id, handle, scenario)
  if scenario == "" then scenario = nil end
  return setmetatable({ id = id, handle = handle, scenario = scenario, random = random.new(settings.seed, id),
    paced = time.now() }, User)
end

return User
