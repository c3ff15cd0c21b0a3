---@meta
-- Written by docs/api/generate.lua: change docs/api instead.

--- What a model asks for.
---@class tool_call
---@field id string which one it is
---@field name string of the tool
---@field arguments table? nil when they are no JSON object
---@field text string the arguments as they came

--- Tokens of a reply.
---@class usage
---@field prompt_tokens integer? of what was asked; nil: the service does not say
---@field completion_tokens integer of the answer
---@field cached_tokens integer? of what was asked, and the service knew already; nil: it does not say

--- What came of a request. Times are seconds. A field that does not apply is nil. A reply of `chat:stream` is
--- still coming: its `text` grows as it is read, and its other fields are there when it is over.
---@class reply
---@field ok boolean the whole reply came, without a fault; or the journey stopped it
---@field stopped boolean? true: the journey wanted no more of it
---@field text string what was said; of `user:http` the body
---@field reasoning string? what was thought
---@field refusal string? why it was refused
---@field tool_calls tool_call[]? the tools that the model calls: `{ id, name, arguments, text }`; `arguments` is a table (nil when they are no JSON), `text` as they came
---@field finish_reason string? `stop`, `length`, `tool_calls`, ...
---@field usage usage? `prompt_tokens`, `completion_tokens`, `cached_tokens`; the answer's are counted by us where the service does not say
---@field embedding number[]? of `user:embed`: the first text's vector
---@field embeddings number[][]? of `user:embed`: all vectors, in the order of the texts
---@field results { index: integer, score: number }[]? of `user:rerank`: the documents by number, the best first
---@field rounds integer? of an agent: how often tools were called for
---@field calls integer? of an agent: how many calls that were
---@field documents { text: string, score: number, number: integer }[]? of `rag.answer`: what was found
---@field status integer? the HTTP status
---@field headers table<string, string>? of `user:http`: by name, in small letters; the last of equal ones
---@field fault string? what went wrong: one of the names in [summary.md](summary.md)
---@field error string? the service's own words about it
---@field ttft number? from the request sent to the first token
---@field ttfa number? to the first token that is not reasoning
---@field tpot number? between tokens, on average
---@field e2e number? to the last token
---@field latency number? to the end of the reply
local reply = {}

--- Reads the reply's text as JSON. One that is still coming is waited for.
---@return any value the text read as JSON; nil when it is none
---@return string? message why not
function reply:json() end

--- Goes over the tokens of a reply of `chat:stream` as they come. The text of one that is whole comes at
--- once.
---@return fun(): string, string iterator of text and kind: `text`, `reasoning` or `refusal`
function reply:tokens() end

--- One token of a reply of `chat:stream`, when there is one. A whole reply has no next.
---@return string? text the next token; nil at the end
---@return string? kind what it is
function reply:next() end

--- Wants no more of it: the request is cancelled, what has come so far stays and is measured, and that is no
--- fault. One that is over stays as it is.
---@return reply reply the same
function reply:stop() end

--- Waits for the end.
---@return reply reply the same, whole
function reply:wait() end
