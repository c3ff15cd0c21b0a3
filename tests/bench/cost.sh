#!/bin/sh
# What does a request, a token, an open stream cost us? Client and server have a processor each
# where there are two; what is compared is run in turns, round after round, and costs are
# those of the whole process (user and system). What starting and connecting cost is taken
# out by subtracting a short run from a long one. The raw reader is tests/bench/raw.c.
#
#   ROUNDS=5 REQUESTS=40000 TOKENS=150 GAP=20ms STREAMS=10000 SLEEPERS=100000 tests/bench/cost.sh [PART...]
#
# The parts: http, connections, tokens, memory, instant, and of scripts: step, listen, sleep. A target that is missed is printed, and
# is no failure: on a machine that others use, figures are only as good as their spread.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
stoke=${STOKE:-build/stoke}
raw=$build/tests/bench/raw
spend=$build/tests/bench/spend
requests=${REQUESTS:-40000}
tokens=${TOKENS:-150}
gap=${GAP:-20ms}
streams=${STREAMS:-10000}
sleepers=${SLEEPERS:-100000}
parts=${*:-http connections tokens memory instant step listen sleep}
dir=$(mktemp -d)
log=$dir/log
sim= client=
trap 'kill $sim $client 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM

. tests/bench/service.sh

# Processor seconds that a running process has used.
used() { # pid
    awk '{ nanos += $1 } END { printf "%.6f\n", nanos / 1e9 }' /proc/"$1"/task/*/schedstat
}

note() { # name, then KEY=VALUE: a line for cost.lua
    echo "$*" >>"$log"
}

summary() { # object, key: a number of the run's summary, whose own objects come before those of its parts
    grep -o "\"$1\":{[^{}]*}" "$dir/json" | sed -n "1s/.*\"$2\":\([0-9.e+-]*\).*/\1/p"
}

run_stoke() { # name, options
    name=$1
    shift
    $two "$spend" "$dir/cpu" "$stoke" -q -t1 --json - "$@" >"$dir/json"
    note "$name" "cpu=$(cat "$dir/cpu")" "n=$(summary requests ok)" "events=$(summary tokens output)" \
        "rate=$(summary throughput requests_per_second)" "coalesced=$(summary tokens coalesced)" \
        "opened=$(summary connections opened)" "failed=$(summary requests failed)"
}

run_raw() { # name, arguments of the raw reader
    name=$1
    shift
    run_other "$name" "$raw" "$@"
}

run_other() { # name, command
    name=$1
    shift
    $two "$spend" "$dir/cpu" "$@" >"$dir/raw"
    note "$name" "cpu=$(cat "$dir/cpu")" "n=$(sed 's/requests=\([0-9]*\).*/\1/' "$dir/raw")" "$(cat "$dir/raw")"
}

run_wrk() {
    command -v wrk >/dev/null || return 0
    $two "$spend" "$dir/cpu" wrk -t1 -c64 -d2s "$url/" >"$dir/wrk"
    note wrk "cpu=$(cat "$dir/cpu")" "n=$(sed -n 's/ *\([0-9]*\) requests in.*/\1/p' "$dir/wrk")" \
        "rate=$(sed -n 's/Requests\/sec: *//p' "$dir/wrk")"
}

# As fast as it goes, on 64 connections.
measure_http() {
    start_sim
    run_wrk
    run_stoke http -c64 -d2s "$url/"
    run_raw raw_http get "$url" 64 100000
    stop_sim
}

# The same on few connections and on many. The short run opens them all.
measure_connections() {
    start_sim
    for whose in pool user; do
        for users in 64 5000; do
            run_stoke "${whose}_${users}_short" -c "$users" -c "$whose" -n 10000 "$url/"
            run_stoke "${whose}_${users}_long" -c "$users" -c "$whose" -n $((requests + 10000)) "$url/"
        done
    done
    for users in 64 5000; do
        run_raw "raw_${users}_short" get "$url" "$users" 10000
        run_raw "raw_${users}_long" get "$url" "$users" $((requests + 10000))
    done
    stop_sim
}

