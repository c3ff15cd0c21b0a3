-- What OpenAI's protocols have in common.

local openai = {}

-- What is sent as it was given, when it was.
local plain = {
  "min_tokens", "temperature", "top_p", "presence_penalty", "frequency_penalty", "seed", "n", "stop",
  "response_format", "reasoning_effort", "logprobs",
}

local with_usage = { include_usage = true }

-- A request's body, for the protocol to add what it asks. What nearly all have is there from the
-- beginning, and what was not given is not set, for a table that has to grow costs more than all else.
function openai.body(ask)
  local body = {
    model = ask.model,
    max_tokens = ask.max_tokens,
    ignore_eos = ask.ignore_eos or nil,
    stream = ask.stream,
    stream_options = ask.stream and with_usage or nil,
  }
  for i = 1, #plain do
    local value = ask[plain[i]]
    if value ~= nil then body[plain[i]] = value end
  end
  return body
end

return openai
