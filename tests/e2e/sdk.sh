#!/bin/sh
# The vendors' own clients as judges of the simulated service: each must understand what it says
# without a warning. They are installed once, into build/sdk, as their lock file has them.
# JUDGES="openai events" asks only these.

. "$(dirname "$0")/lib/common.sh"
for program in node npm; do
    command -v $program >/dev/null || skip_all "there is no $program"
done
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] || skip_all "node is older than 18"

judges=$here/../../build/sdk
installed() { cmp -s "$here/sdk/package-lock.json" "$judges/installed"; }
install() {
    mkdir -p "$judges" && cp "$here"/sdk/package*.json "$judges" && rm -f "$judges/installed" &&
        (cd "$judges" && timeout 120 npm ci --ignore-scripts --no-audit --no-fund >"$judges/npm.log" 2>&1) &&
        cp "$here/sdk/package-lock.json" "$judges/installed"
}
installed || install || skip_all "npm cannot install the vendors' clients here: see build/sdk/npm.log"
cp "$here"/sdk/*.mjs "$judges" # node looks for modules beside a file

# begin NAME OPTIONS: a service that the judges know by NAME.
begin() {
    name=$1
    shift
    sim "$@"
    export "SIM_$name=$url"
}
# Not among them: continue, since the fetch of node takes no 100 that it did not ask for.
habits="comments pings heartbeats empty_deltas bunch dribble drip usage_null usage_every usage_last usage_twice late_role prologue huge
    no_done after_done split utf8 crlf cr bom no_space multiline fields no_newline slow_header late_header wrong_type
    close http10 no_length trailers"
begin PLAIN
begin GUARDED --api-key right
begin BUSY --fault 429
begin UNWELL --fault 503
begin FAILING --fault error
begin REFUSING --fault refusal
begin CRLF --fault crlf
begin CHATTY --fault comments
start "$STOKE" sim --port 0 --quit-after 15m --preset tiny --time-scale 0.01 --max-model-len 50
export SIM_SHORT="$url"
for habit in $habits; do
    begin "HABIT_$habit" --fault "$habit"
done

judge() {
    timeout 60 node "$judges/$1.mjs" >"$dir/out" 2>"$dir/err"
    status=$?
    cat "$dir/out"
    count=$((count + $(grep -Ec '^(not )?ok ' "$dir/out")))
    failures=$((failures + $(grep -c '^not ok ' "$dir/out")))
    ok "$1: it came to its end, and said nothing else" [ "$status.$(wc -c <"$dir/err")" = 0.0 ]
}

for judge in ${JUDGES:-openai choices responses anthropic ollama events habits}; do
    judge $judge
done

finish
