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

M="\"model\":\"m\",\"max_tokens\":99,\"messages\":[$USER]"
ask POST /v1/messages "{$M,\"stream\":true}" 'X-Sim-Reasoning: 2'
ok "Anthropic: a stream" heard '
    $e[0]{message}{usage}{input_tokens} == 5 and $e[-2]{delta}{stop_reason} eq "end_turn"
    and $e[-2]{usage}{output_tokens} == 8 and $e[-1]{type} eq "message_stop" and $end eq "[complete]"'
ask POST /v1/messages "{$M}"
ok "Anthropic: an object" heard '$e[0]{content}[0]{type} eq "text" and $e[0]{usage}{output_tokens} == 6'
ask POST /v1/messages '{"model":"m","messages":[]}'
ok "Anthropic: an error" heard '$status == 400 and $e[0]{type} eq "error" and $e[0]{error}{type} eq "invalid_request_error"'

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
ask POST '/v1beta/models/gem:generateContent' '{"contents":7}'
ok "Gemini: an error" heard '$status == 400 and $e[0]{error}{status} eq "INVALID_ARGUMENT"'
ask POST '/v1beta/models/gem/x:generateContent' "{$G}"
ok "a model is one word of the path" heard '$status == 404'

finish
