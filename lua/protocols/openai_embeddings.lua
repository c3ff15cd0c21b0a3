-- OpenAI's embeddings: texts become vectors. Nothing is generated, so there are no tokens to time.

return {
  name  = "openai-embeddings",
  api   = "embeddings",
  path  = "/v1/embeddings",
  takes = "input",

  request = function(ask)
    return { model = ask.model, input = ask.input, dimensions = ask.dimensions, encoding_format = "float" }
  end,

  -- In the order of the input.
  read = function(reply, decode)
    local body = decode(reply.events[1])
    reply.embeddings = {}
    for i, item in ipairs(body.data) do
      reply.embeddings[type(item.index) == "number" and item.index + 1 or i] = item.embedding
    end
    reply.embedding = reply.embeddings[1]
  end,

  keep          = "data",
  tokens_in     = "usage.prompt_tokens",
  failure       = { "error", "object=error" },
}
