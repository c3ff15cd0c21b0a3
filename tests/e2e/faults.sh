#!/bin/sh
# Each way in which a service goes wrong is counted under its own name; odd habits that hurt
# nobody are no faults; and whatever happens the run ends, with every request accounted for.

. "$(dirname "$0")/lib/common.sh"

ended() { [ $status -eq "$1" ] && holds 'n("ok") + n("failed") == n("begun") && n("unfinished") == 0'; }

# Every request suffers it.
always() { # always SIM_FAULT NAMES: the latter a Perl pattern
    sim --fault "$1"
    load -m m -p "Why?" -c 4 -n 16 --stall 700ms
    stop
    ended 111 && says '^stoke: nothing was measured' &&
        holds "n('begun') == 16 && faults() =~ /^($2):16\$/ && !\$s->{tokens}{output}"
}

# Some do, as the service's own journal says, and the others are as good as ever.
sometimes() {
    rm -f "$dir/truth"
    sim --fault "$1:0.3" --truth "$dir/truth"
    load -m m -p "Why?" -c 8 -n 60 --stall 700ms
    stop
    # libcurl sends again, once, what it sent on a kept connection that was closed without a word.
    ended 0 && holds "my \$n = grep({ (\$_->{fault} // '') eq '$1' } rows('truth')) - \$s->{connections}{retried};
        \$n > 4 && \$n < 40 && faults() eq \"$2:\$n\" && n('ok') == 60 - \$n && \$s->{tokens}{output} == 6 * n('ok')"
}

# No harm is done.
habit() {
    sim --fault "$1" --gap 4ms
    load -m m -p "Why?" -c 4 -n 16 --stall 700ms
    stop
    ended 0 && holds 'n("ok") == 16 && faults() eq "" && $s->{tokens}{output} == 96 && p("ttft", 50) >= 0.005'
}

for pair in no_reply:no_reply not_http:malformed 429:status 503:status reset:reset truncate:truncated \
    stall:stalled error:in_stream error_event:in_stream no_end:truncated bad_json:malformed empty:empty; do
    beside every always "${pair%:*}" "${pair#*:}"
    beside some sometimes "${pair%:*}" "${pair#*:}"
    ok "${pair%:*} is ${pair#*:}" of every
    ok "${pair%:*}, now and then" of some
done

for pair in 'reset(start):no_reply' 'reset(header):reset' 'reset(end):reset' truncate@end:truncated stall@end:stalled \
    bad_chunk:malformed 'error(a):in_stream' 'error(b):in_stream' 'error(c):in_stream' 'error(d):in_stream' \
    'error(e):in_stream' 'error(f):in_stream' 'error(g):in_stream' 'error(h):truncated' 'error(i):in_stream' \
    'error(j):in_stream' error@end:in_stream '200(html):malformed' '200(detail):malformed' '200(empty):malformed' \
    307:status gzip:malformed; do
    ok "${pair%:*} is ${pair#*:}" always "${pair%:*}" "${pair#*:}"
done
sim --fault gzip
load -m m -p "Why?" -c 4 -n 8 -H 'Accept-Encoding: gzip'
ok "gzip is no fault to who asks for it" holds 'n("ok") == 8 && $s->{tokens}{output} == 48 && p("ttft", 50) >= 0.005'
load -m m -p "Why?" -c 4 -n 8 -H 'accept-encoding: identity, gzip;q=0.5' --no-stream
ok "gzip, not streamed" holds 'n("ok") == 8 && $s->{tokens}{output} == 48'
load -m m -p "Why?" -c 4 -n 8 -H 'Accept-Encoding: identity'
stop
ok "gzip is malformed to who says that it is not wanted" holds 'faults() eq "malformed:8"'
sim --fault hang
load -m m -p "Why?" -c 4 -n 8 -T 200ms
stop
ok "hang is timeout" holds 'faults() eq "timeout:8"'
sim --fault bad_length
load -m m -p "Why?" -c 4 -n 8
ok "bad_length is no fault to a stream that came to its end" holds 'n("ok") == 8 && $s->{tokens}{output} == 48'
load -m m -p "Why?" -c 4 -n 8 --no-stream
stop
ok "bad_length is truncated where there is no other end" holds 'faults() eq "truncated:8"'

