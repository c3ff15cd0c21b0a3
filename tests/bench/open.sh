#!/bin/sh
# Does an open load come when it should? 2000 requests a second, at random moments, against sim on
# a processor of its own: how many came, how late, and whether the times between them are those of a
# Poisson process (Kolmogorov and Smirnov's test of the moments when they were due, begun and sent).
#
#   RATE=2000 SECONDS_EACH=30 ROUNDS=2 tests/bench/open.sh
set -eu
cd "$(dirname "$0")/../.."
stoke=${STOKE:-build/stoke}
rate=${RATE:-2000}
lasts=${SECONDS_EACH:-30}
dir=$(mktemp -d)
sim=
trap 'kill $sim 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM

. tests/bench/places.sh

run() { # threads, seed
    rm -f "$dir/url"
    $one "$stoke" sim --port 0 --ttft 2ms --gap 1ms --tokens 4 --quit-after 120s >"$dir/url" 2>/dev/null &
    sim=$!
    while [ ! -s "$dir/url" ]; do sleep 0.05; done
    $two "$stoke" -q -t "$1" -R "$rate" --arrival poisson -d "${lasts}s" --seed "$2" -m sim -p "How are you?" \
        --journal "$dir/journal" --json "$dir/summary" "$(cat "$dir/url")" >/dev/null
    kill $sim
    wait $sim 2>/dev/null || :
    luajit tests/bench/open.lua "$1" "$rate" "$lasts" "$dir/journal" "$dir/summary" "$dir/due.$1"
}

luajit tests/bench/open.lua --head
i=1
while [ $i -le "${ROUNDS:-2}" ]; do
    for threads in 1 4; do run $threads $i; done
    if cmp -s "$dir/due.1" "$dir/due.4"; then
        echo "four threads were due at the moments of one: ok"
    else
        echo "four threads were due at the moments of one: MISSED"
    fi
    i=$((i + 1))
done
