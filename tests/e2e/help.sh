#!/bin/sh
# What --help and --version tell is what there is: lists that live in Lua are not copied into them.

. "$(dirname "$0")/lib/common.sh"
lua=$here/../../lua

told() { grep -q -- "$2.*[ ,]$1\\([,;]\\|\$\\)" "$dir/out"; }
each() {
    for name in $2; do
        ok "$3 tells of $name" told "$name" "$1"
    done
}

apis="$(sed -n 's/^ *api *= "\([a-z]*\)".*/\1/p' "$lua"/protocols/*.lua) http"
reports=$(sed -n 's/^ *\([a-z]*\) = "stoke\.report\..*/\1/p' "$lua/report/init.lua")
ok "there are lists to be told" [ "$(echo $apis $reports | wc -w)" -ge 6 ]

run "$STOKE" --help
ok "--help: 0" [ $status -eq 0 ]
each '--api NAME' "$apis" --help
each '--report NAME' "$reports" --help
ok "--help tells of -c pool" grep -q '^  -c, .*pool:N' "$dir/out"
ok "--help tells how journeys arrive unless told" grep -q -- '--arrival .*poisson (.*default)' "$dir/out"
run "$STOKE" --version
ok "--version: 0" [ $status -eq 0 ]
each '^protocols:' "$apis" --version

finish
