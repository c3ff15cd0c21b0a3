-- Who a journey is for.

local options = { "options", "ask_options?", "see *Options of a question*" }

return {
  title = "A user",
  type = "user",
  about = [[
Who a journey is for. Its dice are seeded by `--seed` and its id, so the same seed sends the same requests, however
many threads there are. A field that a script sets on a user lasts between its journeys.]],
  fields = {
    { "id", "integer", "a number from 1; 0 in `prepare` and `cleanup`" },
    { "random", "random", "its dice" },
    { "scenario", "string?", "the name of its scenario; nil in a run without scenarios" },
  },
  functions = {
    { "user:chat(options?)",
      params = { { "options", "chat_options?",
        "`system`: how it begins (otherwise as `--system` says); the rest holds for all its questions" } },
      returns = { { "chat", "chat", "that nobody has said anything in yet" } },
      where = "anywhere",
      about = "Begins a conversation.",
      errors = "An option that there is not, or of the wrong type.",
      example = [[
local chat = user:chat { system = "You are terse.", max_tokens = 50 }
chat:ask("Why does bread rise?")
]],
    },
    { "user:complete(prompt, options?)",
      params = { { "prompt", "string", "how the text begins" }, options },
      returns = { { "reply", "reply", "`text` is what follows" } },
      where = "a journey",
      about = "Has the service continue a text, and waits for all of it.",
      errors = "What is no text, and as `user:chat`.",
      example = [[
local reply = user:complete("Once upon a time", { max_tokens = 20 })
user:check("goes on", reply.ok and reply.text ~= "")
]],
    },
    { "user:embed(input, options?)",
      params = { { "input", "string|string[]", "a text, or several" }, options },
      returns = { { "reply", "reply", "`embedding` is the vector of the first text, `embeddings` of all" } },
      where = "a journey",
      about = "Has texts made into vectors.",
      errors = "What is no text or a list without any, and as `user:chat`.",
      example = [[
local reply = user:embed { "bread", "bicycles" }
user:check("two vectors", reply.ok and #reply.embeddings == 2)
]],
    },
    { "user:rerank(query, documents, options?)",
      params = { { "query", "string", "what is looked for" }, { "documents", "string[]", "where" }, options },
      returns = { { "reply", "reply", "`results` are the documents' numbers and scores, the best first" } },
      where = "a journey",
      about = "Has documents put in order by how near they are to a query; `top_n` asks for the best few.",
      errors = "What are no texts, and as `user:chat`.",
      example = [[
local documents = { "Yeast makes gas.", "The sea is salty." }
local reply = user:rerank("Why is there salt in the sea?", documents)
if reply.ok then user:chat():ask("Explain: " .. documents[reply.results[1].index]) end
]],
    },
    { "user:http(request)",
      params = { { "request",
        "{ url?: string, method?: string, headers?: table<integer|string, string|number>, body?: string, "
          .. "timeout?: string|number }",
        "`url`: otherwise that of the command line; a path alone is the service's. `method`: `GET`, or `POST` with a "
          .. "body. `headers`: `{ \"Name: value\" }` or `{ Name = \"value\" }`; to the service those of `-H` and the "
          .. "key go along" } },
      returns = { { "reply", "reply", "`text` is the body; `status`; `headers`" } },
      where = "a journey",
      about = "A plain request. A status from 400 on is a fault.",
      errors = "A field that there is not, or of the wrong type.",
      example = [[
local reply = user:http { url = "/v1/models", headers = { "Accept: application/json" } }
local models = reply.ok and reply:json()
user:check("has a model", models and #models.data > 0)
]],
    },
    { "user:think(least, most?)",
      params = { { "least", "string|number", "a span such as `\"2s\"`, or seconds" },
        { "most", "string|number?", "if given: something evenly between the two, by the user's dice" } },
      where = "a journey",
      about = "Waits as a person would. Other users go on meanwhile.",
      errors = "What is no span.",
      example = [[
local chat = user:chat()
chat:ask("Why does bread rise?")
user:think("1s", "4s")
chat:ask("And why does it fall?")
]],
    },
    { "user:pace(span)",
      params = { { "span", "string|number", "from one call to the next" } },
      where = "a journey",
      about = "Waits until `span` has gone by since the last call, or the user's beginning: a journey that begins with "
        .. "it is repeated at this pace, however long answers take. What was late is not caught up with.",
      errors = "What is no span.",
      example = [[
function journey(user)
  user:pace("10s")
  user:chat():ask("What is new?")
end
]],
    },
    { "user:step(name, fn, ...)",
      params = { { "name", "string", "one that comes again: at most 1000 names in a run" },
        { "fn", "function", "what is to be done" }, { "...", "any", "its arguments" } },
      returns = { { "any", "what fn returned" } },
      where = "a journey",
      about = "Calls fn. What is sent in it is measured under this name too, and so is how long the call takes.",
      errors = "A name that is empty or one too many; an fn that is no function. An error of fn goes on to the caller.",
      example = [[
local chat = user:chat()
local first = user:step("open", chat.ask, chat, "Why does bread rise?")
if not first.ok then return end
user:step("follow up", function()
  user:think("1s")
  chat:ask("And why does it fall?")
end)
]],
    },
    { "user:check(name, value)",
      params = { { "name", "string", "as of a step" }, { "value", "any", "false and nil: it does not hold" } },
      returns = { { "value", "any", "the same" } },
      where = "a journey",
      about = "Counts whether something holds; the report shows each check with its counts. The journey goes on.",
      errors = "A name that is empty or one too many; a missing value.",
      example = [[
local reply = user:chat():ask("Name a colour.")
user:check("is short", #reply.text < 100)
]],
    },
    { "user:fail(why?)",
      params = { { "why", "string?", "the name of the check; otherwise `failed`" } },
      where = "a journey",
      about = "Ends the journey as failed, and counts a check that does not hold. In a branch of `user:together`, or "
        .. "an agent's tool, the journey ends when the other branches have. What catches it with `pcall` may go on, "
        .. "but the journey has failed.",
      errors = "A name that is empty or one too many.",
      example = [[
local reply = user:chat():ask("Name a colour.")
if not reply.ok then user:fail("no colour") end
]],
    },
    { "user:together(branches)",
      params = { { "branches", "table<any, fun(user: user): any>", "functions, by whatever keys" } },
      returns = { { "results", "table", "what each returned, by the same keys" },
        { "errors", "table?", "nil, or the errors of those that failed, as `pcall` gives them, by their keys" } },
      where = "a journey",
      about = "Calls each with the user, all at the same time, and waits for all of them. Each branch has dice of its "
        .. "own, so who is first decides nothing; a field set on the user is set for all.",
      errors = "A branch that is no function. An error in one is counted as a `script` fault, and told with its user "
        .. "and step (in `prepare` and `cleanup` on stderr); the others go on.",
      example = [[
local found = user:together {
  short = function(u) return u:chat():ask("Bread in one word?").text end,
  long = function(u) return u:chat():ask("Bread in ten words?").text end,
}
user:check("both", #found.short > 0 and #found.long > 0)
]],
    },
  },
}
