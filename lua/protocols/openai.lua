-- What OpenAI's protocols have in common.

local openai = {}

-- What is sent as it was given, when it was.
local plain = {
  "model", "max_tokens", "min_tokens", "temperature", "top_p", "presence_penalty", "frequency_penalty", "seed", "n",
  "stop", "response_format", "reasoning_effort", "logprobs", "stream",
}

-- A request's body, for the protocol to add what it asks.
function openai.body(ask)
  local body = { ignore_eos = ask.ignore_eos or nil, stream_options = ask.stream and { include_usage = true } or nil }
  for _, name in ipairs(plain) do body[name] = ask[name] end
  return body
end

return openai