# A thousand streams at a pace that leaves the client idle most of the time, out of step with
# each other, so that each token has a read of its own.
measure_tokens() {
    for length in 20 $((tokens + 20)); do
        start_sim --ttft 100ms~0.5 --gap "$gap" --tokens "$length"
        run_stoke "tokens_$length" -c1000 -n1000 -m sim -p "How are you?" "$url"
        run_raw "raw_tokens_$length" chat "$url" 1000 1000
        stop_sim
    done
}

resident() { # users: how much memory stoke has when all their streams run
    start_sim --ttft 500ms --gap 500ms --tokens 200
    $two "$stoke" -q -t1 -c "$1" -n "$1" -m sim -p "How are you?" "$url" >/dev/null 2>&1 &
    client=$!
    tries=0
    while open=$(find /proc/$sim/fd -lname 'socket:*' 2>/dev/null | wc -l) && [ "$open" -lt "$1" ] &&
        [ $tries -lt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    sleep 2
    note resident "users=$1" "open=$open" "kb=$(sed -n 's/VmRSS:[[:space:]]*\([0-9]*\).*/\1/p' /proc/$client/status)"
    kill -KILL $client
    wait $client 2>/dev/null || :
    client=
    stop_sim
}

measure_memory() {
    if [ "$(ulimit -n)" -lt $((streams + 100)) ] && ! ulimit -n $((streams + 100)) 2>/dev/null; then
        echo "memory: this shell may open $(ulimit -n) files, $((streams + 100)) are needed" >&2
        return 0
    fi
    resident 10
    resident "$streams"
}

# A user in Lua beside one in C, who asks the same; what starting costs is subtracted.
measure_step() {
    start_sim --instant --tokens 4
    for length in short:2000 long:$((requests / 2 + 2000)); do
        run_stoke "step_${length%:*}" -c64 -n "${length#*:}" -m sim -s tests/bench/step.lua "$url"
        run_other "raw_step_${length%:*}" "$build/tests/bench/exchanges" "$url" 64 "${length#*:}"
    done
    stop_sim
}

# The same long answers, read by the script and not.
measure_listen() {
    start_sim --instant --tokens 1000
    for mode in deaf listen; do
        listen=
        [ $mode = deaf ] || listen='-e LISTEN=yes'
        # shellcheck disable=SC2086
        for n in 64 $((requests / 20 + 64)); do
            run_stoke "${mode}_$n" -c64 -n "$n" -m sim $listen -s tests/bench/tokens.lua "$url"
        done
    done
    stop_sim
}

asleep() { # users: how much memory stoke has when all of them sleep
    $two "$stoke" -q -t1 -c "$1" -d 60s -s tests/bench/sleep.lua "$url" >/dev/null 2>&1 &
    client=$!
    sleep 1
    kb=-1
    while now=$(sed -n 's/VmRSS:[[:space:]]*\([0-9]*\).*/\1/p' /proc/$client/status) && [ "$now" != "$kb" ]; do
        kb=$now
        sleep 0.5
    done
    note asleep "users=$1" "kb=$kb"
    kill -KILL $client
    wait $client 2>/dev/null || :
    client=
}

measure_sleep() {
    start_sim
    asleep 10
    asleep "$sleepers"
    stop_sim
}

# As fast as sim can tell tokens.
measure_instant() {
    start_sim --instant --tokens 100
    before=$(used "$sim")
    run_stoke instant -c64 -n $((requests / 10)) -m sim -p "How are you?" "$url"
    note sim "cpu=$(echo "$before" "$(used "$sim")" | awk '{ print $2 - $1 }')"
    stop_sim
}

echo "load average at the start: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
i=0
while [ $i -lt "${ROUNDS:-5}" ]; do
    note round
    for part in $parts; do "measure_$part"; done
    i=$((i + 1))
done
luajit tests/bench/cost.lua "$tokens" "$gap" "$streams" "$sleepers" $((requests / 20 + 64)) "$log"
echo "load average at the end: $(cut -d' ' -f1-3 /proc/loadavg)"
