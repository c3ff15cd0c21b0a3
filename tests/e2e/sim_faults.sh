#!/bin/sh
# The simulated service's faults as they look on the wire: statuses and how they are told, errors in
# all shapes, how far a reply gets, what stands between its events, how its bytes are delimited.

. "$(dirname "$0")/lib/common.sh"
export PATIENCE=2

CHAT='{"model":"m","messages":[{"role":"user","content":"Why is the sky blue?"}],"stream":true,"stream_options":{"include_usage":true}}'
WHOLE='{"messages":[{"role":"user","content":"Why is the sky blue?"}]}'

chat() { perl "$here/http.pl" "$port" POST /v1/chat/completions "$CHAT" "$@" >"$dir/out"; }
whole() { perl "$here/http.pl" "$port" POST /v1/chat/completions "$WHOLE" "$@" >"$dir/out"; }
raw_chat() { # with the chunks to be seen
    printf 'POST /v1/chat/completions HTTP/1.1\r\nContent-Length: %s\r\n\r\n%s' ${#CHAT} "$CHAT" |
        PATIENCE=0.3 perl "$here/http.pl" "$port" raw >"$dir/out"
}
with() { # with FAULTS: what a streamed chat sees
    stop
    sim --fault "$@"
    chat
}
got() { grep -q -- "$1" "$dir/out"; }
lacks() { got '^.reads [1-9]' && ! got "$1"; }
exactly() { [ "$(grep -c -- "$1" "$dir/out")" -eq "$2" ]; }
tokens() { exactly '"content":"[^"]' "$1"; }
# As one line, | for its ends.
flat() { tr '\r\n' '<|' <"$dir/out" | grep -q -- "$1"; }

for status in 400 401 403 404 408 413 429 500 502 503 504 529; do
    with $status
    ok "$status, told as the service tells errors" flat "^HTTP/1.1 $status [A-Z].*{\"error\":{\"message\":\".*\"code\":$status}}"
done
ok "a status that tells to come back" got '^retry-after: 1'
ok "nothing else is said" tokens 0
with '500'
ok "others do not" lacks '^retry-after'
with '429(2.5)'
ok "429(2.5)" flat '|retry-after: 2.5<|retry-after-ms: 2500<|'
with '503(date)'
ok "503(date): in two seconds" perl -MTime::Local -ne '
    if (/^retry-after: \w\w\w, (\d\d) (\w\w\w) (\d{4}) (\d\d):(\d\d):(\d\d) GMT/) {
        my $month = index("JanFebMarAprMayJunJulAugSepOctNovDec", $2) / 3;
        $good = abs(timegm($6, $5, $4, $1, $month, $3) - time - 2) <= 3; }
    END { exit !$good }' "$dir/out"
with '503(never)'
ok "503(never)" lacks '^retry-after'
with '502(html)'
ok "502(html)" flat 'content-type: text/html<|.*<html>.*502.*</html>'
with '503(plain+30)'
ok "503(plain+30)" flat 'content-type: text/plain<|.*retry-after: 30<|.*<|<|The service is overloaded'
with '400(detail)'
ok "400(detail)" got '^{"detail":"The simulated service does not understand this."}'
with '413(empty)'
ok "413(empty)" got '^content-length: 0'
with '200(html)'
ok "200(html)" flat '^HTTP/1.1 200 OK.*<html>'
with 307
ok "307: elsewhere" flat '^HTTP/1.1 307 Temporary Redirect.*|location: /elsewhere/v1/chat/completions<|'
perl "$here/http.pl" "$port" POST /elsewhere/v1/chat/completions "$CHAT" >"$dir/out"
ok "307: where it is served" tokens 6

why='The simulated engine failed while speaking.'
with 'error(a)'
ok "error(a)" flat "|data: {\"error\":{\"message\":\"$why\".*}}||data: \[DONE\]||"
with 'error(b)'
ok "error(b)" got "^data: {\"object\":\"error\",\"message\":\"$why\""
with 'error(c)'
ok "error(c)" got "^data: {\"error\":\"$why\",\"error_type\":\"generation\"}"
with 'error(d)@2'
ok "error(d)" flat "|event: error|: $why||"
ok "at its token" tokens 2
with 'error(e)'
ok "error(e)" flat '|event: error|data: {"type":"error","error":{"type":"overloaded_error"'
with 'error(f)'
ok "error(f)" got '^error: {"code":500,'
with 'error(g)'
ok "error(g)" got '^data: {.*"error":{.*"finish_reason":"error"'
with 'error(h)'
ok "error(h)" flat '|event: response.failed|data: {"type":"response.failed"'
with 'error(i)'
ok "error(i): the first event" flat '"role":"assistant".*||data: {"error":{"object":"error","message":"The request queue is full."'
ok "error(i): no token" tokens 0
with 'error(j)'
ok "error(j): no stream" flat '^HTTP/1.1 200.*content-type: application/json.*<|<|{"error":{"message":'
with 'error@end'
ok "error@end: after the last token" tokens 6
ok "error@end: instead of the finish" lacks '"finish_reason":"'
whole
ok "error, not streamed: an error for a body" got '^{"error":{"message"'

with 'reset(start)'
ok "reset(start): not a byte" flat '^.*\[reset\].*reads 0'
with 'reset(header)'
ok "reset(header): the header" flat '^HTTP/1.1 200.*<|<|.*\[reset\]'
ok "reset(header): no token" tokens 0
with 'reset(end)'
ok "reset(end): all tokens" tokens 6
ok "reset(end): but no end" flat '"finish_reason":null.*\[reset\]'
with 'truncate@end'
ok "truncate@end: in the last token" flat '"finish_reason":null.*\[closed\]'
with bad_chunk
raw_chat
ok "bad_chunk" flat '<|no length<|.*\[closed\]'
with bad_length
ok "bad_length" flat 'content-length: 1048576<|.*\[DONE\].*\[closed\]'
whole
ok "bad_length, not streamed" flat 'content-length: [0-9]*<|.*\[closed\]'
PATIENCE=0.3
with hang
ok "hang: not a byte" flat '^.*\[silent\].*reads 0'
PATIENCE=2
with 'hang(100ms)' --truth "$dir/truth"
ok "hang(100ms): then all of it" tokens 6
stop
ok "hang(100ms): the first token comes so late" perl -ne '
    my ($r, $t) = /"received":(\d+),.*?"tokens":\[(\d+)/ or die; exit !($t - $r >= 105e6)' "$dir/truth"

with comments
ok "comments" exactly '^: still here' 6
whole
ok "comments, not streamed: empty lines" flat '<|<||||{"id":'
with pings@4
ok "pings@4" exactly '^event: ping' 2
with heartbeats
ok "heartbeats" exactly '^data: {"choices":\[\]}' 6
with empty_deltas
ok "empty_deltas" exactly '"delta":{"content":""},"finish_reason":null' 6
with prologue
ok "prologue: before the role" flat '<|<|data: {"choices":\[\].*"prompt_filter_results".*"role":'
with 'huge(100kb)'
ok "huge(100kb)" perl -ne '$n += /"padding":"(\d+)"/ && length $1 == 100_000; END { exit !($n == 1) }' "$dir/out"
with usage_null
ok "usage_null: in every event before" exactly '"usage":null}$' 8
with usage_every
ok "usage_every" exactly '"completion_tokens":' 9
with usage_last
ok "usage_last: with the content" got '"content":"[^"]*"}.*"usage":{'
ok "usage_last: not alone" lacks '"choices":\[\]'
with usage_twice
ok "usage_twice" exactly '"choices":\[\],"usage"' 2
with after_done
ok "after_done" flat '\[DONE\]||: the end was not the end||data: {'
with bunch --tokens 8
ok "bunch: half as many events, or fewer, in a read" sh -c 'n=$(sed -n "s/^.reads \([0-9]*\).*/\1/p" "$1"); [ "$n" -le 5 ]' - "$dir/out"
with bom,cr
ok "bom, cr" flat "$(printf '<|<|\357\273\277')data: {.*\\[DONE\\]<<"
with utf8
ok "utf8: hardly any ASCII" perl -ne '$n += () = /"content":"[^"]*[\x80-\xff]/g; END { exit !($n >= 4) }' "$dir/out"
raw_chat
ok "utf8: chunks end within" perl -0777 -ne 'exit !/[\xc2-\xf4]\r\n[0-9a-f]+\r\n[\x80-\xbf]/' "$dir/out"
with no_newline
ok "no_newline" flat 'data: \[DONE\]\[\|data: \[DONE\]|*\[complete\]'

with gzip
ok "gzip" got '^content-encoding: gzip'
with trailers
ok "trailers are told of" got '^trailer: x-sim-end'
with continue
ok "continue" flat '^HTTP/1.1 100 Continue<|<|HTTP/1.1 200 OK<|'
with close
ok "close" got '^connection: close'
with http10
ok "http10" flat '^HTTP/1.0 200 OK.*connection: close.*\[DONE\]||.*\[closed\]'
ok "http10: no chunks" lacks '^transfer-encoding'
with no_length
ok "no_length" flat '^HTTP/1.1 200 OK.*\[DONE\]||.*\[closed\]'
whole
ok "no_length, not streamed" flat '^HTTP/1.1 200 OK.*"finish_reason":"stop".*\[closed\]'
ok "no_length: it is not said" lacks '^content-length'
get() { perl "$here/http.pl" "$port" GET / '' >"$dir/out"; }
get
ok "no_length, of any path" flat '^HTTP/1.1 200 OK.*LLM service.*\[closed\]'
with http10,continue
get
ok "http10, continue, of any path" flat '^HTTP/1.1 100 Continue.*HTTP/1.0 200 OK.*LLM service.*\[closed\]'
with 'hang(50ms)'
get
ok "hang(50ms), of any path" got 'LLM service'
with 'wrong_type(text/html; charset=x)'
ok "wrong_type" got '^content-type: text/html; charset=x'
with late_header --ttft 100ms
ok "late_header: all the same" tokens 6

finish
