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
finish
