-- People in conversation: each asks, reads the answer, thinks, and asks again with everything
-- said so far.
--
--   stoke -s scripts/chat.lua -c 20 -d 30s -m auto http://localhost:8000

local openings = {
  "Why does bread rise?",
  "How does a bicycle stay upright?",
  "What is the sea full of, besides water?",
}

function journey(user)
  local chat = user:chat { system = "You are terse." }

  local first = user:step("open", chat.ask, chat, user.random:pick(openings))
  if not first.ok then return end
  for _ = 1, user.random:between(1, 3) do
    user:think("200ms", "1s")
    local reply = user:step("follow up", chat.ask, chat, "Tell me more about the second point.")
    user:check("has an answer", reply.text ~= "")
  end
end
