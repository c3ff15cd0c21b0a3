-- OpenAI's chat completions, as vLLM, SGLang, llama.cpp, TGI, Ollama and LiteLLM serve it.
-- The paths cover both the streamed chunks (delta) and the whole reply (message).

local openai = require "stoke.protocols.openai"
local tool_calls = require "stoke.protocols.openai_tools"

return {
  name  = "openai-chat",
  api   = "chat",
  path  = "/v1/chat/completions",
  done  = "[DONE]",
  takes = "messages",

  request = function(ask)
    local body = openai.body(ask)
    body.messages, body.tools, body.tool_choice = ask.messages, ask.tools, ask.tool_choice
    return body
  end,

  -- The reply as the message that the next request repeats.
  said = tool_calls.said,
  tool_result = tool_calls.result,
  read = tool_calls.read,

  text          = { "choices.*.delta.content", "choices.*.message.content" },
  reasoning     = {
    "choices.*.delta.reasoning_content", "choices.*.delta.reasoning",
    "choices.*.message.reasoning_content", "choices.*.message.reasoning",
  },
  refusal       = { "choices.*.delta.refusal", "choices.*.message.refusal" },
  tool_call     = {
    "choices.*.delta.tool_calls.*.function.name", "choices.*.delta.tool_calls.*.function.arguments",
    "choices.*.message.tool_calls.*.function.name", "choices.*.message.tool_calls.*.function.arguments",
    "choices.*.delta.function_call.name", "choices.*.delta.function_call.arguments",
  },
  keep          = { "choices.*.delta.tool_calls", "choices.*.message.tool_calls" },
  choice        = "choices.*.index",
  finish        = "choices.*.finish_reason",
  tokens_in     = "usage.prompt_tokens",
  tokens_out    = "usage.completion_tokens",
  tokens_cached = "usage.prompt_tokens_details.cached_tokens",
  failure       = { "error", "object=error", "choices.*.finish_reason=error" },
}
