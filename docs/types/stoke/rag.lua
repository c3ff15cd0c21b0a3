---@meta stoke.rag
-- Written by docs/api/generate.lua: change docs/api instead.

--- Retrieval: texts are embedded, the nearest to a question are found, and the model answers by them. An
--- index is a plain table, so `prepare` can build it once and hand it to all workers. It is searched in Lua,
--- by cosine: right for thousands of texts, too slow for millions.
---@class rag
local rag = {}

--- Has the texts embedded, 64 in a request, and makes an index of them.
---@param user user who asks for the vectors
---@param texts string[]|table[] texts, or rows with a field `text`
---@param options ask_options? for the requests, such as `model`
---@return table? index nil when the service fails
---@return string? why then, a sentence about it
---@return reply? reply and the reply that failed
function rag.build(user, texts, options) end

--- Makes an index without asking for anything.
---@param documents { text: string, vector: number[] }[] texts that have their vectors already
---@return table index to search in
function rag.index(documents) end

--- Finds the documents nearest to a vector.
---@param index table of `rag.index` or `rag.build`
---@param vector number[] what is looked for
---@param k integer? how many at most (4)
---@return { text: string, score: number, number: integer }[] found the nearest, the best first: the text, its cosine, and which document it is
function rag.search(index, vector, k) end

--- Finds what a question is about and asks the model, in the steps `embed`, `rerank` and `answer`. Where the
--- reranker fails, the order of the search stands.
---@param user user who asks
---@param index table of `rag.index` or `rag.build`
---@param question string
---@param options table? `top` (4): so many documents go into the prompt; `rerank = true`: a reranker chooses them from `candidates` (4 times top); `embed_model`, `rerank_model`; `prompt(question, documents)` gives the text that is asked; all else is the chat's
---@return reply reply the model's; `reply.documents` is what was found
function rag.answer(user, index, question, options) end

return rag
