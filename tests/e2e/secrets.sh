#!/bin/sh
# A key that was given in whatever way is in no output, not even when the service says it.

. "$(dirname "$0")/lib/common.sh"

right=sk-the-right-one-4b1d7c
wrong=sk-the-wrong-one-93ee21
printf '%s\r\n' "$wrong" >"$dir/wrong.key"
printf '%s\n' "$right" >"$dir/right.key"
RIGHT=$right WRONG=$wrong
export RIGHT WRONG

# Nothing that came out tells the key, or a part of it worth having.
kept() { ! cat "$dir"/out "$dir"/err "$dir"/json "$dir"/journal 2>/dev/null | grep -q "$1"; }
knock() {
    rm -f "$dir/journal"
    load -m m -c 2 -n 4 --journal "$dir/journal" "$@"
}
# Refused, and told what with: only then does it mean something that the key is not there.
refused() {
    ok "$1: refused" holds "$status == 111 && faults() eq 'status:4' && \$s->{status}{401} == 4"
    ok "$1: it is said how, but for the key" holds '$s->{faults}{status}{example} =~ /\*\*\*/'
    ok "$1: the key is kept" kept "${2:-the-wrong-one}"
}
served() { ok "$1: served" holds "$status == 0 && n('ok') == 4"; }

sim --api-key "$right"
knock
ok "no key: refused" holds '$s->{status}{401} == 4'
knock --api-key-env WRONG
refused --api-key-env
knock --api-key-file "$dir/wrong.key"
refused --api-key-file
knock -H "Authorization: Bearer $wrong"
refused 'Authorization: Bearer'
knock -H "authorization:$wrong"
refused 'authorization: without a scheme'
knock -H "X-Api-Key: $wrong" -H "Authorization: $wrong"
refused 'two headers'
for header in X-Auth-Token Session-Cookie x-my-password Client-SECRET; do
    run "$STOKE" -m m --dry-run 1 -H "$header: $wrong" -H "X-Author-Id: 7" "$url"
    ok "$header: not even --dry-run shows it" both kept the-wrong-one grep -q "^$header: \*\*\*$" "$dir/out"
    knock --debug -p "Say $wrong" -H "$header: $wrong"
    ok "$header: --debug does not, either" kept the-wrong-one
done
run "$STOKE" -m m --dry-run 1 -p "It is 512." -H "X-Max-Tokens: 5" "$url"
ok "what is short is no key" grep -q 'It is 512' "$dir/out"
knock -H "X-Api-Key: Wy7k" -H "Authorization: Bearer Wy7k"
refused 'a key that is short' Wy7k
knock --no-stream --api-key-env WRONG
refused 'not streamed'
knock -m auto --api-key-env WRONG
ok "the list of models: the key is kept" kept the-wrong-one
QUOTED='sk-"quoted\one"-Wy7kQ2'
export QUOTED
knock --api-key-env QUOTED
refused 'a key that JSON writes differently' Wy7kQ2

knock --api-key-env RIGHT
served --api-key-env
ok "a good run does not tell it either" kept the-right-one
knock --api-key-file "$dir/right.key"
served --api-key-file
knock -H "Authorization: Bearer $right"
served 'Authorization: Bearer'
knock --api-key-env WRONG -H "Authorization: Bearer $right"
served 'a header wins over the key'
knock --api completions --api-key-env RIGHT
served 'completions'
run "$STOKE" -q -n 4 -c 2 -m auto --api-key-file "$dir/right.key" --json "$dir/json" "$url"
served 'the list of models is asked with the key'
printf 'options = { model = "m", api_key_env = "RIGHT" }\nfunction journey(user) user:chat():ask "x" end\n' >"$dir/key.lua"
knock -s "$dir/key.lua"
served "a script's options"
stop

# A check of a script sends nothing, and shows its options.
cat >"$dir/check.lua" <<'E2'
local key = env.API_KEY
options = { model = "of " .. key, header = { Authorization = "Bearer " .. key, ["X-Key"] = "sk-1", "Cookie: the-wrong-one" } }
function journey(user) user:chat():ask "x" end
E2
run "$STOKE" check "$dir/check.lua" -e "API_KEY=$right" -H "X-Other: 1"
ok "a check: headers are there by name" grep -q 'header { Cookie, Authorization, X-Key }, model of \*\*\*$' "$dir/out"
ok "and none of their values is" kept 'the-right\|the-wrong\|sk-1'
printf 'options = { header = "Authorization: Bearer sk-1" }\nfunction journey() end\n' >"$dir/check.lua"
run "$STOKE" check "$dir/check.lua"
ok "a single one" both kept sk-1 grep -q 'header { Authorization }$' "$dir/out"

# What a URL carries is no better hidden.
sim
url=http://me:the-wrong-one@127.0.0.1:$port
knock
ok "a password in the URL: kept" kept the-wrong-one
ok "a password in the URL: served all the same" holds "n('ok') == 4"
url=http://127.0.0.1:1
knock --api-key-env WRONG
ok "nobody there: the key is kept" kept the-wrong-one
run "$STOKE" -H "$wrong" "$url"
ok "a header that is none is not repeated" kept the-wrong-one
run "$STOKE" -H "Bad Name: $wrong" "$url"
ok "only its name is" kept the-wrong-one

# While it runs, nothing shows it to who lists processes, unless it was typed there.
sim --ttft 600ms
"$STOKE" -q -m m -c 1 -n 1 --api-key-file "$dir/right.key" "$url" >"$dir/out" 2>&1 &
pid=$!
sleep 0.3
tr '\0' ' ' <"/proc/$pid/cmdline" >"$dir/arguments"
ok "the key is no argument" sh -c 'grep -q api-key-file "$1" && ! grep -q the-right-one "$1"' - "$dir/arguments"
wait $pid
stop

finish
