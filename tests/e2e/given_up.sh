#!/bin/sh
# user:fail() ends the journey as failed, from wherever it is called; what catches it does not undo it.

. "$(dirname "$0")/lib/common.sh"

script() { cat >"$dir/s.lua"; }
given_up() { holds "\$s->{journeys}{failed} == $1 && \$s->{journeys}{done} == $2 && !\$s->{faults}{script}"; }
checked() { holds "\$s->{checks}{'$1'}{failed} == $2"; }
out_says() { grep -q -- "$1" "$dir/out"; }

# The agent's model calls its tool in the first answer.
sim
script <<'E2'
function journey(user)
  local ok, why = pcall(user.fail, user, "not wanted")
  user:check("it was told", not ok and tostring(why) == "the journey was given up")
  user:complete "x"
end
E2
load -s "$dir/s.lua" -m m -c 2 -n 6
ok "caught: the journey goes on, and has failed" given_up 6 0
ok "caught: its reason is a check" checked "not wanted" 6
ok "caught: it reads like a sentence" holds '$s->{checks}{"it was told"}{passed} == 6'

script <<'E2'
function journey(user)
  if user.once then user:complete "x" return end
  user.once = true
  pcall(user.fail, user, "once")
end
E2
load -s "$dir/s.lua" -m m -c 1 -n 3
ok "the user's next journey is its own" given_up 1 2

script <<'E2'
function journey(user)
  user:together {
    function(u) u:fail "no room" end,
    function(u) u:think "5ms" u:check("the other went on", true) u:complete "x" end,
  }
  user:check("never", true)
end
E2
load -s "$dir/s.lua" -m m -c 2 -n 4
ok "in a branch: the journey is over when its branches are" given_up 4 0
ok "in a branch: nothing comes after them" holds \
    '$s->{checks}{"the other went on"}{passed} == 4 && !$s->{checks}{never} && n("ok") == 4'

script <<'E2'
local agent = require "stoke.agent"
function journey(user)
  local helper = agent.new(user, { tools = { weather = { run = function(_, u) u:fail "no weather" end } } })
  helper:ask "Will it rain?"
  user:check("never", true)
end
E2
load -s "$dir/s.lua" -m m -c 1 -n 2 -H X-Sim-Tool-Calls:1
ok "in a tool: the journey is over" given_up 2 0
ok "in a tool: the model is asked no more" holds '!$s->{checks}{never} && n("ok") == 2 && !$s->{checks}{"tool weather"}'

script <<'E2'
function on_start(user) if user.id == 1 then pcall(user.fail, user, "no login") end end
function journey(user) user:check("went " .. user.id, true) user:complete "x" end
E2
load -s "$dir/s.lua" -m m -c 2 -n 6
ok "in on_start: its user never goes" holds \
    '!$s->{checks}{"went 1"} && $s->{checks}{"went 2"} && $s->{checks}{"no login"}{failed} > 0'

for how in 'user:fail "no models"' 'pcall(user.fail, user, "no models")'; do
    echo "function prepare(user) $how end function journey(user) user:complete 'x' end" | script
    load -s "$dir/s.lua" -m m -c 1 -n 1
    ok "prepare: $how: its reason is told" says '^stoke: prepare: it was given up: no models$'
    ok "prepare: $how: 104" [ $status -eq 104 ]
done

finish
