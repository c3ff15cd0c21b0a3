#!/bin/sh
# Whose connections are, how many there are at a time, when they are opened, kept and given up, where
# they come from and where they lead to: as the service sees it, which writes down who came
# (lib/doors.pl).

. "$(dirname "$0")/lib/common.sh"
cd "$dir" || exit 1

doors() { start perl "$lib/doors.pl" "$dir/book" "$@"; }
seen() { grep -c "^$1 " book; } # how often the service wrote that down
opened() { echo $(($(seen open) - 1)); }  # the first one came to see whether somebody is there
peak() { awk '/^open / && ++n > most { most = n } /^(close|left) / { n-- } END { print most + 0 }' book; }
well() { [ $status -eq 0 ] && holds 'n("failed") == 0 && !$s->{connections}{retried}'; }

# Whose they are.

doors slow=0.01
load -c 8 -n 64
ok "a user's connection is kept" well
ok "and is nobody else's" [ "$(opened) $(peak)" = "8 8" ]
ok "nobody waits for one" holds '!$s->{metrics}{wait}'
stop

doors slow=0.01
load -c 8 -c pool:3 -n 64 --journal pool
ok "a pool is shared" well
ok "by all, and never larger" [ "$(opened) $(peak)" = "3 3" ]
ok "who waits for a connection is known" holds '$s->{metrics}{wait}{count} == 64 && $s->{metrics}{wait}{max} > 0.01'
ok "that is not the service's time, nor our lateness" holds \
    'all { $_->{ready} <= $_->{begun} && $_->{begun} <= $_->{sent} && $_->{waited} <= $_->{ready} - $_->{due} } rows("pool")'
ok "but the user's" holds 'any { $_->{waited} > 1e7 } rows("pool")'
stop

doors slow=0.01
load -t 2 -c 8 -c pool:3 -n 64
ok "workers share it exactly" [ "$(opened) $(peak)" = "3 3" ]
stop

doors
load -c 4 -c per-request -n 32
ok "a connection for each request" well
ok "and none is kept" [ "$(opened) $(seen ask)" = "32 32" ]
ok "as we count them too" holds '$s->{connections}{opened} == 32 && $s->{connections}{reused} == 0'
stop

sim
load -m m -c 6 -c pool:2 -n 24
ok "answers stream over a pool as well" holds '$s->{tokens}{output} == 144 && $s->{metrics}{wait}{count} == 24'
stop

# How long they are kept. Users rest for longer than the service keeps what is idle, or shorter.

cat >rests.lua <<'L'
options = { api = "http" }
function journey(user)
  user:http { url = "/" }
  for _ = 1, 2 do
    user:think("600ms")
    user:http { url = "/" }
  end
end
L
doors idle=0.5
load -s rests.lua -c 4 -n 4 --idle-age 200ms
ok "what was idle for too long is not used again" well
ok "but a new one, before the service closes it" [ "$(opened) $(seen close)" = "12 0" ]
ok "that is counted" holds '$s->{connections}{opened} == 12 && $s->{connections}{aged} == 8 && $s->{connections}{closed} == 0'
ok "what is given up is open no more" holds '$s->{connections}{most} == 4'
load -s rests.lua -c 4 -n 4 --idle-age never
ok "what the service closes is counted as well" holds '$s->{connections}{closed} == 8 && $s->{connections}{aged} == 0'
stop
doors
load -s rests.lua -c 4 -n 4
ok "less than four seconds are no age" holds '$s->{connections}{opened} == 4 && $s->{connections}{aged} == 0'
stop
sim --tls
load -k -s rests.lua -c 4 -n 4 --idle-age 200ms
ok "so it is under TLS" holds 'n("failed") == 0 && $s->{connections}{opened} == 12 && $s->{connections}{aged} == 8'
load -k --http2 -s rests.lua -c 4 -n 4 --idle-age 200ms
ok "and with HTTP/2" holds 'n("failed") == 0 && $s->{connections}{aged} == 8'
stop
# When they are opened.

cat >late.lua <<'L'
options = { api = "http" }
function journey(user)
  user:http { url = "/" }
end
L
doors
load -s late.lua -c 300 -n 300 --preconnect --journal early
ok "connections are opened before the load" holds \
    'n("ok") == 300 && $s->{connections}{before} == 300 && $s->{connections}{opened} == 300 && $s->{connections}{reused} == 300'
ok "all of them, and no other" [ "$(opened)" = 300 ]
ok "so no request waits for one" holds '!$s->{metrics}{connect} && all { $_->{reused} && !$_->{connected} } rows("early")'
ok "none at all was asked for before all were open" sh -c \
    'grep -n . book | awk -F "[: ]" "/:open/ { last = \$1 } /:ask/ { asks[++n] = \$1 } END { exit !(n == 600 && asks[301] > last) }"'
load -s late.lua -t 2 -c 9 -c pool:5 -n 20 --preconnect
ok "a pool's too" holds 'n("ok") == 20 && $s->{connections}{before} == 5 && $s->{connections}{opened} == 5'
load -s late.lua -R 50 -d 200ms --preconnect
ok "an open load begins with those of a second" holds '$s->{connections}{before} == 50 && !$s->{metrics}{connect}'
stop
sim --tls
load -k -s late.lua -t 2 -c 20 -n 20 --preconnect
ok "and they agree on TLS" holds '$s->{connections}{opened} == 20 && !$s->{metrics}{connect}'
load -k --http2 -s late.lua -c 20 -n 20 --preconnect
ok "and on HTTP/2" holds '$s->{connections}{opened} == 20 && !$s->{metrics}{connect}'
stop

