#!/bin/sh
# What is measured by step and turn, of journeys, and against limits: exact counts of a journey
# whose every part is known.
. "$(dirname "$0")/lib/common.sh"

cat >"$dir/journey.lua" <<'LUA'
local journeys = 0

function journey(user)
  journeys = journeys + 1
  local chat = user:chat()
  local one, none, three = user:step("greet", function(...)
    chat:ask "Hello?"
    return ...
  end, 1, nil, 3)
  assert(one == 1 and none == nil and three == 3, "a step gives back what its function returns")
  local fine, why = pcall(user.step, user, "wobbly", function()
    user:think "20ms"
    error "on purpose"
  end)
  assert(not fine and why:find "on purpose$", why)
  for _ = 2, 10 do chat:ask "And then?" end -- not in a step, although one has just failed
  user:step("outer", user.step, user, "inner", user.think, user, "20ms")
  if journeys == 4 then user:step("fatal", function() user.nobody.there = 1 end) end
end
LUA

sim
load -s "$dir/journey.lua" -c1 -n4 -m sim --slo ttft:2s,tpot:2s
ok "the run goes well, but for one journey" holds '$s->{journeys}{done} == 3 && $s->{journeys}{failed} == 1'
ok "a step's exchanges are under it" holds '$s->{steps}{greet}{requests}{ok} == 4 && $s->{steps}{greet}{tokens}{output} == 24 && $s->{steps}{greet}{metrics}{gap}{count} == 20'
ok "and nobody else's" holds '$s->{requests}{ok} == 40 && !$s->{steps}{wobbly}{requests}{begun}'
ok "calls are counted" holds '$s->{steps}{greet}{calls}{done} == 4 && $s->{steps}{outer}{calls}{done} == 4'
ok "those that raise as well" holds '$s->{steps}{wobbly}{calls}{failed} == 4 && $s->{steps}{fatal}{calls}{failed} == 1'
ok "they have no time" holds '!exists $s->{steps}{wobbly}{metrics}{step} && $s->{steps}{inner}{metrics}{step}{count} == 4'
ok "a step's time has its pauses in it" holds '$s->{steps}{inner}{metrics}{step}{min} >= 0.02'
ok "and that of the steps within" holds '$s->{steps}{outer}{metrics}{step}{min} >= $s->{steps}{inner}{metrics}{step}{min}'
ok "an error in a step shows where it came from" holds '$s->{faults}{script}{example} =~ /journey.lua:(\d+): .*nobody.*in function <[^>]*journey.lua:\1>/s'
ok "turns are counted one by one" holds '(grep { $_->{from} <= 8 && $_->{to} == $_->{from} && $_->{requests}{ok} == 4 && $_->{metrics}{ttft}{count} == 4 } @{$s->{turns}}) == 8'
ok "and then in ranges" holds '$s->{turns}[8]{from} == 9 && $s->{turns}[8]{to} == 16 && $s->{turns}[8]{requests}{ok} == 8'
ok "a conversation's prompt grows with its turns" holds '$s->{turns}[7]{tokens}{input} > $s->{turns}[0]{tokens}{input}'
ok "a journey has so many requests" holds '$s->{journeys}{requests} == 10'
ok "all requests were good" holds '$s->{goodput}{requests}{good} == 40 && $s->{goodput}{requests}{share} == 1 && $s->{slo}{ttft} == 2'
ok "and the journeys whose code did not fail" holds '$s->{goodput}{journeys}{good} == 3 && $s->{goodput}{journeys}{share} == 0.75'

cat >"$dir/slow.lua" <<'LUA'
options = { slo = { ttft = "300ms", e2e = 20 } }
local n = 0

function journey(user)
  n = n + 1
  user:chat():ask(n % 2 == 0 and "quick" or "slow")
  user:chat():ask "quick"
end
LUA
stop
sim --slow-window 0s..100ms+1s
load -s "$dir/slow.lua" -c1 -n3 -m sim
ok "one slow answer spoils its journey and no other" holds '$s->{goodput}{requests}{good} == 5 && $s->{goodput}{journeys}{good} == 2'
ok "a script's limits are those of the command line" holds '$s->{slo}{ttft} == 0.3 && $s->{slo}{e2e} == 20'
stop

