#!/bin/sh
# Does memory stay flat? Half an hour of soak, twenty times as fast: sixty users come, stay and leave six
# times. What the process holds is looked at every second; printed are the highest of each up, hold and
# down, and how much the last is above the second.

: "${STOKE:?is the path of the binary}"
dir=$(mktemp -d) || exit 1
trap 'kill $sim 2>/dev/null; rm -rf "$dir"' EXIT
"$STOKE" sim --port 0 --ttft 10ms~0.3 --gap 1ms~0.3 --tokens 20 --quit-after 5m >"$dir/url" 2>/dev/null &
sim=$!
until [ -s "$dir/url" ]; do sleep 0.05; done

"$STOKE" -q -s "$(dirname "$0")/soak.lua" --json "$dir/json" "$(cat "$dir/url")" >"$dir/out" &
run=$!
while kill -0 $run 2>/dev/null; do
    awk '/^VmRSS/ { print $2 }' /proc/$run/status >>"$dir/rss" 2>/dev/null
    ls /proc/$run/fd 2>/dev/null | wc -l >>"$dir/fds"
    sleep 1
done
wait $run || exit 1

awk 'BEGIN { print "cycle   KB resident   descriptors" }
    FILENAME ~ /rss$/ { c = int((FNR - 1) / 15); if ($1 > rss[c]) rss[c] = $1; next }
    { c = int((FNR - 1) / 15); if ($1 > fds[c]) fds[c] = $1; if (c > last) last = c }
    END {
        for (c = 0; c < 6; c++) printf "%5d %13d %13d\n", c + 1, rss[c], fds[c]
        printf "memory after the second cycle: %+.1f %% (flat: below 2 %%)\n", (rss[5] / rss[1] - 1) * 100
    }' "$dir/rss" "$dir/fds"
grep -E '^ +(Requests|Stages) ' "$dir/out" | head -1
