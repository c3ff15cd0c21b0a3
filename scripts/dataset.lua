-- Questions from a file: every user asks them in an order of its own, and no two begin with the same.
--
--   stoke -s scripts/dataset.lua -c 4 -d 10s -m auto http://localhost:8000

local data = require "stoke.data"

local questions = data.jsonl "questions.jsonl" -- beside this script; one copy for all workers

function journey(user)
  local row = questions:for_user(user)
  local chat = user:chat { system = "You are a " .. row.subject .. " teacher. Be brief." }

  local reply = user:step(row.subject, chat.ask, chat, row.question)
  if not reply.ok then return end
  user:think("100ms", "300ms")
  user:step("follow up", chat.ask, chat, row.follow_up or "Give me an example.")
end
