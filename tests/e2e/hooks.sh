#!/bin/sh
# A script's hooks: when each is called, what it is given, and that none of them can lose a result.

. "$(dirname "$0")/lib/common.sh"

script() { cat >"$dir/s.lua"; }
out_says() { grep -q -- "$1" "$dir/out"; }
checks() { echo "'$1' eq join ' ', map { \"\$_:\$s->{checks}{\$_}{passed}\" } sort keys %{\$s->{checks}}"; }

sim
script <<'E2'
function on_start(user)
  user:think("20ms")
  user.token = user:complete("login").text
  user:check("started", true)
end
function journey(user) user:check("went", user.token ~= nil) user:complete "x" end
function on_stop(user)
  user:think("20ms")
  user:complete "bye"
  user:check("stopped", true)
end
E2
load -s "$dir/s.lua" -m m -c 3 -n 9 -t 2
ok "on_start and on_stop: once for each user" holds "$(checks 'started:3 stopped:3 went:9')"
ok "what they send is measured under their names" holds \
    '$s->{steps}{on_start}{requests}{ok} == 3 && $s->{steps}{on_stop}{requests}{ok} == 3 && n("ok") == 15'
ok "they are no journeys" holds '$s->{journeys}{done} == 9 && $s->{journeys}{failed} == 0'
load -s "$dir/s.lua" -m m -R 50 -d 500ms
ok "in an open load as well" holds '$s->{steps}{on_start}{requests}{ok} == $s->{steps}{on_stop}{requests}{ok} &&
    $s->{journeys}{done} == n("ok") - 2 * $s->{steps}{on_stop}{requests}{ok} && $s->{journeys}{missed} == 0'
ok "what on_start takes is not our lateness" holds '$s->{verdict}{lag}{max} < 0.02'

"$STOKE" -q -s "$dir/s.lua" -m m -c 3 -d 60s --json "$dir/json" "$url" >"$dir/out" 2>"$dir/err" &
pid=$!
sleep 0.5
kill -INT $pid
wait $pid
status=$?
ok "Ctrl-C: users leave in good order" holds '$s->{steps}{on_stop}{requests}{ok} == 3 && n("unfinished") == 0'
ok "Ctrl-C: 105" [ $status -eq 105 ]

script <<'E2'
function on_start(user) if user.id == 2 then error "no room" end end
function journey(user) user:check("went " .. user.id, true) user:think "5ms" end
function on_stop(user) user:complete("bye") error("cannot leave " .. user.id) end
E2
load -s "$dir/s.lua" -m m -c 3 -d 300ms
ok "an on_start that fails keeps its user from going" holds \
    '$s->{journeys}{failed} > 0 && $s->{journeys}{done} > 5 && !$s->{checks}{"went 2"} && $s->{checks}{"went 3"}'
ok "and from leaving, since it never came" holds 'n("ok") == 2 && $s->{steps}{on_stop}{requests}{ok} == 2'
script <<'E2'
function journey() end
function on_stop(user) user:think "60s" end
E2
load -s "$dir/s.lua" -m m -c 3 -n 3 --grace 200ms -d 100ms
ok "an on_stop has the grace and no more" holds '$s->{run}{elapsed} < 20'
script <<'E2'
options = { scenarios = { a = { journey = "go" }, b = { journey = "go" } } }
function go(user)
  user:complete "x"
  user:step("look", function()
    if user.id == 1 then error "boom" end
    if user.id == 2 then local t; return t.x end
  end)
end
E2
load -s "$dir/s.lua" -m m -c 6 -n 30
ok "the same error is shown once, with its count and whose it was" holds 'my @e = @{$s->{faults}{script}{errors}};
    2 == @e && $s->{journeys}{failed} > 4 && $s->{journeys}{failed} == sum0(map { $_->{count} } @e)'
