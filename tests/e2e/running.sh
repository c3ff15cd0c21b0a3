#!/bin/sh
# Pages of docs/ by their word: what they have people type works, and says what the page says it does.

. "$(dirname "$0")/lib/common.sh"

mkdir "$dir/bin"
ln -s "$STOKE" "$dir/bin/stoke"
PATH=$dir/bin:$PATH
export PATH

# A page's scripts, under the name that was said last; and each line to be typed, with what is shown below it
# if that is shown.
take_apart() {
    rm -rf "$dir/typed" && mkdir "$dir/typed"
    awk -v to="$dir/typed" '
        match($0, /`[a-z_]*\.lua`/) && !/^```/ && !file { name = substr($0, RSTART + 1, RLENGTH - 2) }
        /^```lua$/ { file = to "/../" name; next }
        /^```$/ && file { close(file); file = ""; next }
        /^```$/ { file = sprintf("%s/%02d.shown", to, n); next }
        file { print > file; next }
        /^    (stoke|[A-Z]+=)/ { n++; typed = sprintf("%s/%02d", to, n); print substr($0, 5) > typed; close(typed) }' "$1"
}

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
for page in running load; do
    take_apart "$here/../../docs/$page.md"
    for typed in typed/??; do
        command=$(cat "$typed")
        case $command in "stoke sim --port 8000 &") continue ;; esac
        run sh -c "$(printf '%s' "$command" | sed "s#http://localhost:8000#$url#")"
        ok "$command" [ $status -eq 0 ]
        [ ! -s "$typed.shown" ] || ok "shows what the page says" shows "$typed.shown"
    done
done
ok "there was something to type" [ "$count" -ge 16 ]
finish
