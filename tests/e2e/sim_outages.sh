#!/bin/sh
# A service that stands still, is gone for a while, or is not there yet; and what stoke makes of it.

. "$(dirname "$0")/lib/common.sh"

refuses() { # what it says of these options
    why=$1
    shift
    run "$STOKE" sim "$@"
    [ $status -eq 2 ] && grep -q -e "$why" "$dir/err"
}
ok "a pause that is none" refuses '--pause: "soon" is no stretch of time (example: 5s..6s)' --pause soon
ok "a crash that goes back" refuses '--crash: "2s..1s" is no stretch of time' --crash 2s..1s
ok "a pause of several threads" refuses 'only a service of one thread' --ttft 5ms --threads 2 --pause 1s..2s
ok "a pause of an instant" refuses 'no time to stand still in' --instant --pause 1s..2s

# The longest time between two tokens, by the service's own account, in ms; none is lost.
longest() {
    perl -ne '/"tokens":\[(.*?)\]/ or next; my @t = split /,/, $1;
        for (1 .. $#t) { my $gap = $t[$_] - $t[$_ - 1]; $most = $gap if $gap > $most }
        END { printf "%d\n", $most / 1e6 }' "$dir/truth"
}
pauses() { # OPTIONS
    rm -f "$dir/truth"
    start "$STOKE" sim --port 0 --quit-after 15m --tokens 100 --truth "$dir/truth" --pause 150ms..650ms "$@"
    load -m m -c 2 -n 2
    stop
}
pauses --ttft 5ms --gap 5ms
ok "a pause: every token comes" holds 'n("ok") == 2 && $s->{tokens}{output} == 200'
ok "a pause: nothing was said for so long" [ "$(longest)" -gt 350 ]
ok "a pause: it is not caught up with" holds 'p("e2e", 50) > 0.95'
pauses --preset tiny --time-scale 0.2
ok "an engine's pause: every token comes" holds 'n("ok") == 2 && $s->{tokens}{output} == 200'
ok "an engine's pause: nothing was said for so long" [ "$(longest)" -gt 350 ]
ok "an engine's pause: it is not caught up with" holds 'p("e2e", 50) > 0.75'
ok "an engine's pause: moments are in order" perl -MJSON::PP -ne '
    my $l = decode_json($_);
    $bad++ if !($l->{received} <= $l->{scheduled} && $l->{scheduled} <= $l->{first_token} && $l->{first_token} < $l->{last_token}
        && $l->{last_token} <= $l->{ended});
    END { exit $bad > 0 }' "$dir/truth"

sim --crash 300ms..700ms --gap 20ms
load -m m -R 60 -d 1500ms
ok "a crash: connections are reset and refused" holds 'my $f = $s->{faults};
    $f->{connect}{count} > 3 && $f->{reset}{count} + ($f->{no_reply}{count} // 0) > 0 &&
    !grep { !/^(connect|reset|no_reply|send)$/ } keys %$f'
ok "a crash: who came before and after is served" holds 'n("ok") > 20 && n("ok") + n("failed") == n("begun")'
load -m m -c 2 -n 4
stop
ok "a crash: it is over" holds 'n("ok") == 4'
start "$STOKE" sim --port 0 --quit-after 15m --preset tiny --time-scale 0.2 --tokens 60 --crash 100ms..300ms
load -m m -R 40 -d 800ms
ok "an engine's crash" holds '$s->{faults}{reset}{count} > 0 && $s->{faults}{connect}{count} > 0 && n("ok") > 0'
ok "nobody is left in it" sh -c 'curl -s "$1/sim/stats" | grep -q "\"running\": *0,.*\"waiting\": *0,"' - "$url"
stop
sim --crash 50ms..10s --gap 20ms --tokens 1000
load -m m -c 4 -n 8 -T 5s
ok "a crash in mid-stream is a reset" holds '$s->{faults}{reset}{count} == 4 && n("ok") == 0'
stop
ok "it ends while it is gone" [ -z "$services" ]

sim --ready-after 600ms --truth "$dir/truth"
load -m m -c 1 -n 1
ok "503 while the model is loaded" holds 'faults() eq "status:1" && $s->{status}{503} == 1'
ok "what it waits for" holds '$s->{faults}{status}{example} =~ /is loading its model/'
sleep 0.7
load -m m -c 1 -n 1
stop
ok "then it is there" holds 'n("ok") == 1'
sim --ready-after 1h
curl -s -d '{}' "$url/v1/messages" "$url/v1/messages/count_tokens" >"$dir/out"
ok "each path tells it in its own words" [ "$(grep -o '{"type":"error","error":{"type":"overloaded_error"' "$dir/out" | wc -l)" -eq 2 ]
stop

finish
