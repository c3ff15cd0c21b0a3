#!/bin/sh
# Every script of scripts/ and every journey shown in the docs runs against sim, without a fault.
set -eu
stoke=${STOKE:-build/stoke}
dir=$(mktemp -d)
sim=
trap 'kill $sim 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM

"$stoke" sim --port 0 --ttft 5ms --gap 1ms --tokens 10 --quit-after 60s >"$dir/url" 2>/dev/null &
sim=$!
while [ ! -s "$dir/url" ]; do sleep 0.05; done

# Each fenced block of Lua becomes a script; pauses are made short.
for page in README.md docs/*.md; do
    awk -v to="$dir/$(basename "$page" .md)" '
        /^```lua$/ { n++; file = to "-" n ".lua"; next }
        /^```/ { file = ""; next }
        file { gsub(/"[0-9]+s"/, "\"10ms\""); print > file }' "$page"
done
cp scripts/*.lua scripts/*.jsonl "$dir"

n=0
for script in "$dir"/*.lua; do
    n=$((n + 1))
    "$stoke" -q -s "$script" -c 3 -n 6 -m auto --json - "$(cat "$dir/url")" >"$dir/out" 2>"$dir/err" || :
    if grep -q '"begun":[1-9]' "$dir/out" && grep -q '"failed":0' "$dir/out" && grep -q '"faults":{}' "$dir/out"; then
        echo "ok $n - $(basename "$script")"
    else
        echo "not ok $n - $(basename "$script")"
        sed 's/^/# /' "$dir/err"
    fi
done
echo "1..$n"
