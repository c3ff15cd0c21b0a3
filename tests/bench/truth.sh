#!/bin/sh
# How true are the times? sim (50 ms to the first of 100 tokens, then one every 10 ms; for the last
# rows every 20 ms, to see a thousand streams on a processor that is not full) writes down when it handed each token to the kernel; stoke's journal is held against that. All users
# start at once: cold is their first request, warm the later ones on the same connections.
#
#   ROWS="100/10ms 1000/20ms" ROUNDS=3 tests/bench/truth.sh
set -eu
cd "$(dirname "$0")/../.."
stoke=${STOKE:-build/stoke}
dir=$(mktemp -d)
trap 'kill $sim 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM
sim=

# Client and server each on a processor of their own, where there are two.
one= two=
if [ "$(nproc)" -gt 1 ] && command -v taskset >/dev/null; then one="taskset -c 0" two="taskset -c 1"; fi
# Who may goes first where others work on the same machine.
if [ "$(nice -n -15 nice 2>/dev/null)" = -15 ]; then one="nice -n -15 $one" two="nice -n -15 $two"; fi

run() { # users, clock, gap
    rm -f "$dir/url"
    $one "$stoke" sim --port 0 --ttft 50ms --gap "$3" --tokens 100 --truth "$dir/truth" \
        --quit-after 120s >"$dir/url" 2>/dev/null &
    sim=$!
    while [ ! -s "$dir/url" ]; do sleep 0.05; done
    $two "$stoke" -q -t1 -c "$1" -n $(($1 * 4)) -m sim -p "How are you?" --clock "$2" \
        --journal "$dir/journal" --journal-tokens --json - "$(cat "$dir/url")" >"$dir/summary"
    kill $sim
    wait $sim 2>/dev/null || :
    luajit tests/bench/truth.lua "$1" "$2" "$3" "$dir/truth" "$dir/journal" "$dir/summary"
}

luajit tests/bench/truth.lua --head
for row in ${ROWS:-100/10ms 500/10ms 1000/10ms 1000/20ms}; do
    for clock in kernel user; do
        i=0
        while [ $i -lt "${ROUNDS:-3}" ]; do
            run "${row%/*}" "$clock" "${row#*/}"
            i=$((i + 1))
        done
    done
done
