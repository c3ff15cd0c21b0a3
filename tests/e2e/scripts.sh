#!/bin/sh
# Every script of scripts/ and every block of Lua in the docs runs against sim, without a fault.
#
# A script is run by the command that its head shows, only shorter. A block without a hook of its own
# is the inside of a journey; `-- options: ...` as its first line is for stoke.

. "$(dirname "$0")/lib/common.sh"

# Pauses are made short, so that all of this takes seconds.
quick='/think|pace|latency/s/"[0-9.]+(ms|s|m)"/"10ms"/g'

has_hook() {
    grep -qE '^function (journey|request|response|delay|init|setup|token|failed)\(|scenarios *=|wrk\.[a-z]+ *=|^wrk\.' "$1"
}

# Each fenced block becomes a file.
blocks_of() {
    awk -v to="$dir/doc_$(basename "$1" .md)" '
        /^#/ { heading = $0; gsub(/`|\(.*/, "", heading); gsub(/^#+ |[^A-Za-z]+$/, "", heading); gsub(/[^A-Za-z_]+/, "_", heading) }
        /^```lua$/ { n++; file = sprintf("%s-%03d-%s.lua", to, n, heading); next }
        /^```/ { file = ""; next }
        file { print > file }' "$1"
    for block in "$dir/doc_$(basename "$1" .md)"-*.lua; do
        [ -e "$block" ] || continue
        has_hook "$block" || { sed '1i function journey(user) -- luacheck: ignore' "$block" && echo end; } >"$block.in"
        [ ! -s "$block.in" ] || mv "$block.in" "$block"
        rm -f "$block.in"
        sed -E -i "$quick" "$block"
    done
}

# 111: nothing was measured, since it sends nothing.
went_well() {
    { [ "$status" = 0 ] || [ "$status" = 111 ]; } && holds '$s->{journeys}{done} && !$s->{journeys}{failed} &&
        !n("failed") && !%{$s->{faults}} && !grep { $_->{failed} } values %{$s->{checks}}'
}

# Nor has stoke check anything against it.
sure() {
    run "$STOKE" check "$@"
    [ $status -eq 0 ] && ! grep -q '^  perhaps' "$dir/out"
}

# What the head of a script tells people to type, between its name and the URL.
options_in_head() { sed -nE "s|^--   stoke -s $1 (.*) http://.*|\1|p" "$1" | head -1; }
path_in_head() { sed -nE "s|^--   stoke -s $1 .* http://[^/ ]*([^ ]*).*|\1|p" "$1" | head -1; }
after_head() { sed -nE "s|^--   stoke -s $1 .* http://[^ ]* (-- .*)|\1|p" "$1" | head -1; }

# runs NAME FILE OPTIONS
runs() {
    about=$1
    file=$2
    shift 2
    rm -f "$dir/json"
    cd "$dir/scripts" # where files are written
    run "$STOKE" -q --json "$dir/json" -s "$file" "$@"
    cd "$root"
    ok "$about" went_well
    ok "$about: no doubt" sure "$file" "$@"
}

root=$(pwd)
cp -r scripts "$dir"
sim --tool-calls 2 --tokens 10

for page in README.md docs/*.md; do blocks_of "$page"; done
cp scripts/*.jsonl "$dir"
for block in "$dir"/doc_*.lua; do
    # shellcheck disable=SC2046
    runs "$(basename "$block" .lua)" "$block" -m auto -c 2 -n 4 $(sed -n '1,2s/^-- options: //p' "$block") "$url"
done

is_short() { [ "$(wc -l <"$1")" -lt 40 ]; }

# as_its_head_says SCRIPT OPTIONS
as_its_head_says() {
    script=$1
    shift
    ok "the head of $script shows how to run it" [ -n "$(options_in_head "$script")" ]
    # shellcheck disable=SC2046
    runs "$script" "$dir/$script" $(options_in_head "$script") "$@" "$url$(path_in_head "$script")" $(after_head "$script")
    ok "$script has less than 40 lines" is_short "$script"
}

# Services end by themselves after a while.
stop
sim --tool-calls 2 --tokens 10
for script in scripts/*.lua; do
    sed -E -i "$quick" "$dir/$script"
    as_its_head_says "$script" --warmup 0s -c 4 -n 8
done

# wrk's have any service, or one of models. What each is about is tested in wrk.sh.
models=$url
serve echo "$dir/asked"
any=$url
for script in scripts/wrk/*.lua; do
    case $(path_in_head "$script") in
        */chat/completions) url=$models ;;
        *) url=$any ;;
    esac
    as_its_head_says "$script" -d 5s -t 2 -c 4 -n 8
done
stop
finish