sim --fault reset
load -s "$dir/slow.lua" -c1 -n3 -m sim
ok "what failed is not good, and its journey neither" holds '$s->{goodput}{requests}{good} == 0 && $s->{goodput}{journeys}{good} == 0 && $s->{journeys}{done} == 3'
stop

cat >"$dir/names.lua" <<'LUA'
local n = 0
function journey(user)
  n = n + 1
  user:check("check number " .. n, true)
end
LUA
sim
load -s "$dir/names.lua" -c1 -n1100
ok "names without end are refused by a sentence" holds '$s->{faults}{script}{count} == 100 && $s->{faults}{script}{example} =~ /one name too many for steps and checks: 1000 are the most/'
stop

cat >"$dir/own.lua" <<'LUA'
local metric = require "stoke.metric"
local length = metric.trend("length", { unit = "words" })
local begun = metric.counter "begun"
local outside = metric.counter "outside"
outside:add(100) -- at top level nothing is measured

function journey(user)
  begun:add()
  length:add(user.id)
  length:add(-user.id)
  metric.rate("even"):add(user.id % 2 == 0)
  metric.gauge("user"):set(user.id)
  user:think "1ms"
end

function done(_, _, _, result)
  print("begun: " .. result.custom.begun.sum)
end
LUA
sim
load -s "$dir/own.lua" -c4 -t2 -n40
ok "a script's own metrics come from all workers" holds '$s->{custom}{begun}{sum} == 40 && $s->{custom}{length}{count} == 80 && $s->{custom}{even}{count} == 40'
ok "values of either sign" holds '$s->{custom}{length}{min} == -4 && $s->{custom}{length}{max} == 4 && $s->{custom}{length}{mean} == 0 && $s->{custom}{length}{unit} eq "words"'
ok "a gauge has its last value and its range" holds '$s->{custom}{user}{last} >= 1 && $s->{custom}{user}{min} == 1 && $s->{custom}{user}{max} == 4'
ok "outside of the window nothing counts" holds '!exists $s->{custom}{outside}'
ok "done() sees them" grep -q 'begun: 40' "$dir/out"
load -s "$dir/own.lua" -c2 -d300ms --warmup 200ms
ok "nor in the warm-up" holds 'abs($s->{custom}{begun}{sum} - $s->{journeys}{done}) <= 2'

# refused CODE WORDS: the script says so, at its own line.
refused() {
    printf 'local metric = require "stoke.metric"\n%s\nfunction journey() end\n' "$1" >"$dir/bad.lua"
    run "$STOKE" -q -s "$dir/bad.lua" -n1 "$url"
    [ "$status" -eq 104 ] && says "bad.lua:2: $2"
}
ok "a name is needed" refused 'metric.trend()' "bad argument #1 to 'trend' (expected a name, got nil)"
ok "and the right type" refused 'metric.rate("a"):add(1)' "bad argument #1 to 'add' (expected true or false, got number)"
ok "a number that is one" refused 'metric.trend("a"):add(0/0)' "bad argument #1 to 'add' (.*nan is more than can be kept"
ok "and not too large" refused 'metric.gauge("a"):set(1e14)' "bad argument #1 to 'set' (1e+14 is more than can be kept: 1e13"
ok "one name, one kind" refused 'metric.trend("a") metric.gauge("a")' "metric 'a' is a trend already, so it cannot be a gauge"
ok "one unit" refused 'metric.trend("a", {unit="s"}) metric.trend("a", {unit="ms"})' "metric 'a' has the unit 's' already"
ok "the kind's own function" refused 'metric.trend("a"):set(5)' "a trend has no 'set': it has 'add'"
ok "no option but the unit" refused 'metric.trend("a", {units="s"})' "there is no option 'units'"
ok "256 at most" refused 'for i = 1, 300 do metric.trend("x" .. i) end' "'x257' is one metric too many: 256 are the most"
stop
finish
