-- Retrieval finds what shares words with the question. sim's vectors are made of words.

local rag = require "stoke.rag"

local passages = {
  "Bread rises because yeast makes gas that the dough holds.",
  "A bicycle stays upright because its wheels steer under its weight.",
  "The sea is salty: rivers carry minerals from the rocks.",
  "Bees tell each other by dances where flowers are.",
}

function journey(user)
  local index = rag.build(user, passages)
  user:check("an index of all passages", #index.vectors == 4)
  local found = rag.search(index, user:embed("where do bees find flowers by dances").embedding, 2)
  user:check("search finds the nearest", #found == 2 and found[1].number == 4 and found[1].score > found[2].score)

  local reply = rag.answer(user, index, "Why does bread rise? The yeast in the dough?", { top = 2, rerank = true })
  user:check("an answer with its documents", reply.ok and #reply.documents == 2)
  user:check("the right one first", reply.documents[1].number == 1)
  user:check("vectors for a list", #user:embed({ "a", "b", "c" }).embeddings == 3)

  local results = user:rerank("sea minerals rocks", passages).results
  user:check("a rerank has all, the best first", #results == 4 and results[1].index == 3)
end
