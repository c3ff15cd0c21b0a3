#!/bin/sh
# What is typed for a script: -e for its table env, flags of its own, and what follows `--`.

. "$(dirname "$0")/lib/common.sh"

sim
cd "$dir" || exit 1
cat >flags.lua <<'E2'
local flag = require "stoke.flag"

local depth = flag("depth", 3, "turns in a chat")
local loud = flag("be_loud", false, "say so")
local who = flag("who", "Ada", "who asks")

function journey(user)
  user:chat():ask "Why?"
  user:check(("journey %s %s %s %s %s"):format(depth, loud, who, env.PLACE, #arg), true)
end

function done()
  print(("done: %s %s %s %s %s"):format(depth, loud, who, tostring(env.PLACE), table.concat(arg, " ")))
end
E2

typed() { run "$STOKE" -q -s flags.lua -n 2 -c 2 -t 2 -m m --json json "$@"; }
prints() { grep -qx -- "$1" "$dir/out"; }

typed "$url"
ok "nothing typed: the defaults" prints 'done: 3 false Ada nil '
typed --depth 5 --be-loud --who=Bob -e PLACE=a=b "$url" -- x --depth 7
ok "what was typed" prints 'done: 5 true Bob a=b x --depth 7'
ok "journeys see it too" holds '$s->{checks}{"journey 5 true Bob a=b 3"}{passed} == 2'
PLACE=mine typed -e PLACE --depth=-2.5 --be-loud=false "$url"
ok "-e NAME is this environment's" prints 'done: -2.5 false Ada mine '
run "$STOKE" -s flags.lua --help
ok "--help shows them" grep -q '^      --depth N  *turns in a chat (3)$' out
ok "and those without a value" grep -q '^      --be-loud  *say so$' out
ok "and stoke's own" grep -q -- '--duration' out

wrong() {
    said=$1
    shift
    typed "$@" "$url"
    ok "$said" says "^stoke: $said$"
    ok "$said: $code, and nothing else" [ "$status $(wc -l <err) $(wc -c <out)" = "$code 1 0" ]
}

code=2
wrong 'there is no option --detph; did you mean --depth?' --detph 5
wrong 'there is no option --duratoin; did you mean --duration?' --duratoin 5
wrong 'there is no option --frobnicate; stoke -s flags.lua --help shows all' --frobnicate
wrong "--depth: expected a number, got 'deep'" --depth deep
wrong '--depth needs a value' --depth
wrong '--who needs a value' --who
wrong "--be-loud: expected nothing, true or false, got 'very'" --be-loud very
wrong '--env: there is no environment variable NO_SUCH_THING' -e NO_SUCH_THING
wrong '--env: "=x" names nothing: expected NAME=VALUE or NAME' -e =x
code=104
printf 'require "stoke.flag" ("model", "m")\nfunction journey() end\n' >flags.lua
wrong "flags.lua: its flag --model is an option of stoke's own"
printf 'require "stoke.flag" ("depth", {})\nfunction journey() end\n' >flags.lua
wrong "flags.lua:1: bad argument #2 to 'flag' (expected a number, text, true or false, got table)"
printf 'require "stoke.flag" (5, 5)\nfunction journey() end\n' >flags.lua
wrong "flags.lua:1: bad argument #1 to 'flag' (expected a name such as \"depth\", got 5)"

cat >flags.lua <<'E2'
local flag = require "stoke.flag"
local depth = flag("depth", 3)
function journey(user)
  user:check("set", flag("depth", 3) == depth)
  user:think(flag("pause", 1))
end
E2
load -s flags.lua -c 1 -n 1 -m m
ok "a flag that nobody can have typed is an error, and one that is declared is not" both holds \
    '$s->{checks}{set}{passed} == 1' says "flags.lua:5: the flag 'pause' is declared too late: "

printf 'function journey(user)\n  user:chat():ask "Why?"\n  user:check("collected", true)\nend\n' >gc.lua
load -s gc.lua -c 3 -n 30 -m m --gc-stress
ok "with garbage collected before each resume" holds 'n("ok") == 30 && $s->{checks}{collected}{passed} == 30'

finish
