#!/bin/sh
# The simulated service does what it is told: every fault gives what its name says.

: "${STOKE:?is the path of the binary}"
here=$(dirname "$0")
dir=$(mktemp -d) || exit 1
count=0 failures=0 pid=
export PATIENCE=2
trap 'stop; rm -rf "$dir"' EXIT

CHAT='{"model":"m","messages":[{"role":"user","content":"Why is the sky blue?"}],"stream":true,"stream_options":{"include_usage":true}}'
WHOLE='{"messages":[{"role":"user","content":"Why is the sky blue?"}]}'

# begin OPTIONS: six tokens a reply, unless they say otherwise.
begin() {
    rm -f "$dir/url"
    "$STOKE" sim --port 0 --tokens 6 "$@" >"$dir/url" 2>"$dir/err" &
    pid=$!
    tries=0
    until [ -s "$dir/url" ] || [ $tries -ge 250 ]; do
        sleep 0.02
        tries=$((tries + 1))
    done
    port=$(sed 's/.*://' "$dir/url")
}
start() { begin --ttft 5ms --gap 1ms "$@"; } # quick ones
at_once() { begin --instant "$@"; }

stop() {
    [ -n "$pid" ] || return 0
    kill -INT "$pid" 2>/dev/null
    wait "$pid"
    status=$?
    pid=
    return $status
}

ask() { perl "$here/http.pl" "$port" "$@" >"$dir/got"; }
chat() { ask POST /v1/chat/completions "$CHAT" "$@"; }
whole() { ask POST /v1/chat/completions "$WHOLE" "$@"; }
raw() { perl "$here/http.pl" "$port" raw >"$dir/got"; }

