-- What may be said along with a question.

return {
  title = "Options of a question",
  type = "ask_options",
  about = [[
What `chat:ask`, `chat:stream`, `user:complete`, `user:embed` and `user:rerank` take; `user:chat` takes them for the
whole conversation. The command line's `--model`, `--max-tokens`, `--temperature`, `--ignore-eos` and `--no-stream`
stand for those that are not given. An option that is not here is an error; what a service has besides goes into
`extra`.]],
  fields = {
    { "model", "string?", "who is asked" },
    { "max_tokens", "number?", "the longest answer" },
    { "min_tokens", "number?", "the shortest, if the service knows how" },
    { "temperature", "number?", "as the service understands it, like the following" },
    { "top_p", "number?", "" },
    { "presence_penalty", "number?", "" },
    { "frequency_penalty", "number?", "" },
    { "seed", "number?", "of the service's own dice" },
    { "n", "number?", "how many answers; their texts are joined, and each must come to its end" },
    { "stop", "string|string[]|nil", "where an answer ends" },
    { "ignore_eos", "boolean?", "answers are `max_tokens` long, if the service knows how" },
    { "stream", "boolean?", "false: the answer comes as a whole, and its tokens are not timed" },
    { "tools", "table[]?", "tools that the model may call, as the service wants them" },
    { "tool_choice", "string|table|nil", "`auto`, `none`, `required`, or one of the tools" },
    { "response_format", "table?", "such as `{ type = \"json_object\" }`" },
    { "reasoning_effort", "string?", "`low`, `medium`, `high`" },
    { "logprobs", "boolean|number|nil", "has the tokens' probabilities sent" },
    { "dimensions", "number?", "of embeddings: how long the vectors are" },
    { "top_n", "number?", "of a rerank: how many documents come back" },
    { "asked_in", "number?", "how many tokens the prompt was made to have: told in the summary" },
    { "asked_out", "number?", "how many the answer is to have; it goes with `max_tokens`, and asks for nothing" },
    { "shared", "number?", "how many tokens of the prompt that requests before began with: the summary has what "
      .. "the service's cache made of them" },
    { "extra", "table?", "more members of the request's body, as they are" },
    { "headers", "table<integer|string, string|number>|(fun(body: string): table)|nil", "`{ \"Name: value\" }` or "
      .. "`{ Name = \"value\" }`; they win over those of the command line. A function makes them of the body that is "
      .. "about to be sent, to sign it" },
    { "timeout", "string|number|nil", "for this answer, instead of `--timeout`" },
    { "keep_text", "boolean?", "false: the answer is measured, but its text is not collected" },
    { "on_token", "(fun(text: string, kind: string): boolean?)?",
      "called with every token as it comes and its kind (`text`, `reasoning`, `refusal`); false ends the answer there, "
        .. "which is no fault. Not for `chat:stream`" },
  },
  classes = {
    { "chat_options: ask_options", "What a conversation begins with.", {
      { "system", "string?", "how it begins" },
    } },
  },
}
