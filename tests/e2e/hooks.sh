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
stop
finish
