#!/bin/sh
# A journey that never comes to wait for anything: it is named, with the line where it is, and
# ended when the run is to end; what was measured is not lost. What else never ends is named, too.

. "$(dirname "$0")/lib/common.sh"
thread_sanitized && skip_all "the thread sanitizer keeps signals back until a function of the C library is called"

script() { cat >"$dir/s.lua"; }
named() { [ "$(grep -c "^stoke: user $1.* has not waited for anything for .* it is at .*s.lua:$2\$" "$dir/err")" -ge 1 ]; }
ended_at() { holds '1 == grep { $_->{text} =~ /s.lua:'"$1"': this never came to wait for anything, and was ended/ }
    @{$s->{faults}{script}{errors}}'; }

# LuaJIT's compiled code, its interpreter, and what catches errors.
sim
script <<'E2'
function journey(user)
  user:complete "x"
  if user.id == 2 then
    while true do end
  end
end
E2
load -s "$dir/s.lua" -m m -c 3 -t 2 -d 1500ms
ok "an endless loop is named, with user and line" named 2 4
ok "once" [ "$(wc -l <"$dir/err")" -eq 1 ]
ok "and ended with the run, long before the grace" holds '$s->{run}{elapsed} < 15'
ok "as a failed journey, whose line is told" both ended_at 4 holds '$s->{journeys}{failed} == 1'
ok "the others go on, and lose nothing" holds '$s->{journeys}{done} > 20 && n("failed") == 0'
ok "0" [ $status -eq 0 ]
script <<'E2'
local function spin()
  local n = 0
  while true do n = n + 1 end
end
function journey(user)
  user:step("work", function()
    while true do
      pcall(spin)
    end
  end)
end
E2
load -s "$dir/s.lua" -m m -c 1 -d 1200ms
ok "a loop that catches errors is ended as well" holds '$s->{journeys}{failed} == 1 && $s->{run}{elapsed} < 20'
ok "it is named where it is" named 1 3
ok "every journey failed: 107" [ $status -eq 107 ]
script <<'E2'
options = { scenarios = { busy = { journey = "go" } } }
local function two(n) return n > 0 and two(n - 1) or 0 end
function go() while true do two(50) end end
E2
load -s "$dir/s.lua" -m m -c 1 -n 1
ok "where there is no end in time it is ended after five seconds" holds '$s->{journeys}{failed} == 1'
ok "the scenario is named" grep -q "user 1 of scenario busy has not" "$dir/err"
script <<'E2'
function journey(user)
  user:complete "x"
  if user.id == 2 then os.execute "sleep 25" end
end
E2
export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0" # what was given up is not freed
load -s "$dir/s.lua" -m m -c 3 -t 2 -d 1500ms
ok "within C code: named by the line of the call" named 2 3
ok "its worker is given up, not waited for" holds '$s->{run}{elapsed} < 20'
ok "what was measured is there" holds '$s->{journeys}{done} > 20'
ok "107, and why" both says 'its worker is given up' [ $status -eq 107 ]
script <<'E2'
function journey() while true do end end
E2
"$STOKE" -q -s "$dir/s.lua" -m m -c 1 -d 60s --json "$dir/json" "$url" >"$dir/out" 2>"$dir/err" &
pid=$!
sleep 1.5
kill -INT $pid
wait $pid
status=$?
ok "one Ctrl-C is enough" holds '$s->{run}{partial} && $s->{run}{elapsed} < 20'
ok "with 107, since it failed" [ $status -eq 107 ]
script <<'E2'
local time = require "stoke.time"
function journey(user)
  local from = time.now()
  while time.now() - from < 1.8 do end
  user:complete "x"
end
E2
load -s "$dir/s.lua" -m m -c 1 -n 2
ok "what takes long but comes back is named" named 1 4
ok "and not ended" holds '$s->{journeys}{done} == 2'

# What runs where there are no journeys is told of as well, compiled or not; it goes on until somebody ends it.
says_within_20s() {
    waits=0
    until says "$1"; do
        waits=$((waits + 1))
        [ $waits -lt 1000 ] || return 1
        sleep 0.02
    done
}
told() { # WHAT LINE, where the script has a loop
    script
    "$STOKE" -q -s "$dir/s.lua" -m m -c 1 -n 1 "$url" >"$dir/out" 2>"$dir/err" &
    pid=$!
    ok "$1 is named" says_within_20s "^stoke: $1 has not come back after a second of work: it is at .*s.lua:$2\$"
    kill -TERM $pid
    wait $pid 2>/dev/null
    ok "once" [ "$(grep -c 'has not come back' "$dir/err")" -eq 1 ]
}
told "the script's top level" 3 <<'E2'
local n = 0
while true do
  n = n + 1
end
E2
told prepare 2 <<'E2'
local function two(n)
  return n > 0 and two(n - 1) or 0
end
function prepare() while true do two(50) end end
function journey() end
E2
told setup 2 <<'E2'
function setup()
  while true do ("x"):rep(9):find "y" end
end
E2
told init 2 <<'E2'
function init()
  while true do end
end
E2
told done 3 <<'E2'
function journey() end
function done()
  while true do end
end
E2
script <<'E2'
function prepare(user) user:think "1500ms" end
function journey(user) user:complete "x" end
E2
load -s "$dir/s.lua" -m m -c 1 -n 1
ok "who waits is not named" [ "$status $(wc -c <"$dir/err")" = "0 0" ]
stop
finish
