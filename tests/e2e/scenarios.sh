#!/bin/sh
# Several journeys side by side, each with its load: exact parts, users of their own, and what a
# script may get wrong about them.

. "$(dirname "$0")/lib/common.sh"

script() { cat >"$dir/s.lua"; }
journeys() { echo "$1 eq join \" \", map { \"\$_:\$s->{scenarios}{\$_}{journeys}{done}\" } sort keys %{\$s->{scenarios}}"; }
fails() {
    script
    name=$1
    words=$2
    shift 2
    run "$STOKE" -q -s "$dir/s.lua" "$@" "$url"
    ok "$name" says "$words"
    ok "$name: $expected" [ "$status $(wc -l <"$dir/err")" = "$expected 1" ]
}

sim
script <<'E2'
options = {
  model = "m",
  scenarios = {
    chat = { journey = "chat", weight = 3 },
    lookup = { journey = function(user) user:check(user.scenario .. user.id, true) user:complete "x" end },
  },
}
function chat(user)
  user:check(user.scenario .. user.id, true)
  user:chat():ask "hi"
end
E2
for threads in 1 2 3; do
    load -s "$dir/s.lua" -c 8 -n 40 -t $threads --journal "$dir/journal"
    ok "$threads threads: the count is shared by weight" holds "$(journeys '"chat:30 lookup:10"')"
    ok "$threads threads: 8 users as 3 to 1, with ids of their own" holds \
        'join(" ", sort keys %{$s->{checks}}) eq "chat1 chat11 chat3 chat5 chat7 chat9 lookup2 lookup4"'
    ok "$threads threads: a scenario's requests go under its name" holds '$s->{scenarios}{lookup}{requests}{ok} == 10'
done
script <<'E2'
options = { model = "m", scenarios = { quick = { journey = "go" }, slow = { journey = "go" } } }
function go(user) user:complete "x" if user.scenario == "slow" then user:think "100ms" end end
E2
load -s "$dir/s.lua" -c 2 -n 12
ok "who is through with its part leaves the others alone, and that is said" holds \
    '$s->{scenarios}{quick}{requests}{ok} == 6 && grep { /the load was less than planned/ } @{$s->{verdict}{notes}}'
load -s "$dir/s.lua" -c 2 -d 300ms
ok "without a count it is not" holds '!grep { /less than planned/ } @{$s->{verdict}{notes}}'
script <<'E2'
options = {
  model = "m",
  scenarios = {
    { name = "b", journey = "go", users = 2 },
    { name = "a", journey = "go", rate = "100/s", arrival = "constant" },
  },
}
function go(user) user:complete(user.scenario) end
E2
load -s "$dir/s.lua" -d 1s
ok "open and closed together" holds '$s->{scenarios}{a}{journeys}{done} > 90 && $s->{scenarios}{a}{journeys}{done} <= 100 &&
    $s->{scenarios}{b}{journeys}{done} > 20'
ok "the run knows its load" holds '$s->{run}{rate} == 100 && $s->{run}{arrival} eq "mixed"'
script <<'E2'
options = {
  model = "m",
  scenarios = {
    b = { journey = "go", rate = "50/s", arrival = "constant", max_in_flight = 2, on_full = "drop" },
    a = { journey = "go", rate = "100/s", arrival = "constant" },
  },
}
function go(user) user:think "100ms" user:complete(user.scenario) end
E2
load -s "$dir/s.lua" -d 1s
ok "a limit of one scenario's own" holds 'my ($a, $b) = @{$s->{scenarios}}{qw(a b)};
    $a->{load}{offered} == 100 && $a->{load}{begun} == 100 && !exists $a->{metrics}{queue} &&
    $b->{load}{offered} == 50 && $b->{load}{dropped} > 20 && $s->{load}{dropped} == $b->{load}{dropped}'

# Linux knows what the process held at most; they begin within two or three seconds, and all sleep then.
script <<'E2'
local most = 0
function journey(user)
  user:think "6s"
  user:check("awake", true)
end
function tick(live) most = math.max(most, live.running) end
function done() print(most, io.open("/proc/self/status"):read("*a"):match "VmHWM:%s*(%d+)") end
E2
load -s "$dir/s.lua" -c 100000 -n 100000 -t 2
ok "100,000 users who only sleep need no files, and all wake up" holds '$s->{checks}{awake}{passed} == 100_000'
kilobytes=$(sed -n 's/^100000	\([0-9]*\)$/\1/p' "$dir/out")
echo "# all at once: ${kilobytes:-more than} KB"
sanitized || ok "all of them at once in one process, in 2 KB each" [ "${kilobytes:-999999}" -lt 200000 ]

