-- Answers from documents: they are embedded once, before the load. For each question the nearest are
-- searched for, a reranker puts the best first, and the model answers by those.
--
--   stoke -s scripts/rag.lua -c 10 -d 30s -m auto http://localhost:8000

local rag = require "stoke.rag"

local passages = {
  "Bread rises because yeast makes gas, which the dough holds.",
  "A bicycle stays upright because it steers itself into a fall.",
  "The sea is salty because rivers carry minerals into it.",
  "Bees dance to tell each other where flowers are.",
}

local questions = {
  { text = "Why does bread rise, and what has yeast to do with it?", about = 1 },
  { text = "Why is the sea salty?", about = 3 },
  { text = "How do bees tell each other where flowers are?", about = 4 },
}

function prepare(user)
  return assert(rag.build(user, passages)) -- every worker gets a copy of the index
end

function journey(user, index)
  local question = user.random:pick(questions)

  -- In steps of their own: embed, rerank, answer.
  local reply = rag.answer(user, index, question.text, { top = 2, rerank = true, max_tokens = 100 })
  if not reply.ok then return end
  user:check("found the passage", reply.documents[1].number == question.about)
  user:check("has an answer", reply.text ~= "")
  user:think("1s", "5s")
end
