-- Rerankers as Cohere, Jina, vLLM and TEI serve them: how near is each document to the query?

return {
  name  = "rerank",
  api   = "rerank",
  path  = "/v1/rerank",
  takes = "documents",

  request = function(ask)
    return { model = ask.model, query = ask.query, documents = ask.documents, top_n = ask.top_n }
  end,

  -- reply.results: { index (from 1, of the documents that were given), score }, the best first.
  read = function(reply, decode)
    reply.results = {}
    for i, result in ipairs(decode(reply.events[1]).results) do
      reply.results[i] = { index = result.index + 1, score = result.relevance_score }
    end
    table.sort(reply.results, function(a, b) return a.score > b.score end)
  end,

  keep          = "results",
  tokens_in     = { "usage.prompt_tokens", "usage.total_tokens", "meta.billed_units.input_tokens" },
  failure       = { "error" },
}
