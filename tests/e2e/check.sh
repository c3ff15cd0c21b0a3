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
printf 'wrk.method = "POST"\nwrk.body = { a = 1 }\n' >body.lua
fails 104 'body.lua:2: wrk.body is a table: expected a string' body.lua
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

# Names that are almost something, which only a look at the script's words can tell.
doubts() { # NAME WANTED, where NAME.lua is
    run "$STOKE" check "$1.lua"
    grep '^  perhaps' out | sed 's/^  perhaps     //' >doubts
    ok "$1: what may be wrong with it" diff "$2" doubts
}

cat >journeys.lua <<'E2'
local json = require "stoke.json"
local crypto = require('stoke.crypto')
local own = { thing = 1 }

function string.trim(text) return text:match "^%s*(.-)%s*$" end
function setup() end
function request(text) return text end -- called below, so it is no hook

-- json.encdoe in a comment, "json.encdoe" in a text
function journey(user)
  local chat = user:chat { sytem = "x", max_tokens = 5 }
  local reply = chat:ask("max_token = 5", { max_token = 5, extra = { foo = 1 }, on_token = function(text)
    local n, other = #text, 2
    if n > 9 then n, other = other, n end
    return n ~= other
  end })
  user:step("more", chat.ask, chat, "More.", { tempreature = 1 })
  user:http { url = "/", methd = "POST" }
  request(json.encdoe { a = own.thing } .. crypto.jwt.sing { own } .. ("x"):trim())
  require("stoke.metric").trned "x"
  for _, os in ipairs { { tmie = 1 } } do own.thing = os.tmie end
  return string.fromat("%s", reply.text), table.unpack or unpack, json["anything"]
end
E2
cat >journeys.txt <<'E2'
journeys.lua:6: 'setup' is never called: it is a hook of scripts without journeys
journeys.lua:11: there is no option 'sytem'; did you mean 'system'?
journeys.lua:12: there is no option 'max_token'; did you mean 'max_tokens'?
journeys.lua:17: there is no option 'tempreature'; did you mean 'temperature'?
journeys.lua:18: there is no option 'methd'; did you mean 'method'?
journeys.lua:19: crypto.jwt has no 'sing'; did you mean 'sign'?
journeys.lua:19: json has no 'encdoe'; did you mean 'encode'?
journeys.lua:20: stoke.metric has no 'trned'; did you mean 'trend'?
journeys.lua:22: string has no 'fromat'; did you mean 'format'?
E2
doubts journeys journeys.txt
ok "which is said at once" grep -qx 'journeys.lua: 9 things may be wrong with it' out
ok "hooks that are never called are none" grep -qx '  hooks       journey' out

cat >for_wrk.lua <<'E2'
local threads, limit = {}, 5
counts = 0
wrk.bdoy = "x"
wrk.counter, wrk.hosts = 1, { "a", "b" }

function setup(thread)
  threads[1] = thread
  thread:set("limt", 3) -- so there is a variable 'limt'
end

function request()
  counts = conuts + limt + limit
  return wrk.fromat("GET", wrk.hosts[counts % 2 + 1] .. wrk.counter)
end

function respnse() end
function donne() print(threads[1]) end
function other() end
E2
cat >for_wrk.txt <<'E2'
for_wrk.lua:3: wrk has no 'bdoy'; did you mean 'body'?
for_wrk.lua:12: there is no variable 'conuts'; did you mean 'counts'?
for_wrk.lua:13: wrk has no 'fromat'; did you mean 'format'?
for_wrk.lua:16: there is no hook 'respnse'; did you mean 'response'?
for_wrk.lua:17: there is no hook 'donne'; did you mean 'done'?
E2
doubts for_wrk for_wrk.txt

cat >nothing_odd.lua <<'E2'
local rag, data = require "stoke.rag", require "stoke.data"
local lines, json = data.lines, require "stoke.json"
local Bot, own = {}, { stream = function(_, o) return o.colour end }
Bot.__index = Bot
function Bot.ask(_, o) return o.question end
function Bot:http(o) return self, o.retries end

function journey(user)
  local bot = setmetatable({}, Bot)
  bot:ask { question = "Why?" }
  bot:http { retries = 3 }
  own:stream { colour = "red" }
  user.rows = user.rows or data.jsonl("rows.jsonl") or lines or json.decode(rag.chunks("x"))
end
E2
: >nothing_odd.txt
doubts nothing_odd nothing_odd.txt
printf 'function journey(user)\n  user:chat { sytem = 1 }\nend\n' >one.lua
run "$STOKE" check one.lua
ok "one is one" grep -qx 'one.lua: one thing may be wrong with it' out

run "$STOKE" check --help
ok "--help" grep -q '^  stoke check SCRIPT' out

for script in "$here"/../../scripts/*.lua "$here"/../../scripts/wrk/*.lua "$here"/journeys/*.lua /usr/share/doc/wrk/examples/scripts/*.lua; do
    [ -e "$script" ] || continue
    run "$STOKE" check "$script"
    ok "no doubt about ${script#"$here"/}" sure
done

finish
