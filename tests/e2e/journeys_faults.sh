#!/bin/sh
# Each way in which a service goes wrong, as a journey sees it that asks in every way there is: by
# on_token, as a stream, in branches, by plain http, for an embedding. It is told the fault by its
# name, nobody gets stuck, the run is over on time, and every journey is accounted for; and all the
# same when garbage is collected before each bit of the script.

. "$(dirname "$0")/lib/common.sh"

cat >"$dir/ways.lua" <<'END'
local function see(user, way, reply)
  user:check(way .. "=" .. (reply.fault or "ok"), reply.ok == not reply.fault)
  return reply
end

local function chat(user)
  local chat, heard = user:chat { system = "Be brief." }, 0
  local reply = see(user, "asked", chat:ask("Count.", { on_token = function() heard = heard + 1 end }))
  user:check("heard before it went wrong", heard == (reply.usage.completion_tokens or 0) or not reply.ok)
  local coming = chat:stream "Count again."
  for _ in coming:tokens() do heard = heard + 1 end
  see(user, "streamed", coming)
  return coming.ok
end

function journey(user)
  user:check("begun", true)
  user:step("chat", chat, user)
  local _, errors = user:together {
    function(u) see(u, "branch", u:chat():ask "What?") end,
    http = function(u) see(u, "http", u:http { url = "/" }) end,
    embed = function(u) see(u, "embed", u:embed "What?") end,
    late = function(u) u:think(0.001) see(u, "late", u:complete "What?") end,
  }
  user:check("joined", errors == nil)
  user:check("at the end", true)
  if user.id % 2 == 0 then user:fail "given up" end
end
END

# What the journeys saw: for each way of asking one outcome, "ok" where nothing is said of it, and
# always that one. Checks after the end of the window do not count, which each user can be in once.
outcomes() { # asked=reset http=ok ...
    for way in asked streamed branch late http embed; do
        word=$(printf '%s\n' "$@" | sed -n "s/^$way=//p")
        echo "$way=${word:-ok}"
    done
}

saw() {
    holds "my \$c = \$s->{checks}; my \$n = \$c->{begun}{passed}; my @want = qw($(outcomes "$@"));
        join(' ', sort @want) eq join(' ', sort grep {/=/} keys %\$c) &&
        (all { \$c->{\$_}{passed} > 0 && \$c->{\$_}{passed} >= \$n - 4 } @want, 'joined', 'at the end') &&
        !grep { \$_ ne 'given up' && \$c->{\$_}{failed} } keys %\$c"
}

accounted() {
    holds 'my ($c, $j) = ($s->{checks}, $s->{journeys}); my $n = $j->{done} + $j->{failed};
        $n > 3 && abs($n - $c->{begun}{passed}) <= 4 && $j->{unfinished} == 0 && $j->{missed} == 0 &&
        $j->{done} > 0 && $j->{failed} > 0 && $j->{failed} - $c->{"given up"}{failed} <= 4 && !$s->{faults}{script} &&
        n("begun") == n("ok") + n("failed") && n("begun") == 6 * $n && '"$status"' == (n("ok") ? 0 : 111)'
}

on_time() { holds "\$s->{run}{elapsed} < $lasts + 2"; }

faults_in_summary() { # NAMES, without those of plain http
    holds "join(' ', sort keys %{\$s->{faults}}) eq '$1'"
}

# Users come and go, as often as they can on however slow a machine; what runs then may end.
go() { load -m m -s "$made/ways.lua" -c 4 -n 24 -d "${lasts}s" --grace 2s --stall "$patience" "$@"; }

suffer() { # FAULT NAME WAYS...
    fault=$1 counted=$2
    shift 2
    sim --fault "$fault" --gap 500us
    patience=1s lasts=20
    [ $fault != stall ] || patience=50ms
    beside usual go
    beside stressed go --gc-stress
    for how in usual stressed; do
        ok "$fault, $how: the journey sees ${*:-nothing}" of $how saw "$@"
        ok "$fault, $how: all are accounted for" of $how accounted
        ok "$fault, $how: in the summary ${counted:-nothing}" of $how faults_in_summary "$counted"
        ok "$fault, $how: on time" of $how on_time
    done
    stop
}

everything() { for way in asked streamed branch late http embed; do echo "$way=$1"; done; }
streams() { for way in asked streamed branch late; do echo "$way=$1"; done; }

for pair in refuse:no_reply no_reply:no_reply not_http:malformed 429:status 503:status reset:reset \
    truncate:truncated stall:stalled; do
    suffer "${pair%:*}" "${pair#*:}" $(everything "${pair#*:}")
done
for pair in error_event:in_stream no_end:truncated empty:empty bad_chunk:malformed; do
    suffer "${pair%:*}" "${pair#*:}" $(streams "${pair#*:}")
done
for fault in error 'error(g)@end'; do
    suffer "$fault" in_stream $(streams in_stream) embed=in_stream
done
# One piece of JSON that is cut short has broken off.
suffer bad_json "malformed truncated" $(streams malformed) embed=truncated
for habit in slow_header late_role no_usage no_done reasoning refusal comments drip crlf \
    split,cr,multiline,fields,trailers http10,utf8,no_newline,usage_last; do
    suffer $habit ''
done

# Who asks a service that has fallen silent, and has much patience, is cut off: by whom, and how it
# waits, does not matter. A second after its time at the most the run is over.
cat >"$dir/waits.lua" <<'END'
local ways = {
  function(user) user:chat():ask "Well?" end,
  function(user) user:chat():ask("Well?", { on_token = function() end }) end,
  function(user) for _ in user:chat():stream("Well?"):tokens() do end end,
  function(user) user:chat():stream("Well?"):wait() end,
  function(user) user:http { url = "/" } end,
  function(user) user:embed "Well?" end,
  function(user) user:think(60) end,
  function(user) user:chat():stream "Never read." user:think(60) end,
  function(user) user:together { function(u) u:think(60) end, function(u) u:chat():ask "Well?" end } end,
  function(user)
    user:together { function(u) u:together { function(v) v:chat():ask "Well?" end } end, function() end }
  end,
}

function journey(user)
  user:check("begun", true)
  pcall(ways[(user.id - 1) % #ways + 1], user)
  user:check("went on", false)
end
END
sim --fault stall
for stress in '' --gc-stress; do
    load -m m -s "$dir/waits.lua" -c 20 -t 2 -d 300ms --grace 200ms $stress
    ok "silence $stress: cut off, and counted" holds '$s->{checks}{begun}{passed} == 20 && !$s->{checks}{"went on"} &&
        $s->{journeys}{unfinished} == 20 && $s->{journeys}{done} + $s->{journeys}{failed} == 0 &&
        n("unfinished") == n("begun") && n("begun") == 18 && faults() eq ""'
    ok "silence $stress: on time" holds '$s->{run}{elapsed} > 0.49 && $s->{run}{elapsed} < 1.5'
done
stop

finish