# Where they go.

shares() { awk '/^ask / { n[$2]++ } END { print n[1] + 0, n[2] + 0, n[3] + 0 }' book; }
three() {
    doors doors=3
    places=$(cat "$dir/url")
    url=${places%% *}
    # shellcheck disable=SC2086
    set -- "$@" $(printf -- '--connect-to %s ' $(printf '%s\n' $places | sed 's#http://##'))
    load "$@"
}
doors_opened() { awk '/^open / { n[$2]++ } END { print n[1] - 1, n[2] - 1, n[3] - 1 }' book; } # one came to see
three -t 1 -c 6 -n 60
ok "several addresses" well
ok "users are dealt to them in turn, and keep to theirs" [ "$(doors_opened)" = "2 2 2" ]
ok "each has its own numbers, and all together are the run's" holds 'my @t = @{$s->{targets}};
    @t == 3 && sum0(map { $_->{requests}{ok} } @t) == 60 &&
    (all { $_->{connections}{opened} == 2 && $_->{metrics}{latency}{count} == $_->{requests}{ok} } @t) && join(" ", map { "http://$_->{address}" } @t) eq "'"$places"'"'
ok "and the report has a line for each" [ "$(grep -c '^    127.0.0.1:[0-9]*  *[0-9]*  *0 .* 2$' "$dir/out")" = 3 ]
ok "whatever the address, the Host is the URL's" [ "$(awk '/^ask / { print $4 }' book | sort -u)" = "${url#http://}" ]
stop
three -t 1 -c 2 -n 60 --balance round-robin
ok "round-robin: each has as many" [ "$(shares)" = "20 20 20" ]
ok "over a connection that each user has to each" holds 'n("failed") == 0 && $s->{connections}{opened} == 6'
stop
three -t 1 -c 2 -n 90 --balance random
ok "each is counted where it went" holds '"@{[map { $_->{requests}{begun} } @{$s->{targets}}]}" eq "'"$(shares)"'"'
ok "random: each has some, by the dice" [ "$(awk '/^ask / { n[$2]++ } END { for (d in n) if (n[d] > 12) c++; print c }' book)" = 3 ]
stop

doors
one=$port
doors
other=$port
cat >gone.lua <<L
options = { api = "http" }
function prepare() os.execute "kill -9 ${services##* } && sleep 0.05" end
function journey(user) user:http { url = "/" } end
L
load -s gone.lua -t 1 -c 2 -n 4 --connect-to "127.0.0.1:$one" --connect-to "127.0.0.1:$other"
ok "who is gone is told by its own address" holds '$s->{faults}{connect}{example} =~ /port '"$other"':/ &&
    $s->{targets}[0]{requests}{failed} == 0 && $s->{targets}[1]{faults}{connect} == $s->{targets}[1]{requests}{begun}'
stop

# Where they come from.

peers() { awk '/^open / && $3 != "127.0.0.1" { n[$3]++ } END { for (a in n) print a, n[a] }' book | sort | xargs; }
doors slow=0.01
load -t 1 -c 9 -n 36 --source 127.0.0.2,127.0.0.7-127.0.0.8
ok "connections come from addresses of ours" well
ok "in turn" [ "$(peers)" = "127.0.0.2 3 127.0.0.7 3 127.0.0.8 3" ]
stop
doors
load -t 1 -c 4 -c per-request -n 40 --source 127.0.0.2,127.0.0.3
ok "so do those of single requests" [ "$(peers)" = "127.0.0.2 20 127.0.0.3 20" ]
stop
doors
load -t 1 -c 6 -n 12 --preconnect --source 127.0.0.2,127.0.0.3
ok "and those opened before the load" [ "$(peers)" = "127.0.0.2 3 127.0.0.3 3" ]
if grep -q ' lo$' /proc/net/if_inet6 2>/dev/null; then
    load -c 2 -n 4 --source ::1
    ok "IPv6 does not lead to IPv4: 111" [ $status -eq 111 ]
    ok "and why" says '^stoke: --source: 127.0.0.1 cannot be reached from "::1": expected addresses of its kind$'
fi
stop

# In a network of its own, where few ports are.
cat >few.sh <<'S'
ip link set lo up
echo "40000 40009" >/proc/sys/net/ipv4/ip_local_port_range || exit 1
"$STOKE" sim --port 8000 --ttft 50ms --quit-after 20s >few.url 2>&1 &
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s few.url ] || sleep 0.1; done
"$STOKE" -q -m m -c 20 -n 20 --json "$1" http://127.0.0.1:8000
kill $!
S
if timeout 5 unshare -rn sh -c 'ip link set lo up && echo "40000 40009" >/proc/sys/net/ipv4/ip_local_port_range' 2>/dev/null; then
    export STOKE
    run unshare -rn sh few.sh "$dir/json"
    ok "who has no port left is told what to do" holds \
        '$s->{faults}{connect}{example} =~ /no port of ours is free for it: take more addresses \(--source\)/ && n("ok") > 0'
fi

serve say nothing
load -s late.lua -c 20 -n 20 --preconnect
ok "a service that wants none: 111" [ $status -eq 111 ]
ok "and why" says '^stoke: --preconnect: the reply is no HTTP$'
stop

finish
