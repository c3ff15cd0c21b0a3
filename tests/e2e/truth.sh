#!/bin/sh
# The times are true even when the client is late to read: against sim's journal of the truth,
# kernel stamps must be off by a small part of a turn, where reading the clock is off by a large
# one. This fails when a token is stamped at the end of the turn, or when it is read.
set -eu
stoke=${STOKE:-build/stoke}
dir=$(mktemp -d)
sim=
trap 'kill $sim 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM

echo 1..4
n=0
ok() { # what, condition...
    n=$((n + 1))
    what=$1
    shift
    if "$@"; then echo "ok $n - $what"; else echo "not ok $n - $what"; fi
}

run() { # clock
    rm -f "$dir/url"
    "$stoke" sim --port 0 --ttft 20ms~0.3 --gap 10ms~0.3 --tokens 20..40 --truth "$dir/truth" --quit-after 30s \
        >"$dir/url" 2>/dev/null &
    sim=$!
    while [ ! -s "$dir/url" ]; do sleep 0.05; done
    "$stoke" -q -s tests/e2e/busy.lua -t1 -c 10 -n 100 -m sim --clock "$1" --journal "$dir/journal" \
        --journal-tokens --json - "$(cat "$dir/url")" >"$dir/summary"
    kill $sim
    wait $sim || :
    luajit tests/bench/truth.lua --figures "$dir/truth" "$dir/journal"
}

read -r exchanges middle late <<X
$(run kernel)
X
turn=$(sed 's/.*"turn":{[^}]*"max":\([0-9.e-]*\).*/\1/' "$dir/summary" | awk '{ printf "%d", $1 * 1e9 }')
clock=$(sed 's/.*"clock":"\([a-z]*\)".*/\1/' "$dir/summary")
read -r _ user_middle user_late <<X
$(run user)
X
echo "# kernel: median $middle ns, p99 $late ns; read clock: median $user_middle ns, p99 $user_late ns; longest turn $turn ns"

if [ "$clock" != kernel ]; then
    for i in 1 2 3 4; do echo "ok $i # SKIP this kernel gives no receive stamps"; done
    exit 0
fi
ok "every exchange is in both journals" [ "$exchanges" = 100 ]
ok "turns were long indeed" [ "$turn" -gt 4000000 ]
ok "a token's stamp is off by less than a fiftieth of a turn, at p99" [ $((late * 50)) -lt "$turn" ]
ok "and twenty times less than a clock that is read when we get to it" [ $((late * 20)) -lt "$user_late" ]
