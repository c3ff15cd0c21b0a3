-- OpenAI's older completions: a prompt and the text that follows it.

local openai = require "stoke.protocols.openai"

return {
  name  = "openai-completions",
  api   = "completions",
  path  = "/v1/completions",
  done  = "[DONE]",
  takes = "prompt",

  request = function(ask)
    local body = openai.body(ask)
    body.prompt = ask.prompt
    return body
  end,

  text          = "choices.*.text",
  choice        = "choices.*.index",
  finish        = "choices.*.finish_reason",
  tokens_in     = "usage.prompt_tokens",
  tokens_out    = "usage.completion_tokens",
  tokens_cached = "usage.prompt_tokens_details.cached_tokens",
  failure       = { "error", "object=error", "choices.*.finish_reason=error" },
}
