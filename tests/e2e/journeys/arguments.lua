-- What is called with the wrong arguments is an error of the script, with its line: a sentence says
-- what was expected, and nothing is sent.

local agent = require "stoke.agent"
local rag = require "stoke.rag"

local function run() end

-- A sentence, what is called, and with what after the user.
local function wrong_calls(user)
  local chat = user:chat()
  local index = rag.index { { text = "a", vector = { 1, 0 } } }
  local helper = agent.new(user, {})
  local http, embed, rerank = user.http, user.embed, user.rerank
  local function answer(options) return rag.answer(user, index, "Why?", options) end
  local function tools(list) return agent.new(user, { tools = list }) end
  return {
    { "bad argument #1 to 'complete' (expected text, got nil)", user.complete, user, nil },
    { "bad argument #2 to 'complete' (expected a table of options, got string)", user.complete, user, "a", "b" },
    { "bad argument #1 to 'embed' (expected a text or a list of texts, got nil)", embed, user },
    { "bad argument #1 to 'embed' (expected a text or a list of texts, got number)", embed, user, 5 },
    { "bad argument #1 to 'embed' (expected a text or a list of texts, got an empty table)", embed, user, {} },
    { "bad argument #1 to 'embed' (expected text as item 2, got number)", embed, user, { "a", 5 } },
    { "bad argument #2 to 'embed' (expected a table of options, got number)", embed, user, "a", 5 },
    { "bad argument #1 to 'rerank' (expected text, got nil)", rerank, user },
    { "bad argument #2 to 'rerank' (expected a list of texts, got nil)", rerank, user, "x" },
    { "bad argument #2 to 'rerank' (expected a list of texts, got no list)", rerank, user, "x", { a = "b" } },
    { "bad argument #3 to 'rerank' (expected a table of options, got number)", rerank, user, "x", { "a" }, 5 },
    { "bad argument #1 to 'chat' (expected a table of options, got string)", user.chat, user, "You are terse." },
    { "there is no option '1'", user.chat, user, { "You are terse." } },
    { "bad argument #2 to 'tell' (expected text or a list of parts after the role, got nil)", chat.tell, chat,
      "hello there" },
    { "bad argument #1 to 'tell' (expected text, got table)", chat.tell, chat, { role = "user", content = "Hi." } },
    { "bad argument #2 to 'tell' (expected text or a list of parts after the role, got no list)", chat.tell, chat,
      "user", { a = 1 } },
    { "bad argument #3 to 'tell' (expected a table of other fields, got string)", chat.tell, chat, "user", "a", "b" },
    { "bad argument #1 to 'ask' (expected text, a list of parts, or nil, got no list)", chat.ask, chat, { seed = 5 } },
    { "bad argument #1 to 'new' (expected the journey's user, got table)", agent.new, { tools = {} } },
    { "bad argument #2 to 'new' (expected a table such as { tools = {...} }, got nil)", agent.new, user },
    { "there is no option 'max_ruonds'; did you mean 'max_rounds'?", agent.new, user, { max_ruonds = 3 } },
    { "option 'max_rounds': expected a number, got string", agent.new, user, { max_rounds = "x" } },
    { "tool 'a': there is no field 'abuot'; did you mean 'about'?", tools, { a = { run = run, abuot = "b" } } },
    { "tool 1: expected a name for it, as in tools = { weather = {...} }", tools, { { run = run } } },
    { "bad argument #2 to 'ask' (expected a table of options, got string)", helper.ask, helper, "a", "b" },
    { "bad argument #1 to 'build' (expected the journey's user, got table)", rag.build, { "a" } },
    { "bad argument #2 to 'build' (expected a list of texts or rows, got nil)", rag.build, user },
    { "bad argument #2 to 'build' (expected a list of texts or rows, got string)", rag.build, user, "x" },
    { "bad argument #2 to 'build' (expected text, or a row with a field text, as item 2, got number)", rag.build, user,
      { "a", 5 } },
    { "bad argument #1 to 'index' (expected a list of documents, got nil)", rag.index },
    { "bad argument #3 to 'search' (expected a number, got string)", rag.search, index, { 1, 0 }, "2" },
    { "bad argument #1 to 'answer' (expected the journey's user, got table)", rag.answer, index, "Why?" },
    { "bad argument #2 to 'answer' (expected an index, got nil)", rag.answer, user, nil, "Why?" },
    { "bad argument #3 to 'answer' (expected text, got nil)", rag.answer, user, index },
    { "there is no option 'tpo'; did you mean 'top'?", answer, { tpo = 2 } },
    { "option 'top': expected a number, got string", answer, { top = "2" } },
    { "bad argument #4 to 'answer' (expected a table of options, got number)", answer, 2 },
    { "option 'headers': item 1 is no header: expected \"Name: value\"", http, user, { headers = { "nocolon" } } },
    { "option 'headers': item 1 is no header: expected \"Name: value\"", http, user, { headers = { 5 } } },
    { "option 'headers': item 2 is no header: expected", embed, user, "x", { headers = { "X: 1", "a b: c" } } },
    { "option 'headers': 'X-A' is no header: expected", http, user, { headers = { ["X-A"] = {} } } },
    { "option 'url': \"foo\" is", http, user, { url = "foo" } },
  }
end

-- The same with a dot for a colon: a kind, and what is called without it.
local function calls_with_a_dot(user)
  local chat = user:chat()
  local coming = chat:stream("Well?")
  local whole = coming:wait()
  local again = user:chat():stream("And now?")
  return {
    { "user", "think", user.think, "1s", "2s" },
    { "user", "step", user.step, "open", run },
    { "user", "check", user.check, "fine", true },
    { "user", "http", user.http, { url = "/v1/models" } },
    { "user", "chat", user.chat },
    { "chat", "ask", chat.ask, "Hello?" },
    { "chat", "tell", chat.tell, "user", "Hello." },
    { "chat", "stream", chat.stream, user, "Hello?" },
    { "reply", "json", whole.json },
    { "reply", "tokens", whole.tokens },
    { "reply", "next", again.next, 5 },
    { "reply", "stop", again.stop, chat },
    { "agent", "ask", agent.new(user, {}).ask, "Hello?" },
  }
end

local here = "^tests/e2e/journeys/arguments.lua:%d+: "

local function is_told(case)
  local ok, message = pcall(case[2], unpack(case, 3, table.maxn(case)))
  if ok then return false end
  return message:find(here) and message:gsub(here, ""):sub(1, #case[1]) == case[1]
end

function journey(user)
  for number, case in ipairs(wrong_calls(user)) do
    user:check(("%d. %s"):format(number, case[1]), is_told(case))
  end
  for _, call in ipairs(calls_with_a_dot(user)) do
    local kind, name = call[1], call[2]
    local words = ("'%s' needs the %s first: call it with a colon, as %s:%s(...)"):format(name, kind, kind, name)
    user:check(("%s.%s"):format(kind, name), is_told { words, unpack(call, 3) })
  end
  user:together { function(own) own:check("a branch's user is one", own:chat():ask("Hi.").ok) end }
  local chat = user:chat()
  chat:tell("user", { { type = "text", text = "Hi." } })
  chat:tell("assistant", nil, { tool_calls = {} })
  user:check("and the right ones work", chat:ask("Well?", { headers = { ["X-A"] = 1 } }).ok)
end
