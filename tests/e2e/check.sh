#!/bin/sh
# stoke check: what is wrong with a script, without sending anything.

. "$(dirname "$0")/lib/common.sh"

golden=$here/../golden/script_errors
cp -r "$golden"/*.lua "$golden"/lib "$dir"
cd "$dir" || exit 1

cat >good.lua <<'E2'
local flag = require "stoke.flag"
local depth = flag("depth", 3, "turns in a chat")

options = {
  model = "auto",
  max_tokens = 100,
  slo = { ttft = "500ms" },
  scenarios = {
    chat = { journey = "chat", users = 20 },
    lookup = { journey = function(user) user:complete "x" end, rate = "2.5/s" },
  },
}

function chat(user)
  local reply = user:chat():ask(env.WHAT or "Why?")
  for _ = 1, depth do reply:json() end
  print(("x"):rep(3), reply)
end

function done() end
E2
cat >good.txt <<'E2'
good.lua: nothing is wrong with it
  hooks       done
  scenarios   chat (20 users), lookup (rate 2.5/s)
  options     max_tokens 100, model auto, slo { ttft 500ms }
  flags       --depth N  turns in a chat (3)
E2

run "$STOKE" check good.lua
ok "a good script: 0" [ "$status $(wc -c <err)" = "0 0" ]
ok "and what it is" diff good.txt out
run "$STOKE" check good.lua --depth 5 -e WHAT=x -m llama http://nosuch.invalid -- a b
ok "with the options of a run" [ $status -eq 0 ]

fails() { # EXIT WORDS... ARGUMENTS
    code=$1 words=$2
    shift 2
    run "$STOKE" check "$@"
    ok "$words" says "^stoke: $words"
    ok "$words: $code, and one sentence" [ "$status $(wc -l <err) $(wc -c <out)" = "$code 1 0" ]
}

for name in misspelt_variable misspelt_hook misspelt_journey misspelt_options misspelt_option misspelt_module \
    misspelt_standard missing_module does_not_parse at_the_top no_journey; do
    fails 104 "$(sed -n 's/^stoke: //p' "$golden/$name.txt")" $name.lua
done
fails 104 'cannot open nosuch.lua: No such file or directory' nosuch.lua
fails 2 'there is no option --detph; did you mean --depth?' good.lua --detph 3
fails 2 '--connections: "0" is too few' good.lua -c 0
fails 2 'check what?' -c 5
fails 2 'check what?'

sure() { [ $status -eq 0 ] && ! grep -q perhaps out; }

run "$STOKE" check misspelt_method.lua
ok "a method that may be misspelt: perhaps" grep -qx "  perhaps     misspelt_method.lua:2: no user, chat or reply has a method 'thnik'; did you mean 'think'?" out
ok "but something else may have it: 0" [ $status -eq 0 ]
run "$STOKE" check new_global.lua
ok "a variable that a journey would make" grep -q "^  perhaps     new_global.lua:4: there is no variable 'cuont'; did you mean 'count'?" out
run "$STOKE" check nothing_wrong.lua
ok "no doubt about what only looks odd" sure
run "$STOKE" check --help
ok "--help" grep -q '^  stoke check SCRIPT' out

for script in "$here"/../../scripts/*.lua; do
    run "$STOKE" check "$script"
    ok "$(basename "$script") of scripts/" sure
done

finish
