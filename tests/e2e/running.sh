#!/bin/sh
# docs/running.md by its word: what it has people type works, and says what the page says it does.

. "$(dirname "$0")/lib/common.sh"
page=$here/../../docs/running.md

mkdir "$dir/bin" "$dir/typed"
ln -s "$STOKE" "$dir/bin/stoke"
PATH=$dir/bin:$PATH
export PATH

# tour.lua; and each line to be typed, with what is shown below it if that is shown.
awk -v to="$dir/typed" '
    /^```lua$/ { file = to "/../tour.lua"; next }
    /^```$/ && file { close(file); file = ""; next }
    /^```$/ { file = sprintf("%s/%02d.shown", to, n); next }
    file { print > file; next }
    /^    [^ ]/ { n++; typed = sprintf("%s/%02d", to, n); print substr($0, 5) > typed; close(typed) }' "$page"

# Times and tokens are others each time.
any() { sed -E "s#http://127.0.0.1:[0-9]+#http://localhost:8000#g; s/[0-9]+\.[0-9]+[mu]?s/T/g; s/ text \".*/ text/" "$1"; }
shows() {
    any "$1" | sort -u >"$dir/wanted"
    cat "$dir/out" "$dir/err" >"$dir/both"
    any "$dir/both" | sort -u >"$dir/got"
    [ -z "$(comm -23 "$dir/wanted" "$dir/got" | tee "$dir/why")" ]
}

# On any port, and it ends with the test.
cd "$dir" || exit 1
sim --tokens 40
for typed in typed/??; do
    command=$(cat "$typed")
    case $command in "stoke sim --port 8000 &") continue ;; esac
    run sh -c "$(printf '%s' "$command" | sed "s#http://localhost:8000#$url#")"
    ok "$command" [ $status -eq 0 ]
    [ ! -s "$typed.shown" ] || ok "shows what the page says" shows "$typed.shown"
done
ok "there was something to type" [ "$count" -gt 8 ]
finish
