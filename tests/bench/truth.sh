#!/bin/sh
# How true are the times? sim writes down when it handed each token to the kernel, and stoke's journal
# is held against that. Rows are USERS/GAP: 50 ms to the first of 100 tokens, then one every GAP (20 ms
# to see a thousand streams on a processor that is not full). All users start at once: cold is their
# first request, warm the later ones on the same connections. USERS/GAP/chat is a script's users on one
# worker, who ask twice for 20 tokens and think in between.
#
#   ROWS="100/10ms 1000/20ms 10000/200ms/chat" ROUNDS=3 tests/bench/truth.sh
set -eu
cd "$(dirname "$0")/../.."
stoke=${STOKE:-build/stoke}
dir=$(mktemp -d)
trap 'kill $sim 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM
sim=

. tests/bench/places.sh

run() { # users, clock, gap, tokens, what is asked
    users=$1 clock=$2 gap=$3
    rm -f "$dir/url"
    $one "$stoke" sim --port 0 --ttft 50ms --gap "$gap" --tokens "$4" --truth "$dir/truth" \
        --quit-after 120s >"$dir/url" 2>/dev/null &
    sim=$!
    shift 4
    while [ ! -s "$dir/url" ]; do sleep 0.05; done
    $two "$stoke" -q -t1 -c "$users" -m sim --clock "$clock" "$@" \
        --journal "$dir/journal" --journal-tokens --json - "$(cat "$dir/url")" >"$dir/summary"
    kill $sim
    wait $sim 2>/dev/null || :
    luajit tests/bench/truth.lua "$users" "$clock" "$gap" "$dir/truth" "$dir/journal" "$dir/summary"
}

luajit tests/bench/truth.lua --head
for row in ${ROWS:-100/10ms 500/10ms 1000/10ms 1000/20ms 10000/200ms/chat}; do
    users=${row%%/*} gap=${row#*/}
    for clock in kernel user; do
        i=0
        while [ $i -lt "${ROUNDS:-3}" ]; do
            case $row in
                */chat) run "$users" "$clock" "${gap%/*}" 20 -n "$users" -s tests/bench/chat.lua ;;
                *) run "$users" "$clock" "$gap" 100 -n $((users * 4)) -p "How are you?" ;;
            esac
            i=$((i + 1))
        done
    done
done
