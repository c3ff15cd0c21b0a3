-- What a journey does wrong with a chat and catches leaves the conversation as it was.

local function mistakes(chat)
  return {
    option = { chat.ask, { max_tokens = "1" } },
    headers = { chat.ask, { headers = function() error "no" end } },
    extra = { chat.ask, { extra = { f = print } } },
    on_token = { chat.ask, { on_token = function() error "no" end } },
    stream = { chat.stream, { max_tokens = "1" } },
  }
end

function journey(user)
  local chat = user:chat { system = "Be brief." }
  for name, mistake in pairs(mistakes(chat)) do
    local ok, why = pcall(mistake[1], chat, "Never mind.", mistake[2])
    user:check(name .. ": told with its line", not ok and why:find "^tests/e2e/journeys/forgotten.lua:%d+: [^\n]*$")
    user:check(name .. ": no message and no turn", #chat.messages == 1 and chat.turns == 0)
  end
  local reply = chat:ask("Is anybody there?")
  user:check("the question is the first", reply.ok and chat.turns == 1 and #chat.messages == 3
    and chat.messages[2].content == "Is anybody there?")

  local text
  local ok = pcall(user.complete, user, "Once", { on_token = function(part) text = part error "enough" end })
  user:check("a prompt's mistake is told as well", not ok and text)
end
