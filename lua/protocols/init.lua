-- Every protocol the tool speaks: a file in this folder and a line here. --api and user:ask()
-- know them by their `api`.

return {
  require "stoke.protocols.openai_chat",
  require "stoke.protocols.openai_completions",
  require "stoke.protocols.openai_embeddings",
  require "stoke.protocols.rerank",
}
