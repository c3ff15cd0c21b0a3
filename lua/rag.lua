-- Retrieval: texts are embedded, the nearest to a question are found, and the model answers by
-- them. An index is a plain table, so prepare() can build it and hand it to every worker.

local argument = require "stoke.argument"
local ask = require "stoke.ask"
local blame = require "stoke.blame"

local rag = {}

local BATCH = 64 -- texts in a request for embeddings

local function normalised(vector)
  local square, unit = 0, {}
  for i = 1, #vector do square = square + vector[i] * vector[i] end
  local scale = square > 0 and 1 / math.sqrt(square) or 0
  for i = 1, #vector do unit[i] = vector[i] * scale end
  return unit
end

local function text_of(document)
  return type(document) == "table" and document.text or document
end

-- Of documents that have their vectors: { { text = "...", vector = {...} }, ... }.
function rag.index(documents)
  argument.check("table", documents, 1, "index", "a list of documents")
  local index = { documents = {}, vectors = {} }
  for i, document in ipairs(documents) do
    if type(document) ~= "table" or type(document.vector) ~= "table" or type(document.text) ~= "string" then
      blame("bad argument #1 to 'index' (document %d: expected { text = \"...\", vector = {...} })", i)
    end
    index.documents[i] = document.text
    index.vectors[i] = normalised(document.vector)
  end
  return index
end

-- Rows may be those of a data set, which is no table.
local function check_texts(texts)
  if type(texts) ~= "userdata" then argument.list(texts, 2, "build", "a list of texts or rows") end
  for i = 1, #texts do
    argument.check("string", text_of(texts[i]), 2, "build", "text, or a row with a field text, as item " .. i)
  end
end

-- What assert says of it.
local function without_vectors(reply)
  local what = reply.status and reply.status >= 300 and "status " .. reply.status or tostring(reply.fault)
  return "the service gave no vectors: " .. what .. (reply.error and ": " .. reply.error or "")
end

-- Embeds texts and makes an index of them. nil, a sentence and the reply when the service fails.
function rag.build(user, texts, options)
  argument.user(user, 1, "build")
  check_texts(texts)
  argument.options(options, 3, "build")
  local index = { documents = {}, vectors = {} }
  for from = 1, #texts, BATCH do
    local batch = {}
    for i = from, math.min(from + BATCH - 1, #texts) do batch[#batch + 1] = text_of(texts[i]) end
    local reply = user:embed(batch, options)
    if not reply.ok then return nil, without_vectors(reply), reply end
    for i, vector in ipairs(reply.embeddings) do
      index.documents[from + i - 1] = batch[i]
      index.vectors[from + i - 1] = normalised(vector)
    end
  end
  return index
end

local function dot(a, b)
  local sum = 0
  for i = 1, #a do sum = sum + a[i] * (b[i] or 0) end
  return sum
end

local function check_index(index, number, name)
  if type(index) ~= "table" or type(index.vectors) ~= "table" then
    argument.refuse(number, name, "an index", type(index))
  end
end

-- The k documents nearest to a vector by cosine, the best first: { { text, score, number }, ... }.
function rag.search(index, vector, k)
  check_index(index, 1, "search")
  argument.check("table", vector, 2, "search", "a vector")
  if k ~= nil then argument.check("number", k, 3, "search") end
  local unit, found = normalised(vector), {}
  for i, other in ipairs(index.vectors) do
    found[i] = { text = index.documents[i], score = dot(unit, other), number = i }
  end
  table.sort(found, function(a, b)
    if a.score ~= b.score then return a.score > b.score end
    return a.number < b.number
  end)
  for i = #found, (k or 4) + 1, -1 do found[i] = nil end
  return found
end

local function rerank(user, question, found, options)
  local texts, best = {}, {}
  for i, document in ipairs(found) do texts[i] = document.text end
  local reply = user:rerank(question, texts, { model = options.rerank_model })
  if not reply.ok then return found end -- counted as a fault; the order of the search stands
  for i, result in ipairs(reply.results) do
    best[i] = found[result.index]
    best[i].score = result.score
  end
  return best
end

local function prompt(question, documents)
  local lines = { "Answer by these passages alone.", "" }
  for i, document in ipairs(documents) do lines[#lines + 1] = ("[%d] %s"):format(i, document.text) end
  lines[#lines + 1] = "\nQuestion: " .. question
  return table.concat(lines, "\n")
end

local own = { top = "number", rerank = "boolean", prompt = "function", embed_model = "string",
  rerank_model = "string", candidates = "number" }
local of_answer = { system = ask.options_of_chat.system }
for name, expected in pairs(own) do of_answer[name] = expected end

local function check_arguments(user, index, question, options)
  argument.user(user, 1, "answer")
  check_index(index, 2, "answer")
  argument.text(question, 3, "answer")
  argument.options(options, 4, "answer")
  ask.check(options or {}, of_answer)
end

local function for_chat(options)
  local rest = {}
  for name, value in pairs(options) do
    if not own[name] then rest[name] = value end
  end
  return rest
end

-- Finds what a question is about, and asks the model: steps "embed", "rerank" and "answer".
-- Options: top (4) documents go into the prompt; rerank = true has them chosen by a reranker
-- from `candidates` (4 times top); prompt(question, documents) -> text; embed_model,
-- rerank_model; the rest is the chat's. reply.documents is what was found.
function rag.answer(user, index, question, options)
  check_arguments(user, index, question, options)
  options = options or {}
  local top = options.top or 4
  local reply = user:step("embed", user.embed, user, question, { model = options.embed_model })
  if not reply.ok then
    reply.documents = {}
    return reply
  end
  local found = rag.search(index, reply.embedding, options.rerank and (options.candidates or 4 * top) or top)
  if options.rerank then found = user:step("rerank", rerank, user, question, found, options) end
  for i = #found, top + 1, -1 do found[i] = nil end
  local chat = user:chat(for_chat(options))
  reply = user:step("answer", chat.ask, chat, (options.prompt or prompt)(question, found))
  reply.documents = found
  return reply
end

return rag