ok "message, line, user, scenario and step" holds '1 == grep {
    $_->{text} =~ /s.lua:6: attempt to index local .t.*\n\(user 2, scenario b, step look\)\nstack traceback/
    } @{$s->{faults}{script}{errors}}'
ok "in the report too" out_says "[1-9][0-9]* x .*s.lua:5: boom"
echo 'function journey(user) error(("x"):rep(user.id)) end' | script
load -s "$dir/s.lua" -m m -c 11 -n 11
ok "more than eight: the rest is counted" out_says "^ *and 3 others$"
echo 'function journey(user) error("not for user " .. user.id) end' | script
load -s "$dir/s.lua" -m m -c 11 -n 11
ok "what differs in numbers is one" out_says "11 x .*s.lua:1: not for user [0-9]*$"
script <<'E2'
on_stop = "later"
function journey() end
E2
load -s "$dir/s.lua" -m m -c 3 -n 3
ok "a hook that is no function: a sentence" says 's.lua: on_stop is a hook, so it must be a function, not a string'
ok "a hook that is no function: 104" [ $status -eq 104 ]
for script in "function journey() error 'boom' end" "function on_start() error 'boom' end function journey() end" \
    "options = { scenarios = { a = { journey = 'go' }, b = { journey = 'go' } } } function go() error 'boom' end"; do
    echo "$script" | script
    load -s "$dir/s.lua" -m m -c 3 -n 5
    ok "$script: 107, though there were but five" [ $status -eq 107 ]
    ok "$script: 5 failed" holds '$s->{journeys}{failed} == 5'
done

script <<'E2'
local seen = {}
function prepare(user)
  assert(user.id == 0)
  user:think "5ms"
  local reply = user:chat():ask "hello"
  seen.prepared = reply.ok
  return { token = "secret\0key", list = { 1, { 2 } }, ok = reply.ok, usage = reply.usage }
end
function on_start(user, shared) user:check("on_start", shared.token == "secret\0key") end
function journey(user, shared)
  user:check("journey", shared.list[2][1] == 2 and shared.ok)
  user:check("usage", shared.usage.completion_tokens > 0)
  user:check("one table", shared == user.shared or user.shared == nil)
  user.shared = shared
  user:complete "x"
end
function on_stop(user, shared) user:check("on_stop", shared.ok) end
function cleanup(user, shared)
  user:complete "bye"
  seen.cleaned = shared.list[1]
end
function done(_, _, _, result)
  print(("done prepared=%s cleaned=%s ok=%d"):format(seen.prepared, seen.cleaned, result.requests.ok))
end
function report(result)
  print "report"
  return { ["a.csv"] = "ok," .. result.requests.ok .. "\n", ["b.txt"] = "" }
end
E2
cd "$dir" || exit 1
load -s "$dir/s.lua" -m m -c 4 -n 12 -t 2
ok "prepare's value reaches every hook of every worker" holds "$(checks 'journey:12 on_start:4 on_stop:4 one table:12 usage:12')"
ok "what prepare and cleanup send is not measured" holds 'n("begun") == 12'
ok "cleanup comes before done, done before report" \
    [ "$(grep -n -e '^done prepared=true cleaned=1 ok=12$' -e '^report$' "$dir/out" | wc -l)" -eq 2 ]
ok "report's files are written" [ "$(cat "$dir/a.csv")" = ok,12 -a -f "$dir/b.txt" ]
ok "all well: 0" [ $status -eq 0 ]

prepare_fails() {
    echo "$2 function journey(user) user:complete 'x' end" | script
    load -s "$dir/s.lua" -m m -c 2 -n 4
    ok "$1" says "$3"
    ok "$1: 104, and nothing is loaded" [ $status -eq 104 -a ! -s "$dir/out" ]
}
prepare_fails "prepare fails" "local function get() local t = nil; return t.x end function prepare() return (get()) end" \
    "^stoke: prepare: .*s.lua:1: attempt to index local 't'"
