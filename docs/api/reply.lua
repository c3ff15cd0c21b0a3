-- What came of a request.

return {
  title = "A reply",
  type = "reply",
  about = [[
What came of a request. Times are seconds. A field that does not apply is nil. A reply of `chat:stream` is still coming:
its `text` grows as it is read, and its other fields are there when it is over.]],
  fields = {
    { "ok", "boolean", "the whole reply came, without a fault; or the journey stopped it" },
    { "stopped", "boolean?", "true: the journey wanted no more of it" },
    { "text", "string", "what was said; of `user:http` the body" },
    { "reasoning", "string?", "what was thought" },
    { "refusal", "string?", "why it was refused" },
    { "tool_calls", "tool_call[]?", "the tools that the model calls: `{ id, name, arguments, text }`; `arguments` is a "
      .. "table (nil when they are no JSON), `text` as they came" },
    { "finish_reason", "string?", "`stop`, `length`, `tool_calls`, ..." },
    { "usage", "usage?", "`prompt_tokens`, `completion_tokens`, `cached_tokens`; the answer's are counted by us where "
      .. "the service does not say" },
    { "embedding", "number[]?", "of `user:embed`: the first text's vector" },
    { "embeddings", "number[][]?", "of `user:embed`: all vectors, in the order of the texts" },
    { "results", "{ index: integer, score: number }[]?", "of `user:rerank`: the documents by number, the best first" },
    { "rounds", "integer?", "of an agent: how often tools were called for" },
    { "calls", "integer?", "of an agent: how many calls that were" },
    { "documents", "{ text: string, score: number, number: integer }[]?", "of `rag.answer`: what was found" },
    { "status", "integer?", "the HTTP status" },
    { "headers", "table<string, string>?", "of `user:http`: by name, in small letters; the last of equal ones" },
    { "fault", "string?", "what went wrong: one of the names in [summary.md](summary.md)" },
    { "error", "string?", "the service's own words about it" },
    { "ttft", "number?", "from the request sent to the first token" },
    { "ttfa", "number?", "to the first token that is not reasoning" },
    { "tpot", "number?", "between tokens, on average" },
    { "e2e", "number?", "to the last token" },
    { "latency", "number?", "to the end of the reply" },
  },
  classes = {
    { "tool_call", "What a model asks for.", {
      { "id", "string", "which one it is" },
      { "name", "string", "of the tool" },
      { "arguments", "table?", "nil when they are no JSON object" },
      { "text", "string", "the arguments as they came" },
    } },
    { "usage", "Tokens of a reply.", {
      { "prompt_tokens", "integer?", "of what was asked; nil: the service does not say" },
      { "completion_tokens", "integer", "of the answer" },
      { "cached_tokens", "integer?", "of what was asked, and the service knew already; nil: it does not say" },
    } },
  },
  functions = {
    { "reply:json()",
      returns = { { "value", "any", "the text read as JSON; nil when it is none" },
        { "message", "string?", "why not" } },
      where = "anywhere",
      about = "Reads the reply's text as JSON. One that is still coming is waited for.",
      example = [[
local models, why = user:http({ url = "/v1/models" }):json()
user:check("is JSON: " .. tostring(why), type(models) == "table")
]],
    },
    { "reply:tokens()",
      returns = { { "iterator", "fun(): string, string", "of text and kind: `text`, `reasoning` or `refusal`" } },
      where = "a journey",
      about = "Goes over the tokens of a reply of `chat:stream` as they come. The text of one that is whole comes at "
        .. "once.",
      example = [[
local seen = 0
for token, kind in user:chat():stream("Count to ten."):tokens() do
  if kind == "text" then seen = seen + #token end
end
user:check("was read", seen > 0)
]],
    },
    { "reply:next()",
      returns = { { "text", "string?", "the next token; nil at the end" }, { "kind", "string?", "what it is" } },
      where = "a journey",
      about = "One token of a reply of `chat:stream`, when there is one. A whole reply has no next.",
      example = [[
local reply = user:chat():stream("Count to ten.")
local first = reply:next()
user:think("100ms")
user:check("has begun", first ~= nil)
reply:stop()
]],
    },
    { "reply:stop()",
      returns = { { "reply", "reply", "the same" } },
      where = "a journey",
      about = "Wants no more of it: the request is cancelled, what has come so far stays and is measured, and that is "
        .. "no fault. One that is over stays as it is.",
      example = [[
local reply = user:chat():stream("Tell me everything.")
user:think("50ms")
user:check("stopped in good order", reply:stop():wait().ok)
]],
    },
    { "reply:wait()",
      returns = { { "reply", "reply", "the same, whole" } },
      where = "a journey",
      about = "Waits for the end.",
      example = [[
local reply = user:chat():stream("Tell me everything.")
user:think("20ms")
reply:wait()
user:check("said something", reply.text ~= "")
]],
    },
  },
}
