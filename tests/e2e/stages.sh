#!/bin/sh
# The load follows a line from level to level: up, down, in steps, in spikes.

. "$(dirname "$0")/lib/common.sh"

accounted() { holds 'n("begun") == n("ok") + n("failed") + n("stopped") + n("unfinished")'; }

# Connections to the service that are open.
connections() {
    awk -v port="$(printf ':%04X' "$port")" '$3 ~ port "$" && $4 == "01" { n++ } END { print n + 0 }' /proc/net/tcp
}

sim --ttft 20ms --gap 1ms --tokens 10
load -m m --stage 1s:40/s --stage 1s:40/s --stage 1s:0/s --arrival constant --journal "$dir/rate"
ok "up, hold, down: as many as there is area" holds '$status == 0 && n("begun") == 80'
ok "a third of the way up there are a ninth of the ramp's" holds 'my @due = map { $_->{due} } rows("rate");
    my $early = grep { $_ < $due[0] + 1e9 / 3 } @due; abs($early - 3) <= 1'
load -m m -R 10 --spike 5x/1s -d 3s --arrival constant
ok "a spike in the middle" holds 'n("begun") == 10 + 50 + 10'
load -m m --ramp 5/s:15/s/2s --arrival constant -t 2
ok "a ramp, by two threads" holds 'n("begun") == 20'

# Users come, leave when there is no room for them, and come back.
cat >"$dir/people.lua" <<'LUA'
local metric = require "stoke.metric"
local came, left = metric.counter "came", metric.counter "left"
function on_start() came:add(1) end
function on_stop() left:add(1) end
function journey(user) user:chat():ask "Well?" end
LUA
people() { load -s "$dir/people.lua" -m m "$@"; }
came() { holds "\$s->{custom}{came}{count} == $1 && \$s->{custom}{left}{count} == $2"; }
people --stage 500ms:0..20 --stage 500ms:20..0 --stage 500ms:0..20 --stage 300ms:20..0 --stage 200ms:0..0
ok "twenty, none, twenty, none: who came has left, and come again" came 40 40
people --stage 400ms:20..20 --stage 600ms:5..5 -t 2
ok "a step down, by two threads: five stay to the end" came 20 15
ok "nobody is lost" accounted
ok "nothing was cut off" holds 'n("unfinished") == 0 && n("failed") == 0'

"$STOKE" -m m --stage 500ms:20..20 --stage 3s:4..4 -q "$url" >"$dir/out" 2>"$dir/err" &
runs=$!
few() { [ "$(connections)" -le "$1" ] && [ "$(connections)" -gt 0 ]; }
many() { [ "$(connections)" -ge "$1" ]; }
ok "twenty users have a connection each" until_true many 20
ok "sixteen of them hang up when they leave" until_true few 4
wait $runs
stop

# Long answers: what is too many ends by itself, or is given up.
sim --ttft 50ms --gap 100ms --tokens 30
load -m m --stage 500ms:8..8 --stage 1500ms:2..2 --graceful-stop 500ms --grace 0s --journal "$dir/cut"
ok "six are given up half a second after they were too many" holds \
    '6 == grep { $_->{outcome} eq "unfinished" && $_->{ended} - (rows("cut"))[0]{due} < 1.4e9 } rows("cut")'
ok "and not before" holds \
    '0 == grep { $_->{outcome} eq "unfinished" && $_->{ended} - (rows("cut"))[0]{due} < 0.95e9 } rows("cut")'
load -m m --stage 500ms:8..8 --stage 1500ms:2..2 --grace 5s
ok "without that, all come to their end" holds 'n("unfinished") == 0 && n("ok") == n("begun") && n("ok") >= 8'
stop
finish
