-- What looks like a mistake and is none: nothing is said about it.
local odd = require "lib.odd"

greeting = "Why?"
words = {}
local thnik = 5

function tokens(text)
  return #text / 4
end

function doen()
  return tokens(greeting)
end

function journey(user)
  user.chats = (user.chats or 0) + doen() + thnik + odd.count()
  if user.visits then return end
  user.visits = 1
  greeting = rawget(_G, "nothing") or greeting
  local ok = pcall(error, "it is caught")
  local reply = user:chat():ask(greeting)
  words[#words + 1] = reply.text
  local coming = user:chat():stream(greeting)
  local early = coming.ok or coming.usage
  user:check("it goes on", not ok and reply.ok and not reply.fault and not reply.stopped and not early)
  user:check("nobody says so", not reply.usage.total_tokens and not coming:wait().fault and not user:http({ url = "/v1/models" }).tool_calls)
end

function done(summary, latency, requests, result)
  assert(summary.errors and latency.max and requests.max and not result.slo and not result.turns.ttft)
  assert(not result.goodput and not result.cost and not summary.nothing)
end
