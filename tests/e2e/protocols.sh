#!/bin/sh
# The simulated service speaks each protocol as its clients read it: a stream, a reply that is one
# object, and an error.

. "$(dirname "$0")/lib/common.sh"

ask() { perl "$here/http.pl" "$port" "$@" >"$dir/out"; }
heard() { perl "$lib/heard.pl" "$1" "$dir/out" 2>>"$dir/why"; }

USER='{"role":"user","content":"Why is the sky blue?"}'

sim

ask POST /v1/chat/completions "{\"messages\":[$USER],\"n\":2,\"stream\":true}"
ok "chat: two choices, each with its end" heard '
    2 == grep { ($_->{choices}[0]{finish_reason} // "") eq "stop" } @e
    and 12 == grep { length($_->{choices}[0]{delta}{content} // "") } @e'
ask POST /v1/completions '{"prompt":["Once","Twice"]}'
ok "completions: an answer to each prompt" heard '
    "0 1" eq join " ", map { $_->{index} } @{$e[0]{choices}} and $e[0]{usage}{completion_tokens} == 12'

ask POST /v1/chat/completions "{\"messages\":[$USER],\"logprobs\":true,\"top_logprobs\":2,\"stream\":true}"
ok "chat: logprobs of what is said" heard '
    my @tokens = map { @{$_->{choices}[0]{logprobs}{content} // []} } @e;
    @tokens == 6 and join("", map { $_->{token} } @tokens) eq joined { $_->{choices}[0]{delta}{content} }
    and 2 == @{$tokens[5]{top_logprobs}}'

M="\"model\":\"m\",\"max_tokens\":99,\"messages\":[$USER]"
ask POST /v1/messages "{$M,\"stream\":true}" 'X-Sim-Reasoning: 2'
ok "Anthropic: a stream" heard '
    $e[0]{message}{usage}{input_tokens} == 5 and $e[-2]{delta}{stop_reason} eq "end_turn"
    and $e[-2]{usage}{output_tokens} == 8 and $e[-1]{type} eq "message_stop" and $end eq "[complete]"'
ask POST /v1/messages "{$M}"
ok "Anthropic: an object" heard '$e[0]{content}[0]{type} eq "text" and $e[0]{usage}{output_tokens} == 6'
ask POST /v1/messages '{"model":"m","messages":[]}'
ok "Anthropic: an error" heard '$status == 400 and $e[0]{type} eq "error" and $e[0]{error}{type} eq "invalid_request_error"'

ask POST /v1/messages "{$M}" 'X-Sim-Refusal: 1'
ok "Anthropic: a refusal that was asked for" heard '$e[0]{stop_reason} eq "refusal"'
ask POST /v1/messages/count_tokens "{\"model\":\"m\",\"messages\":[$USER]}"
ok "Anthropic: tokens are counted" heard '$e[0]{input_tokens} == 5'

ask POST /v1/responses '{"input":"Why?","stream":true}'
ok "responses: a stream" heard '
    $e[0]{type} eq "response.created" and $e[-1]{type} eq "response.completed"
    and $e[-1]{response}{usage}{output_tokens} == 6 and !$done
    and $e[-1]{response}{output}[0]{content}[0]{text} eq joined { $_->{type} =~ /text.delta/ && $_->{delta} }'
ask POST /v1/responses '{"input":"Why?"}'
ok "responses: an object" heard '$e[0]{output}[0]{content}[0]{type} eq "output_text" and $e[0]{status} eq "completed"'
ask POST /v1/responses '{"input":7}'
ok "responses: an error" heard '$status == 400 and $e[0]{error}{message} =~ /^input: /'

G='"contents":[{"role":"user","parts":[{"text":"Why?"}]}]'
ask POST '/v1beta/models/gem:streamGenerateContent?alt=sse' "{$G}"
ok "Gemini: a stream of events" heard '
    @e == 6 and $head =~ m{text/event-stream} and $e[-1]{candidates}[0]{finishReason} eq "STOP"
    and $e[-1]{usageMetadata}{candidatesTokenCount} == 6 and $e[0]{modelVersion} eq "gem" and !$done'
ask POST '/v1beta/models/gem:streamGenerateContent' "{$G}"
ok "Gemini: a stream that is an array" heard '@e == 6 and $head =~ m{application/json} and $end eq "[complete]"'
ask POST '/v1beta/models/gem:generateContent' "{$G}"
ok "Gemini: an object" heard 'length $e[0]{candidates}[0]{content}{parts}[0]{text}'
ask POST /v1/models/gem:countTokens "{$G}"
ok "Gemini: tokens are counted, and /v1 will do" heard '$e[0]{totalTokens} == 1'
ask POST '/v1beta/models/gem:generateContent' '{"contents":7}'
ok "Gemini: an error" heard '$status == 400 and $e[0]{error}{status} eq "INVALID_ARGUMENT"'
ask POST '/v1beta/models/gem/x:generateContent' "{$G}"
ok "a model is one word of the path" heard '$status == 404'
ask POST /v1beta/models/m:foo '{}'
ok "what Gemini has not is told in its words" heard '$status == 404 and $e[0]{error}{status} eq "NOT_FOUND"'

ask POST /api/chat "{\"model\":\"m\",\"messages\":[$USER]}"
ok "Ollama: a stream of lines, unasked" heard '
    $head =~ m{application/x-ndjson} and @e == 7 and $e[-1]{done} and $e[-1]{eval_count} == 6
    and $e[-1]{prompt_eval_duration} >= 4e6
    and $e[-1]{total_duration} == $e[-1]{prompt_eval_duration} + $e[-1]{eval_duration}'
ask POST /api/generate '{"model":"m","prompt":"Why?","stream":false}'
ok "Ollama: an object" heard 'length $e[0]{response} and $e[0]{done} and $e[0]{eval_count} == 6'
ask POST /api/generate '{"model":"m"}'
ok "Ollama: an error" heard '$status == 400 and $e[0]{error} =~ /prompt is required/'

ask POST /generate_stream '{"inputs":"Why?","parameters":{"details":true}}'
ok "TGI: a stream" heard '
    @e == 7 and $e[-1]{token}{special} and $e[-1]{details}{generated_tokens} == 7
    and $e[-1]{generated_text} eq joined { $_->{token}{special} ? "" : $_->{token}{text} }'
ask POST / '{"inputs":"Why?"}'
ok "TGI: an object, in a list under /" heard 'length $e[0]{generated_text} and $body =~ /^\[/'
ask POST /generate '{"input":"Why?"}'
ok "TGI: an error" heard '$status == 422 and $e[0]{error_type} eq "validation"'

ask POST /completion '{"prompt":"Why?","stream":true,"n_predict":3}'
ok "llama.cpp: a stream" heard '@e == 4 and $e[-1]{stop_type} eq "limit" and $e[-1]{timings}{predicted_n} == 3 and !$done'
ask POST /completion '{"prompt":"Why?"}'
ok "llama.cpp: an object" heard 'length $e[0]{content} and $e[0]{timings}{prompt_ms} >= 4'
ask POST /completion '{"prompt":"Why?","n_predict":"x"}'
ok "llama.cpp: an error" heard '$status == 400 and $e[0]{error}{type} eq "invalid_request_error"'

ask GET /v1/models ''
ok "models, as OpenAI lists them" heard '$e[0]{data}[0]{id} eq "sim" and $e[0]{object} eq "list"'
ask GET /v1/models '' 'anthropic-version: 2023-06-01'
ok "models, as Anthropic does" heard '$e[0]{data}[0]{id} eq "sim" and $e[0]{last_id} eq "sim"'
ask GET /v1/models '' 'x-goog-api-key: k'
ok "models, as Gemini does under the same path" heard '$e[0]{models}[0]{name} eq "models/sim"'
ask GET /v1beta/models ''
ok "models, as Gemini does" heard '$e[0]{models}[0]{name} eq "models/sim"'
ask GET /api/tags ''
ok "models, as Ollama does" heard '$e[0]{models}[0]{model} eq "sim"'
for path in /api/version /info /props; do
    ask GET "$path" ''
    ok "$path is told" heard '$status == 200 and keys %{$e[0]}'
done
ask POST /rerank '{"query":"salt","texts":["sea","salt"],"return_text":true}'
ok "rankings, as TEI tells them" heard '@e == 2 and $e[0]{index} == 1 and $e[0]{score} == 1 and $e[0]{text} eq "salt"'
ask POST /v1/ranking '{"query":{"text":"salt"},"passages":[{"text":"sea"},{"text":"salt"}]}'
ok "rankings, as NIM tells them" heard '"1 0" eq join " ", map { $_->{index} } @{$e[0]{rankings}}'
ask PUT /completion '{}'
ok "the wrong method is told in the path's words" heard '$status == 405 and $e[0]{error}{code} == 405'
ask GET /nowhere ''
ok "nowhere is 404, in OpenAI's" heard '$status == 404 and $e[0]{error}{type} eq "NotFoundError"'
stop

sim --api-key tell-nobody
GUARDED="{\"model\":\"m\",\"max_tokens\":9,\"messages\":[$USER],$G}"
ask POST /v1/messages "$GUARDED" 'x-api-key: tell-nobody'
ok "a key, as Anthropic sends it" heard '$status == 200'
ask POST /v1/messages "$GUARDED" 'x-api-key: wrong'
ok "a wrong key, as Anthropic refuses it" heard '$status == 401 and $e[0]{error}{type} eq "authentication_error"'
ask POST '/v1beta/models/m:generateContent?alt=json&key=tell-nobody' "$GUARDED"
ok "a key in the query, as Gemini's clients send it" heard '$status == 200'
ask POST /v1beta/models/m:generateContent "$GUARDED" 'x-goog-api-key: tell-nobody'
ok "a key in Gemini's header" heard '$status == 200'

finish
