-- Answers from documents.

return {
  title = "stoke.rag",
  type = "rag",
  module = "stoke.rag",
  about = [[
Retrieval: texts are embedded, the nearest to a question are found, and the model answers by them. An index is a plain
table, so `prepare` can build it once and hand it to all workers. It is searched in Lua, by cosine: right for thousands
of texts, too slow for millions.]],
  functions = {
    { "rag.build(user, texts, options?)",
      params = { { "user", "user", "who asks for the vectors" },
        { "texts", "string[]|table[]", "texts, or rows with a field `text`" },
        { "options", "ask_options?", "for the requests, such as `model`" } },
      returns = { { "index", "table?", "nil when the service fails" },
        { "why", "string?", "then, a sentence about it" }, { "reply", "reply?", "and the reply that failed" } },
      where = "a journey",
      about = "Has the texts embedded, 64 in a request, and makes an index of them.",
      errors = "A text that is none: it says which; and as `user:embed`.",
      example = [[
local rag = require "stoke.rag"
local index = assert(rag.build(user, { "Yeast makes gas in the dough.", "Rivers carry salt into the sea." }))
user:check("has all", #index.documents == 2)
]],
    },
    { "rag.index(documents)",
      params = { { "documents", "{ text: string, vector: number[] }[]", "texts that have their vectors already" } },
      returns = { { "index", "table", "to search in" } },
      where = "anywhere",
      about = "Makes an index without asking for anything.",
      errors = "A document without text or vector: it says which.",
      example = [[
local rag = require "stoke.rag"
local index = rag.index { { text = "bread", vector = { 1, 0 } }, { text = "sea", vector = { 0, 1 } } }
user:check("the sea is near", rag.search(index, { 0.2, 0.9 }, 1)[1].text == "sea")
]],
    },
    { "rag.search(index, vector, k?)",
      params = { { "index", "table", "of `rag.index` or `rag.build`" }, { "vector", "number[]", "what is looked for" },
        { "k", "integer?", "how many at most (4)" } },
      returns = { { "found", "{ text: string, score: number, number: integer }[]",
        "the nearest, the best first: the text, its cosine, and which document it is" } },
      where = "anywhere",
      about = "Finds the documents nearest to a vector.",
      errors = "Something that is no index, or no vector.",
      example = [[
local rag = require "stoke.rag"
local index = rag.index { { text = "bread", vector = { 1, 0 } }, { text = "sea", vector = { 0, 1 } } }
local found = rag.search(index, { 0.2, 0.9 }, 2)
user:check("in order", found[1].number == 2 and found[1].score > found[2].score)
]],
    },
    { "rag.answer(user, index, question, options?)",
      params = { { "user", "user", "who asks" }, { "index", "table", "of `rag.index` or `rag.build`" },
        { "question", "string", "" },
        { "options", "table?", "`top` (4): so many documents go into the prompt; `rerank = true`: a reranker chooses "
          .. "them from `candidates` (4 times top); `embed_model`, `rerank_model`; `prompt(question, documents)` gives "
          .. "the text that is asked; all else is the chat's" } },
      returns = { { "reply", "reply", "the model's; `reply.documents` is what was found" } },
      where = "a journey",
      about = "Finds what a question is about and asks the model, in the steps `embed`, `rerank` and `answer`. Where "
        .. "the reranker fails, the order of the search stands.",
      errors = "A question that is no text, an option of the wrong type, and as `rag.search` and `user:chat`.",
      example = [[
local rag = require "stoke.rag"
local index = rag.build(user, { "Yeast makes gas in the dough.", "Rivers carry salt into the sea." })
local reply = rag.answer(user, index, "What do rivers carry into the sea?", { top = 1, rerank = true, max_tokens = 50 })
user:check("by the right one", reply.ok and reply.documents[1].number == 2)
]],
    },
  },
}