ok "prepare fails: with a traceback" says "stack traceback"
prepare_fails "prepare fails after it has waited" "function prepare(user) user:think(0.01) error 'late' end" "s.lua:1: late"
prepare_fails "prepare gets no vectors" "function prepare(user) return assert(require('stoke.rag').build(user, { 'x' }, \
    { dimensions = -1 })) end" "^stoke: prepare: the service gave no vectors: status 400"
prepare_fails "prepare returns what cannot be copied" "function prepare() return { a = { f = print } } end" \
    "^stoke: what prepare() returned cannot be given to journeys: value.a.f is a function"

script <<'E2'
function journey(user) user:complete "x" end
function cleanup() error "cleanup failed" end
function done() error "done failed" end
function report() return { ["x/y/z"] = "1", ["n.txt"] = 5, ["good.txt"] = "good" } end
E2
load -s "$dir/s.lua" -m m -c 2 -n 4
ok "hooks that fail after the load lose nothing" holds 'n("ok") == 4'
ok "the report is there" out_says "4 begun: 4 ok"
ok "each is told: cleanup" says "^stoke: cleanup: .*s.lua:2: cleanup failed"
ok "each is told: done" says "^stoke: done: .*s.lua:3: done failed"
ok "each is told: a path that cannot be" says "^stoke: report: cannot write x/y/z: "
ok "each is told: a text that is none" says "^stoke: report: 'n.txt' is to be a number: a file's contents must be a string"
ok "what can be written is" [ "$(cat "$dir/good.txt")" = good ]
ok "the run is no success: 1" [ $status -eq 1 ]
echo "function journey() error 'x' end function done() error 'y' end" | script
load -s "$dir/s.lua" -m m -c 2 -n 4
ok "but keeps a code of its own: 107" [ $status -eq 107 ]

script <<'E2'
function journey(user) user:complete "x" end
local calls = 0
function tick(live)
  calls = calls + 1
  print(("tick %d %s %s %s %s"):format(calls, live.elapsed >= calls - 0.01 and live.elapsed < calls + 0.9,
    live.ok > 0 and live.begun >= live.ok and live.running == 2, live.tokens_per_second > 10 and
    live.requests_per_second > 1, live.ttft.p50 <= live.ttft.p99 and live.ttft.mean < 1 and not live.draining))
  error "tick failed"
end
E2
load -s "$dir/s.lua" -m m -c 2 -d 2500ms
ok "tick: once a second, with what has come so far" [ "$(grep '^tick' "$dir/out" | tr '\n' ' ')" = \
    'tick 1 true true true true tick 2 true true true true ' ]
ok "a tick that fails is told once, with its count" [ "$(grep -c '2 times: tick: .*s.lua:8: tick failed' "$dir/err")" -eq 1 ]
ok "and loses nothing" holds 'n("ok") > 10'

interrupt() {
    "$STOKE" -q -s "$dir/s.lua" -m m -c 2 -d "$1" --json "$dir/json" "$url" >"$dir/out" 2>"$dir/err" &
    pid=$!
    sleep 1.7
    kill -INT $pid
    wait $pid
    status=$?
}
for hook in cleanup done report tick; do
    echo "function journey(user) user:complete 'x' end function $hook() while true do end end" | script
    rm -f "$dir/json"
    interrupt $([ $hook = tick ] && echo 60s || echo 300ms)
    ok "a $hook that never ends: Ctrl-C ends it" says "$hook: .*s.lua:1: interrupted"
    ok "a $hook that never ends: nothing is lost" holds 'n("ok") > 10'
done
echo "function journey(user) user:complete 'x' end function cleanup(user) user:think '60s' end" | script
interrupt 300ms
ok "a cleanup that waits for long: Ctrl-C ends it" says "cleanup: interrupted"
ok "a cleanup that waits for long: nothing is lost" holds 'n("ok") > 10'
stop
finish
