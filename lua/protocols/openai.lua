-- What OpenAI's protocols have in common.

local openai = {}

-- A request's body, for the protocol to add what it asks.
function openai.body(ask)
  return {
    model          = ask.model,
    max_tokens     = ask.max_tokens,
    temperature    = ask.temperature,
    ignore_eos     = ask.ignore_eos or nil,
    stream         = ask.stream,
    stream_options = ask.stream and { include_usage = true } or nil,
  }
end

return openai