# Whatever it says of it, and in whatever form.
sim --fault '400(detail):0.1,401:0.1,403(html):0.1,404:0.1,408(empty):0.1,413(plain):0.1,429(date):0.1' \
    --fault '500:0.1,502(html+2.5):0.1,503(plain+never):0.1,504:0.1,529(30):0.1' --truth "$dir/truth"
load -m m -p "Why?" -c 8 -n 400
stop
ok "each status is counted" holds 'my (%n, $bad); $n{$_->{fault} // "ok"}++ for rows("truth");
    $bad += $n{$_} for grep { /^\d/ } keys %n;
    keys(%n) == 13 && faults() eq "status:$bad" && n("ok") == $n{ok} &&
    all { $s->{status}{$_} == $n{$_} } grep { /^\d/ } keys %n'

# Who is accepted and then dropped has no reply; now and then the request itself meets the
# closed door.
ok "refuse is no_reply" always refuse 'no_reply|send'
sim --fault refuse:0.5
load -m m -p "Why?" -c 8 -n 60 # a connection that was good stays open, so few are refused
stop
ok "refuse, now and then" ended 0
ok "refuse leaves no trace on the others" holds '$s->{tokens}{output} == 6 * n("ok") && !grep { !/^(no_reply|send)$/ } keys %{$s->{faults}}'

for fault in slow_header late_role no_usage no_done reasoning comments drip crlf; do
    ok "$fault is no fault" habit $fault
    case $fault in
        no_usage) ok "without usage, events are counted, and it says so" \
            holds '$s->{tokens}{counted_by} eq "events" && $s->{tokens}{coverage} == 0 && $s->{tokens}{events} == 96'
            ok "input that nobody told is absent" \
                holds '!exists $s->{tokens}{input} && !exists $s->{throughput}{total_tokens_per_second}' ;;
        crlf) ok "with usage, usage" \
            holds '$s->{tokens}{counted_by} eq "usage" && $s->{tokens}{coverage} == 1 && $s->{tokens}{events} == 96' ;;
        reasoning) ok "reasoning: an answer later than the first token" \
            holds 'p("ttfa", 50) > p("ttft", 50) + 0.004' ;;
        comments) ok "otherwise they are the same" holds 'p("ttfa", 50) == p("ttft", 50)' ;;
    esac
done
# All habits there are, in whatever mixture the dice give.
sim --fault 'stall(20ms):0.1,hang(20ms):0.1,refusal:0.1,reasoning:0.1,late_role:0.1,comments:0.1,pings:0.1' \
    --fault 'heartbeats:0.1,empty_deltas:0.1,bunch(2):0.1,dribble(3):0.1@2,drip:0.05,usage_null:0.1,usage_every:0.1' \
    --fault 'usage_last:0.1,usage_twice:0.1,prologue:0.1,huge(5kb):0.1,after_done:0.1,no_done:0.1,split:0.1' \
    --fault 'utf8:0.1,crlf:0.1,cr:0.1,bom:0.2,no_space:0.1,multiline:0.1,fields:0.1,no_newline:0.1,late_header:0.1' \
    --fault 'wrong_type(application/json):0.1,continue:0.1,close:0.1,http10:0.1,no_length:0.1,trailers:0.1' \
    --truth "$dir/truth"
load -m m -p "Why?" -c 8 -n 400
stop
ok "all habits together: no fault, and every token" \
    holds 'n("ok") == 400 && faults() eq "" && $s->{tokens}{output} == 2400 && $s->{tokens}{coverage} == 1'
ok "all habits together: hardly anybody was spared" holds '20 > grep { !$_->{fault} } rows("truth")'
sim --fault 'stall(20ms):0.2,hang(20ms):0.2,drip:0.1,usage_null:0.2,close:0.2,http10:0.2,no_length:0.2,continue:0.2' \
    --fault 'wrong_type:0.2,dribble(5):0.2,slow_header(1ms):0.2,late_header:0.2,trailers:0.2,refusal:0.2,comments:0.2'
load -m m -p "Why?" -c 8 -n 100 --no-stream
stop
ok "the same, not streamed" holds 'n("ok") == 100 && faults() eq "" && $s->{tokens}{output} == 600'

