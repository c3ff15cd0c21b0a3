-- The smallest journey: one question, one answer.
--
--   stoke -s scripts/hello.lua -c 10 -d 10s -m auto http://localhost:8000

function journey(user)
  local reply = user:chat():ask("Say hello in one word.")
  user:check("is short", #reply.text < 100)
end
