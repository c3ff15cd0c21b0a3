---@meta
-- Written by docs/api/generate.lua: change docs/api instead.

--- Who a journey is for. Its dice are seeded by `--seed` and its id, so the same seed sends the same
--- requests, however many threads there are. A field that a script sets on a user lasts between its journeys.
---@class user
---@field id integer a number from 1; 0 in `prepare` and `cleanup`
---@field random random its dice
---@field scenario string? the name of its scenario; nil in a run without scenarios
local user = {}

--- Begins a conversation.
---@param options chat_options? `system`: how it begins (otherwise as `--system` says); the rest holds for all its questions
---@return chat chat that nobody has said anything in yet
function user:chat(options) end

--- Has the service continue a text, and waits for all of it.
---@param prompt string how the text begins
---@param options ask_options? see *Options of a question*
---@return reply reply `text` is what follows
function user:complete(prompt, options) end

--- Has texts made into vectors.
---@param input string|string[] a text, or several
---@param options ask_options? see *Options of a question*
---@return reply reply `embedding` is the vector of the first text, `embeddings` of all
function user:embed(input, options) end

--- Has documents put in order by how near they are to a query; `top_n` asks for the best few.
---@param query string what is looked for
---@param documents string[] where
---@param options ask_options? see *Options of a question*
---@return reply reply `results` are the documents' numbers and scores, the best first
function user:rerank(query, documents, options) end

--- A plain request. A status from 400 on is a fault.
---@param request { url?: string, method?: string, headers?: table<integer|string, string|number>, body?: string, timeout?: string|number } `url`: otherwise that of the command line; a path alone is the service's. `method`: `GET`, or `POST` with a body. `headers`: `{ "Name: value" }` or `{ Name = "value" }`; to the service those of `-H` and the key go along
---@return reply reply `text` is the body; `status`; `headers`
function user:http(request) end

--- Waits as a person would. Other users go on meanwhile.
---@param least string|number a span such as `"2s"`, or seconds
---@param most string|number? if given: something evenly between the two, by the user's dice
function user:think(least, most) end

--- Waits until `span` has gone by since the last call, or the user's beginning: a journey that begins with it
--- is repeated at this pace, however long answers take. What was late is not caught up with.
---@param span string|number from one call to the next
function user:pace(span) end

--- Calls fn. What is sent in it is measured under this name too, and so is how long the call takes.
---@param name string one that comes again: at most 1000 names in a run
---@param fn function what is to be done
---@param ... any its arguments
---@return any # what fn returned
function user:step(name, fn, ...) end

--- Counts whether something holds; the report shows each check with its counts. The journey goes on.
---@param name string as of a step
---@param value any false and nil: it does not hold
---@return any value the same
function user:check(name, value) end

--- Ends the journey as failed, and counts a check that does not hold. In a branch of `user:together`, or an
--- agent's tool, the journey ends when the other branches have. What catches it with `pcall` may go on, but
--- the journey has failed.
---@param why string? the name of the check; otherwise `failed`
function user:fail(why) end

--- Calls each with the user, all at the same time, and waits for all of them. Each branch has dice of its
--- own, so who is first decides nothing; a field set on the user is set for all.
---@param branches table<any, fun(user: user): any> functions, by whatever keys
---@return table results what each returned, by the same keys
---@return table? errors nil, or the errors of those that failed, as `pcall` gives them, by their keys
function user:together(branches) end