# A scenario whose journeys fail before they have sent anything, beside one that is well.
script <<'E2'
options = { scenarios = { well = { journey = "ask" }, broken = { journey = "fall" } } }
function ask(user) user:chat():ask "Why?" end
function fall() error "boom" end
E2
load -s "$dir/s.lua" -m m -c 2 -d 500ms
ok "a broken scenario does not keep its worker" holds \
    '$s->{scenarios}{broken}{journeys}{failed} > 0 && $s->{scenarios}{broken}{journeys}{failed} < 200'
ok "what sends goes on as fast" holds '$s->{scenarios}{well}{journeys}{done} > 10'
echo 'function journey(user) if user.id == 2 then user:chat():ask "Why?" error "boom" end user:think "1ms" end' | script
load -s "$dir/s.lua" -m m -c 2 -d 500ms
ok "who has sent something before it fails does not rest" holds '$s->{journeys}{failed} > 15'

expected=104
fails "an unknown field" "s.lua:1: options.scenarios: scenario 'a' has no field 'wieght'; did you mean 'weight'?" <<'E2'
options = { scenarios = { a = { journey = function() end, wieght = 3 } } }
E2
fails "users and rate together" "scenario 'a': users and rate do not go together" <<'E2'
options = { scenarios = { a = { journey = function() end, users = 3, rate = 5 } } }
E2
fails "no journey" "scenario 'a' has no journey: give it a function, or the name of one" <<'E2'
options = { scenarios = { a = { users = 3 } } }
E2
fails "a journey that is not there" "defines no function chatt for the scenario 'a'; did you mean 'chat'?" -m m <<'E2'
options = { scenarios = { a = { journey = "chatt" } } }
function chat() end
E2
fails "a negative weight" "scenario 'a': a weight is more than 0, such as 3" <<'E2'
options = { scenarios = { a = { journey = function() end, weight = -3 } } }
E2
fails "one name twice" "scenario 'a': there are two of this name" <<'E2'
options = { scenarios = { { name = "a", journey = function() end }, { name = "a", journey = function() end } } }
E2
fails "no name in a list" "scenario number 1 has no name" <<'E2'
options = { scenarios = { { journey = function() end } } }
E2
fails "the wrong type" "scenario 'a': users must be a number, not a string" <<'E2'
options = { scenarios = { a = { journey = function() end, users = "many" } } }
E2
fails "a rate that is none" "scenario 'a': rate: " <<'E2'
options = { scenarios = { a = { journey = function() end, rate = "often" } } }
E2
fails "an arrival that is none" "scenario 'a': \"now\" is no way to arrive: expected one of constant, poisson, gamma" <<'E2'
options = { scenarios = { a = { journey = function() end, rate = 3, arrival = "now" } } }
E2
fails "a burstiness that is none" "scenario 'a': -2 is no burstiness: expected a number from 0.01 to 1000, such as 0.5" <<'E2'
options = { scenarios = { a = { journey = function() end, rate = 3, burstiness = -2 } } }
E2
fails "no burstiness" "scenario 'a': a burstiness is more than 0, such as 0.5" <<'E2'
options = { scenarios = { a = { journey = function() end, rate = 3, burstiness = 0 } } }
E2
fails "no limit" "scenario 'a': max_in_flight limits a rate of its own: add one" <<'E2'
options = { scenarios = { a = { journey = function() end, max_in_flight = 2 } } }
E2
fails "half a limit" "scenario 'a': max_in_flight is a whole number, 1 or more" <<'E2'
options = { scenarios = { a = { journey = function() end, rate = 3, max_in_flight = 2.5 } } }
E2
fails "nothing to do" "scenario 'a': on_full = \"wait\" is none: expected queue or drop" <<'E2'
options = { scenarios = { a = { journey = function() end, rate = 3, max_in_flight = 2, on_full = "wait" } } }
E2
fails "no table" "options.scenarios: expected a table such as" <<'E2'
options = { scenarios = 5 }
E2
expected=2
fails "a burstiness of others" "scenario 'a': burstiness does not go with arrival = \"constant\", which has none: use" <<'E2'
options = { scenarios = { a = { journey = function() end, rate = 3, arrival = "constant", burstiness = 2 } } }
E2
fails "a burstiness of users" "scenario 'a': burstiness needs to know how often: add a rate" <<'E2'
options = { scenarios = { a = { journey = function() end, users = 3, burstiness = 2 } } }
E2
fails "what never is full" "scenario 'a': on_full needs a limit to be reached: add max_in_flight" <<'E2'
options = { scenarios = { a = { journey = function() end, rate = 3, on_full = "drop" } } }
E2
fails "a load that is nobody's" "-c is shared by scenarios with a weight, and all of .*s.lua say their own" -c 5 <<'E2'
options = { scenarios = { a = { journey = function() end, users = 3 } } }
E2
fails "more threads than users" "-t 3 is more threads than -c 2 users" -t 3 <<'E2'
options = { scenarios = { a = { journey = function() end, users = 1 }, b = { journey = function() end, users = 1 } } }
E2
stop
finish
