#!/bin/sh
# Does an open load come when it should? At a hundred, a thousand and ten thousand journeys a second,
# each a GET, against sim on a processor of its own: how many began, how late, and whether the times
# between the moments when they were due are those of the arrival (Kolmogorov and Smirnov's test).
# Each load is run twice by the same seed: once for its lag, once with a journal, whose writing costs
# the processor that is measured some time, too. Before each load a process that waits for such moments
# and does nothing else tells what the machine itself is late by.
#
#   RATES="100 1000 10000" SECONDS_EACH=5 ROUNDS=3 tests/bench/open.sh
set -eu
cd "$(dirname "$0")/../.."
stoke=${STOKE:-build/stoke} BUILD=${BUILD:-build}
lasts=${SECONDS_EACH:-5}
dir=$(mktemp -d)
sim=
trap 'kill $sim 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM

. tests/bench/places.sh

run() { # threads, rate, shape, seed, options
    threads=$1 rate=$2 shape=$3 seed=$4
    shift 4
    $two "$stoke" -q -t "$threads" -R "$rate" --arrival gamma --burstiness "$shape" -d "${lasts}s" --seed "$seed" "$@" \
        "$url/" >/dev/null
}

measure() { # arrival, its shape, rate, seed
    run 1 "$3" "$2" "$4" --json "$dir/summary"
    run 1 "$3" "$2" "$4" --journal "$dir/journal"
    luajit tests/bench/open.lua row "$1" "$2" "$3" "$lasts" "$dir/summary" "$dir/journal" >>"$dir/log"
}

# The moments of a run in microseconds from the first on, since runs begin when they do.
moments() { # threads
    run "$1" 1000 1 1 --journal "$dir/journal"
    luajit tests/bench/open.lua moments "$dir/journal"
}

echo "load average at the start: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
$one "$stoke" sim --port 0 --threads 1 --instant --quit-after 1h >"$dir/url" 2>/dev/null &
sim=$!
while [ ! -s "$dir/url" ]; do sleep 0.05; done
url=$(cat "$dir/url")
i=1
while [ $i -le "${ROUNDS:-3}" ]; do
    for rate in ${RATES:-100 1000 10000}; do
        $two "$BUILD/tests/bench/alarm" "$rate" "$lasts" >>"$dir/log"
        measure poisson 1 "$rate" $i
        measure gamma 0.25 "$rate" $i
    done
    i=$((i + 1))
done
luajit tests/bench/open.lua table "$dir/log"
moments 1 >"$dir/due.1"
moments 4 >"$dir/due.4"
if cmp -s "$dir/due.1" "$dir/due.4"; then verdict=ok; else verdict=MISSED; fi
echo "four threads were due at the moments of one: $verdict"
echo "load average at the end: $(cut -d' ' -f1-3 /proc/loadavg)"
