-- Replies that are read while they come.

local function is(user, got, want, what)
  if got ~= want then io.stderr:write(("# %s: got %s, want %s\n"):format(what, tostring(got), tostring(want))) end
  user:check(what, got == want)
end

function journey(user)
  local chat = user:chat { system = "Be brief." }
  local heard = {}
  local reply = chat:ask("Count.", { on_token = function(text, kind)
    heard[#heard + 1] = text
    if kind ~= "text" then heard.odd = kind end
  end })
  is(user, table.concat(heard), reply.text, "on_token hears all of the text")
  is(user, #heard, reply.usage.completion_tokens, "token by token")
  is(user, heard.odd, nil, "and knows what it is")

  local n = 0
  reply = chat:ask("Count.", { on_token = function()
    n = n + 1
    return n < 3
  end })
  is(user, n, 3, "false stops the answer")
  is(user, reply.ok and reply.stopped and not reply.fault, true, "which is no fault")
  is(user, chat.messages[#chat.messages].content, reply.text, "and what was said is remembered")
  is(user, #reply.text < 60, true, "the rest never came")

  reply = chat:stream("Count.")
  local parts = {}
  for text in reply:tokens() do
    parts[#parts + 1] = text
    if #parts == 2 then is(user, reply.text, parts[1] .. parts[2], "a coming reply has the text so far") end
  end
  is(user, table.concat(parts), reply.text, "tokens() goes over all of it")
  is(user, reply.ok and reply.finish_reason ~= nil and reply.e2e > 0, true, "and then it is whole")
  is(user, reply:next(), nil, "whoever asks a whole reply for more gets nil")
  is(user, chat:ask("Count."):next(), nil, "also when it never was a stream")

  reply = chat:stream("Count.")
  is(user, reply.ok, nil, "nothing is known of one that has begun")
  is(user, reply:wait() == reply and reply.ok, true, "wait() waits for all of it")
  is(user, reply.usage.completion_tokens, 20, "which is counted")

  local first = chat:stream("Count.")
  local before = #chat.messages
  reply = chat:ask("Never mind. What is the time?")
  is(user, first.stopped and reply.ok, true, "the next question ends an answer that is still coming")
  is(user, #chat.messages, before + 3, "and both are remembered")

  chat:stream("Count."):tokens() -- what nobody reads ends with the journey
end
