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
  user:check("it goes on", not ok and reply.ok and not reply.fault and not reply.stopped)
end