ok() { # ok NAME COMMAND...
    name=$1
    shift
    count=$((count + 1))
    if "$@"; then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        failures=$((failures + 1))
        sed 's/^/# /' "$dir/got" | head -30
    fi
}
got() { grep -q -- "$1" "$dir/got"; }
lacks() { got '^.reads [1-9]' && ! got "$1"; }
tokens() { got '^.reads [1-9]' && [ "$(grep -c '"content":"[^"]' "$dir/got")" -eq "$1" ]; }
exactly() { [ "$(grep -c -- "$1" "$dir/got")" -eq "$2" ]; }

start --truth "$dir/truth"
ok "the first line is the URL" grep -q '^http://127.0.0.1:[1-9][0-9]*$' "$dir/url"
chat 'X-Request-Id: one'
ok "a stream: six tokens" tokens 6
ok "a stream: role, finish, usage, [DONE] and an end" \
    sh -c 'tr -d "\r\n" <"$1" | grep -q "\"role\".*\"finish_reason\":\"stop\".*\"usage\".*\[DONE\]\[complete\]"' - "$dir/got"
ok "a stream: prompt tokens by length, output tokens as spoken" \
    got '"prompt_tokens":5,"total_tokens":11,"completion_tokens":6'
ok "a cache that has not seen the prompt" got '"prompt_tokens_details":{"cached_tokens":0}'
ok "X-Request-Id comes back" got '^x-request-id: one'
ask POST /v1/chat/completions '{"messages":[{"role":"user","content":"x"}],"stream":true}'
ok "no usage unless asked" lacks usage
ask POST /v1/chat/completions '{"messages":[{"role":"user","content":"x"}],"stream":true,"max_tokens":3}'
ok "max_tokens caps, and is the reason given" got '"finish_reason":"length"'
ok "max_tokens caps the tokens" tokens 3
ask POST /v1/chat/completions '{"messages":[{"role":"user","content":"x"}],"stream":true,"max_tokens":17,"ignore_eos":true}'
ok "ignore_eos: exactly max_tokens" tokens 17
whole
ok "not streamed: one object with usage" got '"object":"chat.completion".*"finish_reason":"stop".*"completion_tokens":6'
ask POST /v1/completions '{"prompt":"Once","stream":true}'
ok "completions: text without a role" got '"object":"text_completion".*"text":"[^"]'
ok "completions: no role" lacks role
ask GET /v1/models ''
ok "/v1/models names the model" got '"id":"sim"'
ask GET /health ''
ok "/health is 200" got '^HTTP/1.1 200'
ask GET /nothing ''
ok "elsewhere is 404, in JSON" got '"code":404'
ask GET /v1/completions ''
ok "the wrong method is 405" got '^HTTP/1.1 405'
ask POST /v1/completions '{"prompt":'
ok "malformed JSON is 400" got '^HTTP/1.1 400'
ask POST /v1/chat/completions '{"model":"m"}'
ok "a request without messages is 400" got 'messages is required'
printf 'POST /v1/completions HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 28\r\n\r\n{"prompt":"a","stream":true}' | raw
ok "HTTP/1.0: a stream in no chunks, up to the connection's end" \
    sh -c 'grep -q "^connection: close" "$1" && ! grep -q "transfer-encoding" "$1" && tr -d "\r\n" <"$1" | grep -Eq "no-cachedata: .*\[DONE\]\[closed\]"' - "$dir/got"
printf 'HEAD / HTTP/1.1\r\n\r\nHEAD /v1/models HTTP/1.1\r\n\r\nHEAD /nothing HTTP/1.1\r\nConnection: close\r\n\r\n' | raw
ok "HEAD: what GET would say, without a body" \
    sh -c 'tr -d "\r" <"$1" | tr "\n" "|" | grep -Eq "^(HTTP/1.1 200 [^{]*content-length: [1-9][0-9]*\|\|){2}HTTP/1.1 404 [^{]*\|\|\[closed\]"' - "$dir/got"
printf 'BLAH\r\n\r\n' | raw
ok "what is no request is 400 and the end" sh -c 'grep -q "HTTP/1.1 400" "$1" && grep -q "\[closed\]" "$1"' - "$dir/got"
printf 'GET / HTTP/1.1\r\n\r\nGET /health HTTP/1.1\r\n\r\nPOST /v1/completions HTTP/1.1\r\nContent-Length: 28\r\n\r\n{"prompt":"a","stream":true}GET /v1/models HTTP/1.1\r\nConnection: close\r\n\r\n' | raw
ok "pipelined requests are served one after another" exactly 'HTTP/1.1 200' 4
ok "in their order, and closed when asked" sh -c 'tr -d "\r\n" <"$1" | grep -q "simulated.*\[DONE\].*\"owned_by\".*\[closed\]"' - "$dir/got"
stop
ok "SIGINT ends it with 0" [ $? -eq 0 ]
ok "it says what it served" grep -q '^sim served [0-9]* requests, [0-9]* tokens, [0-9]* connections$' "$dir/err"
ok "the truth: a line per completion" [ "$(wc -l <"$dir/truth")" -eq 8 ]
ok "the truth: id, a moment per token" \
    grep -Eq '^\{"id":"one","conn":1,"received":[0-9]+,"scheduled":[0-9]+,"prefilled":[0-9]+,"first_token":[0-9]+,"last_token":[0-9]+,"ended":[0-9]+,"tokens":\[([0-9]+,){5}[0-9]+\],"taken":\[([0-9]+,){5}[0-9]+\],"prompt_tokens":5,"cached_tokens":0,"asked":[0-9]+,"batch":1,"preemptions":0,"engine":0,"status":200,"end":"stop","fault":null,"complete":true\}$' "$dir/truth"

# Whoever asks on while a reply stalls is served once that goes on.
at_once --tokens 20000 --fault 'stall(50ms):0.5'
first='{"prompt":"a","max_tokens":3}' second='{"prompt":"a","stream":true}'
for i in 1 2 3 4 5 6 7 8; do
    printf 'POST /v1/completions HTTP/1.1\r\nX-Request-Id: a%d\r\nContent-Length: %d\r\n\r\n%sPOST /v1/completions HTTP/1.1\r\nX-Request-Id: b%d\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' \
        $i ${#first} "$first" $i ${#second} "$second" | raw
    grep -c "\[DONE\]" "$dir/got"
done >"$dir/ends"
ok "who asks on while a reply stalls is served when that goes on" [ "$(grep -c 1 "$dir/ends")" -eq 8 ]
stop

at_once --tokens 6
ask POST /v1/chat/completions '{"messages":[{"role":"user","content":"x"}],"n":64,"max_tokens":200000,"ignore_eos":true}'
ok "not streamed, and too much to be put together in one go: 400" got '^HTTP/1.1 400'
ok "and what else to ask for" got 'The reply would be about 74 MB, and one that is not streamed may be 16: ask for fewer tokens'
ask POST /v1/chat/completions '{"messages":[{"role":"user","content":"x"}],"max_tokens":20000,"ignore_eos":true,"logprobs":true,"top_logprobs":20}'
ok "so is much that is told of each token" got 'The reply would be about 29 MB'
ask POST /v1/chat/completions '{"messages":[{"role":"user","content":"x"}],"n":64,"max_tokens":200000}'
ok "but not a limit that is far" got '"completion_tokens":384'
stop

fault() { # fault NAME OPTIONS: a fresh service, one streamed chat
    start --fault "$@" --truth "$dir/truth"
    chat
}
journalled() { [ "$1" = "$(sed -n 's/.*"fault":"\([^"]*\)".*/\1/p' "$dir/truth" | sort -u)" ]; }

fault refuse
ok "refuse: closed, nothing said" sh -c 'grep -Eq "\[(closed|reset)\]" "$1" && grep -q "reads 0" "$1"' - "$dir/got"
stop
fault no_reply
ok "no_reply: closed, nothing said" sh -c 'grep -q "\[closed\]" "$1" && grep -q "reads 0" "$1"' - "$dir/got"
stop
fault not_http
ok "not_http" lacks 'HTTP/1'
ok "not_http says something" got 'reads [1-9]'
stop
fault 429
ok "429 with retry-after and a JSON error" got '"code":429'
ok "429: retry-after" got '^retry-after: 1'
stop
ok "429 is journalled, without tokens" grep -q '"tokens":\[\],"taken":\[\],"prompt_tokens":.*"fault":"429"' "$dir/truth"
fault 503
ok "503" got '^HTTP/1.1 503'
stop
fault reset@2
ok "reset in mid-stream" got '\[reset\]'
stop
ok "reset: two tokens were sent" grep -Eq '"tokens":\[[0-9]+,[0-9]+\],.*"fault":"reset","complete":false' "$dir/truth"
ok "the faults are counted" grep -q ', 1 reset' "$dir/err"
fault truncate
ok "truncate: closed in mid-chunk" got '\[closed\]'
ok "truncate: after half of the tokens" lacks 'DONE'
stop
ok "truncate is journalled" journalled truncate
PATIENCE=0.3
fault stall
PATIENCE=2
ok "stall: silence with the connection open" got '\[silent\]'
ok "stall: in the middle" tokens 3
stop
fault 'stall(300ms)@2' --gap 50ms
ok "stall(300ms): silence, then the rest" tokens 6
ok "stall(300ms): to its good end" got '\[complete\]'
whole
ok "stall(300ms), not streamed" got '"finish_reason":"stop".*'
ask GET / ''
ok "stall(300ms), of any path" got 'simulated LLM service'
stop
ok "stall(300ms): what follows comes later by as much, at its own pace" perl -MList::Util=all -ne '
    /"tokens":\[(.*?)\]/ && $. == 1 or next; my @t = split /,/, $1;
    exit !($t[2] - $t[1] > 299e6 && all { $t[$_] - $t[$_ - 1] > 2e6 } 3 .. 5)' "$dir/truth"
ok "faults are counted by request" grep -q ', 3 stall$' "$dir/err"
fault 'dribble(3)@4,comments:1@3,no_done'
ok "dribble(3)@4: the same stream" tokens 6
ok "comments@3: from there on" exactly '^: still here' 3
ok "three faults of a list" grep -q '"finish_reason":"stop"' "$dir/got"
stop
ok "a list: all of them are counted" grep -q ', 1 no_done, 1 comments, 1 dribble$' "$dir/err"
# A reader that gets no processor finds the pieces together.
in_pieces() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
        ! got 'reads [1-9][0-9]' || return 0
        chat
    done
    return 1
}
fault 'dribble(3)@4'
ok "dribble(3)@4: in pieces, but not the beginning" in_pieces
stop
fault error
ok "error inside the stream" got '^data: {"error":{"message"'
ok "error: then [DONE]" got '\[DONE\]'
ok "error: no finish_reason" lacks '"finish_reason":"'
stop
fault error_event
ok "error_event: a name and a comment" sh -c 'tr "\n" "|" <"$1" | grep -q "|event: error|: .*||.*\[complete\]"' - "$dir/got"
ok "error_event: no [DONE]" lacks DONE
stop
fault no_end
ok "no_end: complete" got '\[complete\]'
ok "no_end: no finish_reason" lacks '"finish_reason":"'
ok "no_end: no [DONE]" lacks DONE
stop
fault no_done
ok "no_done: finish_reason" got '"finish_reason":"stop"'
ok "no_done: no [DONE]" lacks DONE
stop
fault bad_json@1
ok "bad_json: one event is cut" [ "$(grep '^data: {' "$dir/got" | grep -vc '}$')" -eq 1 ]
ok "bad_json: the stream goes on to its end" got DONE
stop
fault empty
ok "empty: no token" tokens 0
ok "empty: but a finish_reason" got '"finish_reason":"stop"'
stop
fault crlf
ok "crlf: all lines of the stream" sh -c '! grep "^data" "$1" | grep -qv "$(printf "\r")$"' - "$dir/got"
ok "crlf: six tokens" tokens 6
stop
fault drip
ok "drip: the same stream" tokens 6
# Who loses the processor in between reads all of it at once, so it may be asked again.
reads() { sed -n 's/.reads \(.*\)]/\1/p' "$dir/got"; }
for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do [ "$(reads)" -gt 30 ] || chat; done
ok "drip: in many reads" [ "$(reads)" -gt 30 ]
stop
fault slow_header
ok "slow_header: complete, line by line" tokens 6
ok "slow_header: in reads of its own" [ "$(reads)" -gt 4 ]
stop
PATIENCE=0.3
fault late_role --ttft 60s
PATIENCE=2
ok "late_role: the role comes first" got '"role":"assistant"'
ok "late_role: and no token" tokens 0
stop
PATIENCE=0.3
fault comments --ttft 60s
PATIENCE=2
ok "otherwise the header comes first, alone" lacks '"role"'
stop
fault comments
ok "comments between the tokens" exactly '^: still here' 6
ok "comments: six tokens" tokens 6
stop
fault no_usage
ok "no_usage, though asked" lacks usage
stop
fault reasoning
ok "reasoning: the first third" exactly '"reasoning_content":"' 2
ok "reasoning: then the answer" tokens 4
stop

fault refusal
ok "refusal: instead of content" exactly '"refusal":"[^"]' 6
ok "refusal: no content" tokens 0
stop

HI='{"role":"user","content":"Hi"}'
TOOLS='"tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"},"unit":{"enum":["celsius"]}}}}},{"type":"function","function":{"name":"clock"}}]'
CALLS='{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"weather","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"clock","arguments":"{}"}}]}'
RESULTS='{"role":"tool","tool_call_id":"a","content":"22 degrees"},{"role":"tool","tool_call_id":"b","content":"{\"time\":\"noon\"}"}'
agent() { # agent MESSAGES [HEADER...]
    messages=$1
    shift
    ask POST /v1/chat/completions "{$TOOLS,\"messages\":[$messages],\"stream\":${stream:-false},\"stream_options\":{\"include_usage\":true}}" "$@"
}
calls() { [ "$(grep -o '"id":"call_[0-9a-f]*"' "$dir/got" | sort -u | wc -l)" -eq "$1" ]; }

start --tool-calls 2 --tool-fragment 1 --truth "$dir/truth"
agent "$HI"
ok "--tool-calls 2: two calls at once, each with an id" calls 2
ok "tool calls: one of each tool" got '"name":"weather".*"name":"clock"'
ok "tool calls: arguments that fit the schema" \
    got '"arguments":"{\\"city\\":\\"[a-z ]*\\",\\"unit\\":\\"celsius\\"}"'
ok "tool calls: the finish reason" got '"finish_reason":"tool_calls"'
stream=true agent "$HI"
ok "tool calls streamed: two calls, named once" calls 2
ok "tool calls streamed: first without arguments" exactly '"name":"[a-z]*","arguments":""' 2
ok "--tool-fragment 1: one character at a time" \
    sh -c '! grep -o "\"function\":{\"arguments\":\".*\"}}\]" "$1" | grep -Evq ":\"(.|\\\\.)\"}}\]$"' - "$dir/got"
ok "tool calls streamed: usage counts each piece" \
    sh -c 'n=$(grep -c "\"tool_calls\":\[" "$1") && [ "$n" -gt 30 ] && grep -q "\"completion_tokens\":$n[,}]" "$1"' - "$dir/got"
cp "$dir/got" "$dir/before"
stream=true agent "$HI" 'X-Sim-Tool-Fragment: 64'
ok "X-Sim-Tool-Fragment" exactly '"function":{"arguments":"[^"]' 2
stream=true agent "$HI" 'X-Sim-Tool-Fragment: 1'
ok "the same calls for the same request" \
    sh -c 'for f in "$1" "$2"; do grep -o "\"tool_calls\":.*" "$f"; echo; done | sort | uniq -c | awk "\$1 % 2 { exit 1 }"' - "$dir/got" "$dir/before"
agent "$HI" 'X-Sim-Tool-Calls: 0'
ok "X-Sim-Tool-Calls: 0 wants an answer" lacks tool_calls
agent "$HI,$CALLS,$RESULTS"
ok "results make an answer that quotes them all" got '"content":"The tools said: 22 degrees; {\\"time\\":\\"noon\\"}\.'
agent "$HI,$CALLS,$RESULTS" 'X-Sim-Tool-Rounds: 2'
ok "X-Sim-Tool-Rounds: 2 calls once more" calls 2
ask POST /v1/chat/completions "{\"messages\":[$HI]}"
ok "no tools, no calls" got '"content":"[a-z]'
agent "$HI,$CALLS,${RESULTS%%,\{*}"
ok "a call without an answer is 400" got '^HTTP/1.1 400'
ok "and names it" got 'without an answer: \\"b\\"'
agent "$HI,${RESULTS%%,\{*}"
ok "an answer without a call is 400" got 'tool_call_id \\"a\\" is of no call'
agent '{"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:,"}},{"type":"input_audio","input_audio":{}}]}'
ok "content in parts is served, its text counted" got '"prompt_tokens":3,'
agent '{"role":"user","content":[{"type":"smell"}]}'
ok "a part of an unknown type is 400" got 'type \\"smell\\"'
stop
ok "the truth has a moment for each piece of a call" \
    sh -c 'n=$(grep -c "\"tool_calls\":\[" "$1") && sed -n "2s/,\"taken.*//p" "$2" | tr "," "\n" | sed "s/.*\[//" | grep -c "^[0-9]*]*$" | grep -qx "$n"' - "$dir/before" "$dir/truth"
start --tool-calls 2 --tool-rounds 2 --tool-interleave
agent "$HI,$CALLS,$RESULTS"
ok "--tool-rounds 2" calls 2
agent "$HI,$CALLS,$RESULTS,$CALLS,$RESULTS"
ok "--tool-rounds 2, and no more" got 'The tools said: 22 degrees'
stream=true agent "$HI"
ok "--tool-interleave: the calls in turn" \
    sh -c 'grep -o "tool_calls\":\[{\"index\":[01]" "$1" | grep -o "[01]$" | tr -d "\n" | grep -q "^01010*$"' - "$dir/got"
stop
start --reasoning 4
chat
ok "--reasoning: before the answer" exactly '"reasoning_content":"' 4
ok "--reasoning: then all of the answer" tokens 6
ok "--reasoning: told in usage" got '"completion_tokens":10,"completion_tokens_details":{"reasoning_tokens":4}'
chat 'X-Sim-Reasoning: 2'
ok "X-Sim-Reasoning" exactly '"reasoning_content":"' 2
stop

start --dimensions 8 --truth "$dir/truth" --bodies "$dir/bodies"
ask POST /v1/embeddings '{"input":["bread and salt","the sea"],"model":"e"}' 'X-Request-Id: two'
ok "embeddings: a vector for each text" got '"index":0,"embedding":\[\(-\{0,1\}[01]\.[0-9]*,\{0,1\}\)\{8\}\]}.*"index":1,"embedding":\['
ok "--bodies: there as soon as it is quiet" \
    grep -qx 'two	{"input":\["bread and salt","the sea"\],"model":"e"}' "$dir/bodies"
ok "embeddings: model and usage" got '"model":"e","usage":{"prompt_tokens":5,"total_tokens":5}'
ask POST /v1/embeddings '{"input":"bread","dimensions":3}'
ok "embeddings: dimensions are obeyed" got '"embedding":\[[-0-9.]*,[-0-9.]*,[-0-9.]*\]'
ask POST /v1/embeddings '{"model":"e"}'
ok "embeddings: no input is 400" got 'input is required'
ask POST /v1/embeddings '{"input":"bread","encoding_format":"base64","dimensions":2}'
ok "embeddings: packed, when asked" got '"embedding":"[A-Za-z0-9+/]\{11\}="}'
ask POST /v1/embeddings '{"input":"x","encoding_format":"hex"}'
ok "embeddings: another format is 400" got '^HTTP/1.1 400'
for path in /v1/rerank /v2/rerank /rerank; do
    ask POST $path '{"query":"bread with salt","documents":["the sea",{"text":"salt and bread"},"salt"],"top_n":2}'
    ok "$path: the nearest first" got '"results":\[{"index":1,"relevance_score":0\.[0-9]*},{"index":2,"relevance_score":0\.[0-9]*}\]'
done
ask POST /v1/rerank '{"query":"bread","documents":[]}'
ok "rerank: no documents is 400" got '^HTTP/1.1 400'
stop
ok "embeddings and rerankings are journalled, without tokens" [ "$(grep -c '"tokens":\[\],"taken":\[\],"prompt_tokens":[0-9]*,"cached_tokens":[0-9]*,"asked":[0-9]*,.*"status":200,"end":"stop","fault":null,"complete":true' "$dir/truth")" -eq 6 ]
ok "--bodies: a line each, also of what was refused" [ "$(grep -c '^[-a-z]*	{.*}$' "$dir/bodies")" -eq 9 ]
ok "with their ids" grep -q '"id":"two"' "$dir/truth"
start --fault truncate
ask POST /v1/embeddings '{"input":"bread"}'
ok "embeddings: truncated" got '\[closed\]'
stop
start --fault 503
ask POST /v1/rerank '{"query":"bread","documents":["a"]}'
ok "rerank: 503" got '^HTTP/1.1 503'
stop
PATIENCE=0.3
start --ttft 60s
ask POST /v1/embeddings '{"input":"bread"}'
PATIENCE=2
ok "embeddings take the time to the first token" got '\[silent\]'
stop

start --fault reset
whole
ok "not streamed: reset in the body" got '\[reset\]'
ask GET / ''
ok "GET /: reset in the body" got '\[reset\]'
stop
start --fault truncate
whole
ok "not streamed: truncated" got '\[closed\]'
stop
start --fault 503:0.5 --seed 7
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    whole
    sed -n '1s/HTTP.1.1 \(...\).*/\1/p' "$dir/got"
done >"$dir/statuses"
stop
ok "a share of the requests" [ "$(grep -c 503 "$dir/statuses")" -gt 2 ]
ok "and not of the others" [ "$(grep -c 200 "$dir/statuses")" -gt 2 ]

start --usage every --stream-interval 4
chat
ok "--stream-interval: events of four tokens" tokens 2
ok "--usage every: in every event" exactly '"usage":' 5
stop
start --usage never
chat
ok "--usage never" lacks usage
stop
at_once --tokens 5000
chat
ok "--instant: all of it" tokens 5000
stop
start --api-key tell-nobody
chat 'Authorization: Bearer wrong-one'
ok "a wrong key is 401, and told back" got 'Bearer wrong-one'
chat 'Authorization: Bearer tell-nobody'
ok "the right one is served" tokens 6
stop
start --slow-window 0s..60s+1s
PATIENCE=0.3
chat
PATIENCE=2
ok "--slow-window delays the first token" got '\[silent\]'
stop
start --tokens 20..30 --ttft 5ms~0.5 --gap 1ms~0.5 --threads 2
chat
ok "jitter and threads" got DONE
stop
start --quit-after 100ms
wait "$pid"
ok "--quit-after ends it with 0" [ $? -eq 0 ]
pid=

if command -v openssl >/dev/null; then
    start --tls-cert "$dir/cert.pem"
    { printf 'POST /v1/chat/completions HTTP/1.1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' "${#CHAT}" "$CHAT"; sleep 0.5; } |
        openssl s_client -quiet -verify_return_error -verify_hostname localhost \
            -CAfile "$dir/cert.pem" -connect "127.0.0.1:$port" >"$dir/got" 2>/dev/null
    echo '[reads 1]' >>"$dir/got"
    ok "TLS: a stream, its certificate verified" tokens 6
    ok "TLS: to the end" got DONE
    ok "TLS: the URL says https" grep -q '^https://' "$dir/url"
    stop
else
    echo "# no openssl command: TLS is not tried here"
fi

LONG=$(printf '%0400d' 7) # a hundred tokens
long() { ask POST /v1/completions "{\"prompt\":\"$LONG$1\"}"; }
at_once --tokens 2 --cache-blocks 1000
long one
ok "a new prompt: nothing of it is cached" got '"cached_tokens":0}'
long two
ok "another with the same beginning: its whole blocks are" got '"cached_tokens":96}'
ask POST /tokenize '{"prompt":"abc\u0064\u0065fgh"}'
ok "/tokenize counts what is meant, not how JSON writes it" got '{"count":2,.*"tokens":\[1684234849,1751606885\]}'
ask POST /tokenize '{"messages":[{"role":"user","content":"abcdefgh"}]}'
ok "/tokenize takes messages" got '{"count":2,'
ask POST /tokenize '{"model":"x"}'
ok "/tokenize says what is missing" got 'prompt is required'
stop
at_once --tokens 2 --cache-blocks 0 --no-tokenize
long one
ok "without a cache usage does not speak of it" lacks cached_tokens
ask POST /tokenize '{"prompt":"abcd"}'
ok "--no-tokenize: there is no such path" got '^HTTP/1.1 404'
stop

refused() { # refused MESSAGE OPTIONS
    said=$1
    shift
    "$STOKE" sim "$@" >"$dir/got" 2>&1
    [ $? -eq 2 ] && [ "$(wc -l <"$dir/got")" -eq 1 ] && grep -q -- "$said" "$dir/got"
}
ok "an unknown option" refused 'no option --nope' --nope
ok "a missing value" refused '--ttft needs a value' --ttft
ok "a bad port" refused '"x" is no whole number from 0 to 65535' --port x
ok "a bad span" refused '--gap: ' --gap soon
ok "no pace, and one" refused '^stoke sim: --gap: with --instant' --gap 5ms --instant
ok "in whichever order" refused '^stoke sim: --ttft: with --instant' --instant --ttft 5ms
ok "bad tokens" refused 'goes down' --tokens 9..3
ok "an unknown fault" refused 'no fault "nope"' --fault nope:0.5
ok "a fault that is almost one" refused '--fault: there is no fault "stal"; did you mean "stall"?' --fault 'reset:0.1,stal(2s)'
ok "a bad argument" refused 'stall takes a time span in parentheses, such as 2s, not "soon"' --fault 'stall(soon)'
ok "a bad share" refused 'no number from 0 to 1' --fault reset:2
ok "a word too many" refused 'takes no "extra"' extra
ok "too many calls" refused 'no whole number from 0 to 64' --tool-calls 65
ok "bad usage" refused 'none of auto' --usage sometimes
start
"$STOKE" sim --port "$port" >"$dir/got" 2>&1
ok "a port in use is said, with 1" [ $? -eq 1 ]
ok "and which" got "port $port: "
"$STOKE" sim --port "$port" --instant --threads 2 --quit-after 1s >"$dir/got" 2>&1
ok "with threads too" [ $? -eq 1 ]
stop
"$STOKE" sim --help >"$dir/got"
ok "--help lists the faults" got '^    error_event '

echo "1..$count"
[ "$failures" -eq 0 ]