sim --fault late_role --ttft 60ms
load -m m -p "Why?" -c 4 -n 16
stop
ok "a role is no token, but a first chunk" holds 'p("ttft", 50) > 0.059 && p("ttfc", 50) < p("ttft", 50) / 2'

sim --fault 429:0.3 --fault reset:0.3 --fault no_usage:0.5 --truth "$dir/truth"
load -m m -p "Why?" -c 8 -n 60
stop
ok "several at once" ended 0
ok "several at once: each by its name" holds 'my %n; $n{$_->{fault} // ""}++ for rows("truth");
    faults() eq "reset:$n{reset} status:$n{429}" && $s->{status}{429} == $n{429}'
ok "counted by both ways: mixed" holds '$s->{tokens}{counted_by} eq "mixed" && $s->{tokens}{coverage} > 0 && $s->{tokens}{coverage} < 1'

sim --gap 60ms
load -m m -p "Why?" -c 4 -n 8 --stall 700ms
ok "slow, but not for too long: no stall" holds 'n("ok") == 8 && faults() eq ""'
load -m m -p "Why?" -c 4 -n 8 --stall 20ms
ok "the same, with less patience" holds 'faults() eq "stalled:8"'
stop
sim --ttft 30s
load -m m -p "Why?" -c 4 -n 8 -T 200ms
stop
ok "silence before the first token is a timeout" holds 'faults() eq "timeout:8" && $s->{run}{elapsed} < 5'

sim --fault error
load -m m -p "Why?" -c 1 -n 1
ok "a fault comes with what the service said" holds '$s->{faults}{in_stream}{example} eq "The simulated engine failed while speaking."'
ok "the report too" grep -q 'in_stream 1: The simulated engine failed while speaking' "$dir/out"
stop
for fault in stall no_end empty reset; do
    sim --fault $fault
    load -m m -p "Why?" -c 1 -n 1 --stall 50ms
    stop
    ok "$fault: the example is not empty" holds '(values %{$s->{faults}})[0]{example} =~ /\w/'
done

at_once --tokens 50
load -m m -p "Why?" -c 2 -n 20
stop
ok "tokens that come together are told of" holds 'n("ok") == 20 && $s->{verdict}{coalesced} > 0.5 &&
    grep { /came in one read/ } @{$s->{verdict}{notes}}'

sim --quit-after 1500ms
load -m m -p "Why?" -R 40 -d 3s
stop
ok "a service that goes away: connect" holds '$s->{faults}{connect}{count} > 10 && n("ok") > 3 && n("failed") + n("ok") == n("begun")'
ok "the example names the address, not our own words for it" holds '$s->{faults}{connect}{example} =~ /127\.0\.0\.1|localhost/'

sim
plain=$url
printf 'function journey(user) user:http { url = "https://127.0.0.1:%s" } end\n' "$port" >"$dir/elsewhere.lua"
load -m m -p "Why?" -c 2 -n 4 -s "$dir/elsewhere.lua"
ok "TLS to who does not speak it is tls" holds 'faults() eq "tls:4" && $s->{faults}{tls}{example} =~ /speaks no TLS/'
url=$plain
load -m m -p "Why?" -c 4 -n 16 --no-stream
ok "--no-stream: all good, all counted" holds 'n("ok") == 16 && $s->{tokens}{output} == 96 && $s->{tokens}{counted_by} eq "usage"'
ok "--no-stream: no clock stamped a token" holds '!exists $s->{verdict}{clock}'
ok "--no-stream: no token times that nobody saw" holds '!$s->{metrics}{gap}{count} && !$s->{metrics}{ttft}{count} && $s->{metrics}{latency}{count} == 16'
load -m m -p "Why?" -c 4 -n 16 --api completions
ok "--api completions: the same numbers" holds 'n("ok") == 16 && $s->{tokens}{output} == 96 && $s->{metrics}{ttft}{count} == 16 && $s->{run}{api} eq "completions"'
load -m m -p "Why?" -c 4 -n 8 --api completions --no-stream
ok "completions, not streamed" holds 'n("ok") == 8 && $s->{tokens}{output} == 48'
url=$plain/v1
load -m m -p "Why?" -c 4 -n 8
ok "the URL may be the service's /v1" holds 'n("ok") == 8'
for end in chat/completions completions chat/completions chat/completions; do
    url=$plain/v1/$end
    load -c 4 -n 8
    ok "or /v1/$end, which also tells what to ask; the model is found" holds 'n("ok") == 8 && $s->{run}{model} eq "sim" &&
        $s->{run}{api} eq ($s->{run}{url} =~ /chat/ ? "chat" : "completions")'
