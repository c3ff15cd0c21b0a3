#!/bin/sh
# How much can the simulated service take? The client is tests/bench/raw.c, on a processor of its own
# where there are two. Costs are those of sim's whole process; what starting and connecting cost is taken
# out by subtracting short replies from long ones. Beside tokens that are sent one by one stands what the
# kernel takes for the sends alone (tests/bench/sends.c): no service can be cheaper.
#
#   ROUNDS=3 STREAMS=10000 IDLE=20000 GAP=50ms LATE_GAP=500ms tests/bench/sim.sh [PART...]
#
# The parts: instant, paced, idle, late. A target that is missed is printed, and is no failure.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
stoke=${STOKE:-build/stoke}
raw=$build/tests/bench/raw
streams=${STREAMS:-10000}
idle=${IDLE:-20000}
gap=${GAP:-50ms}
late_gap=${LATE_GAP:-500ms}
parts=${*:-instant paced idle late}
dir=$(mktemp -d)
log=$dir/log
sim= client=
trap 'kill $sim $client 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM

. tests/bench/service.sh

# Processor seconds, and of them those outside of the kernel, by its clock that ticks.
used() {
    awk '{ nanos += $1 } END { printf "cpu=%.6f ", nanos / 1e9 }' /proc/"$sim"/task/*/schedstat
    awk -v tick="$(getconf CLK_TCK)" '{ print "user=" $14 / tick }' /proc/"$sim"/stat
}

resident() { sed -n 's/VmRSS:[[:space:]]*\([0-9]*\).*/\1/p' /proc/"$sim"/status; }

now() { cut -d' ' -f1 /proc/uptime; }

note() { # name, then KEY=VALUE: a line for sim.lua
    echo "$*" >>"$log"
}

# So many replies of so many tokens, and what they took.
told() { # name, tokens, connections, replies, options of sim
    name=$1 tokens=$2 connections=$3 replies=$4
    shift 4
    start_sim --tokens "$tokens" "$@"
    began=$(now)
    $two "$raw" chat "$url" "$connections" "$replies" >"$dir/raw"
    note "$name" "tokens=$((tokens * replies))" "wall=$(echo "$began" "$(now)" | awk '{ print $2 - $1 }')" "$(used)"
    stop_sim
}

measure_instant() {
    for interval in 1 16; do
        told "instant_${interval}_short" 16 64 4000 --instant --stream-interval $interval
        told "instant_${interval}_long" 1616 64 4000 --instant --stream-interval $interval
    done
}

measure_paced() {
    told paced_short 10 "$streams" "$streams" --ttft 500ms~0.3 --gap "$gap"
    told paced_long 60 "$streams" "$streams" --ttft 500ms~0.3 --gap "$gap"
    note sends "$($one "$build/tests/bench/sends" "$streams" 50)"
}

# The most that we may open, if that is less.
allowed() { # how many
    most=$(($(ulimit -Hn) - 100))
    echo $(($1 < most ? $1 : most))
}

# Streams that have said a token and wait for the next.
measure_idle() {
    n=$(allowed "$idle")
    start_sim --ttft 100ms --gap 120s --tokens 2
    before=$(resident)
    $two "$raw" chat "$url" "$n" "$n" >/dev/null 2>&1 &
    client=$!
    tries=0
    while open=$(find /proc/$sim/fd -lname 'socket:*' 2>/dev/null | wc -l) && [ "$open" -le "$n" ] && [ $tries -lt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    sleep 2
    note idle "streams=$n" "open=$((open - 1))" "before=$before" "kb=$(resident)"
    kill -KILL $client
    wait $client 2>/dev/null || :
    client=
    stop_sim
}

# Gaps are all the same here, so that the moment of the first token tells those of all. The truth is
# written when nobody is spoken to.
measure_late() {
    n=$(allowed "$streams")
    start_sim --tokens 10 --ttft 2s~0.3 --gap "$late_gap" --truth "$dir/truth"
    $two "$raw" chat "$url" "$n" "$n" >/dev/null
    stop_sim
    note late "streams=$n" "$(luajit tests/bench/sim.lua late "${late_gap%ms}" "$dir/truth")"
    note machine "$($one "$build/tests/bench/alarm" $((n * 1000 / ${late_gap%ms})) 5 | awk '{ print "p50=" $4, "p99=" $5, "max=" $6 }')"
}

ulimit -n "$(ulimit -Hn)"
echo "load average at the start: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
i=0
while [ $i -lt "${ROUNDS:-3}" ]; do
    note round
    for part in $parts; do "measure_$part"; done
    i=$((i + 1))
done
luajit tests/bench/sim.lua table "$streams" "$idle" "$gap" "$late_gap" "$log"
echo "load average at the end: $(cut -d' ' -f1-3 /proc/loadavg)"
