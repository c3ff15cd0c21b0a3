-- An answer, read token by token if LISTEN says so.

local heard = 0

function journey(user)
  local listen = env.LISTEN and function(text) heard = heard + #text end
  user:chat():ask("How are you?", { on_token = listen })
end