done
url=$plain
load -c 4 -n 8
ok "without all that it is a GET" holds 'n("ok") == 8 && $s->{run}{api} eq "http" && !$s->{tokens}{output}'
url=$plain/nothing
load -c 4 -n 8
ok "and 404 is a fault" holds 'faults() eq "status:8" && $s->{status}{404} == 8'
stop

# A body that ends with its connection, as HTTP/1.0 has it.
head=$(printf 'HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n.')
part() { printf 'data: {"choices":[{"index":%s,"delta":{"content":"a"},"finish_reason":%s}]}\n\n' "$1" "$2"; }
serve say "${head%.}$(part 0 null)

data: {\"choices\":[{\"del"
load -m m -p "Why?" -c 1 -n 1
ok "cut inside an event is truncated" holds \
    'faults() eq "truncated:1" && $s->{faults}{truncated}{example} eq "broke off inside its JSON, after 1 tokens"'
stop
serve say "${head%.}<html><title>Please sign in"
load -m m -p "Why?" -c 1 -n 1
ok "what came instead of a stream is shown" holds \
    '$s->{faults}{malformed}{example} eq "status 200 with a body of text/event-stream: <html><title>Please sign in"'
stop
serve say "${head%.}$(part 0 '"stop"')

$(part 1 null)

"
cat >"$dir/several.lua" <<'END'
local n = 0
function journey(user)
  n = n + 1
  user:chat():ask("x", { n = n })
  if n > 1 then user:chat():ask("x", { n = 2, on_token = function() end }) end
end
END
load -m m -p "Why?" -c 1 -n 2 -s "$dir/several.lua"
ok "of several answers each must come to its end" holds \
    'n("ok") == 1 && faults() eq "truncated:2" && $s->{faults}{truncated}{example} =~ /for each choice/'
stop

sim --tls-cert "$dir/cert.pem"
load -m m -p "Why?" -c 2 -n 4
ok "a certificate that nobody trusts is said before the load" both says 'self-signed certificate; --cacert FILE trusts it, -k accepts any' [ $status -eq 111 ]
printf 'function journey(user) user:http { url = "%s" } end\n' "$url" >"$dir/elsewhere.lua"
secure=$url
sim
load -s "$dir/elsewhere.lua" -m m -c 2 -n 4
ok "where a journey finds it, it is tls" holds 'faults() eq "tls:4" && $s->{faults}{tls}{example} =~ /certificate/'
url=$secure port=${secure##*:}
load -m m -p "Why?" -c 2 -n 4 --cacert "$dir/cert.pem"
ok "--cacert: trusted" holds 'n("ok") == 4 && $s->{connections}{opened} == 2 && !grep { /certificate/ } @{$s->{verdict}{notes}}'
load -m m -p "Why?" -c 2 -n 4 -k
ok "-k: not looked at, and it says so" holds 'n("ok") == 4 && grep { /certificates were not verified/ } @{$s->{verdict}{notes}}'
url=https://wrong.test
load -m m -p "Why?" -c 2 -n 4 --cacert "$dir/cert.pem" --connect-to "127.0.0.1:$port"
ok "the certificate is of another name: so is that" both says 'matches target host name .wrong.test.; -k accepts any' [ $status -eq 111 ]
url=https://localhost
load -m m -p "Why?" -c 2 -n 4 --cacert "$dir/cert.pem" --connect-to "127.0.0.1:$port"
ok "--connect-to: the URL's name counts" holds 'n("ok") == 4'
stop

# A body of more than a megabyte makes libcurl ask first, and wait for a second.
perl -e 'print "What is it? " x (1 << 17), "\n"' >"$dir/large.txt"
serve weigh "$dir/requests"
load -m m -c 2 -n 4 --prompts "$dir/large.txt"
stop
ok "1.5 MiB arrive whole" holds 'n("ok") == 4 && 4 == grep { $_->{size} > 12 << 17 } rows("requests")'
ok "and nobody asks to be asked for them" holds '!grep { $_->{head} =~ /^expect:/mi } rows("requests")'

finish
