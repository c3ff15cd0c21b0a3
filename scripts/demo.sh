#!/bin/sh
# make demo: a simulated service, a real conversation with it, and what to try next.
set -eu
stoke=${STOKE:-build/stoke}
url=$(mktemp)
"$stoke" sim --port 0 --quit-after 60s >"$url" 2>/dev/null &
sim=$!
trap 'kill $sim 2>/dev/null || :; rm -f "$url"' EXIT INT TERM
while [ ! -s "$url" ]; do sleep 0.05; done

echo "A simulated 8B model on an H100 is at $(cat "$url"); 20 people talk to it for 8 seconds:"
echo
echo "    stoke -s scripts/chat.lua -c 20 -d 8s --warmup 2s -m auto $(cat "$url")"
echo
"$stoke" -s scripts/chat.lua -c 20 -d 8s --warmup 2s --grace 15s -m auto "$(cat "$url")"

cat <<EOF

Try next:
    $stoke sim                                         # a service to try things on, in another terminal
    $stoke -c32 -d10s -m auto http://127.0.0.1:8000    # 32 users, prompts of varied length
    $stoke -R 50 -d10s -m auto http://127.0.0.1:8000   # 50 requests a second, whatever the service does
    $stoke --ramp 10:200/30s -m auto --input-tokens 512 http://127.0.0.1:8000 # until it is full: docs/sim.md
    $stoke --help                                      # and docs/ for what the numbers mean
EOF
