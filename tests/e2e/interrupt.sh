#!/bin/sh
# Ctrl-C ends a run in good order, and what is printed suits whoever reads it.

. "$(dirname "$0")/lib/common.sh"

# Does the load run yet? Then there is a worker's thread, and signals are kept for us.
works() { [ "$(find "/proc/$pid/task" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l)" -gt 1 ]; }

# A run in the background, once its requests are on their way.
begin() {
    rm -f "$dir/json"
    : >"$dir/err"
    "$STOKE" --json "$dir/json" "$@" "$url" >"$dir/out" 2>"$dir/err" &
    pid=$!
    until_true works
    sleep 0.5
}
tell() { kill "-$1" "$pid"; }
running() { kill -0 "$pid" 2>/dev/null; }
end() {
    wait "$pid"
    status=$?
}
plain() { ! grep -q "$(printf '\033')" "$1"; }

# The plain line comes after ten seconds; meanwhile there is enough to do.
sim
"$STOKE" -m m -c 2 -d 10500ms "$url" >"$dir/long.out" 2>"$dir/long.err" &
long=$!
other=$url
sim --ttft 400ms

for signal in INT TERM; do
    begin -q -m m -c 4 -d 60s
    tell $signal
    end
    ok "SIG$signal: 105" [ $status -eq 105 ]
    ok "SIG$signal: what runs may end" holds 'n("ok") >= 4 && n("ok") == n("begun") && n("unfinished") == 0'
    ok "SIG$signal: a report, marked partial" holds '$s->{run}{partial} && $s->{run}{elapsed} < 10 &&
        grep { /interrupted/ } @{$s->{verdict}{notes}}'
    ok "SIG$signal: on stdout, too" grep -q 'the run was interrupted' "$dir/out"
    ok "SIG$signal: -q is quiet even now" [ ! -s "$dir/err" ]
done
begin -q -m m -R 100 -d 60s
tell INT
end
ok "an open loop as well" holds "$status == 105"' && n("ok") > 5 && n("ok") == n("begun") && $s->{run}{window} < 5'
begin -q -m m -c 4 -d 700ms
end
ok "no signal: not partial" holds "$status == 0"' && !$s->{run}{partial}'
stop

sim --ttft 30s
begin -q -m m -c 4 -d 60s
tell INT
sleep 0.3
ok "what will not end is waited for" running
ok "-q: without a word" [ ! -s "$dir/err" ]
tell INT
end
ok "but a second SIGINT ends it at once: 105" [ $status -eq 105 ]
ok "and nobody is forgotten" holds 'n("begun") == 4 && n("unfinished") == 4 && n("ok") + n("failed") == 0 && $s->{run}{elapsed} < 10'
begin -m m -c 4 -d 60s --grace 20s
tell INT
sleep 0.4
ok "it is said that it is waited for" says '^stoke: interrupted: 4 journeys may still end, for up to 20s; Ctrl-C again stops at once$'
tell INT
end
ok "and that once" [ "$(wc -l <"$dir/err")" -eq 1 ]
begin -q -m m -c 4 -d 60s --grace 300ms
tell INT
end
ok "--grace ends the waiting" holds "$status == 105"' && n("unfinished") == 4 && $s->{run}{elapsed} < 10'
begin -q -m m -c 4 -d 300ms --grace 300ms
end
ok "at the planned end, too, where it is nothing that was measured" holds "$status == 111"' && n("unfinished") == 4 && !$s->{run}{partial}'
stop

sim
load -m m -c 2 -n 20
ok "not a terminal: no escape codes" plain "$dir/out"
ok "-q: silence on stderr" [ ! -s "$dir/err" ]
run "$STOKE" -q -m m -c 2 -n 20 --json - "$url"
cp "$dir/out" "$dir/json"
ok "--json -: JSON and nothing else" holds 'n("ok") == 20'
ok "in one line" [ "$(wc -l <"$dir/out")" -eq 1 ]
finite() { ! grep -Eqi '[:,[]-?(nan|inf)' "$1"; }
ok "without NaN" finite "$dir/out"

run sh -c '"$@" >/dev/full' - "$STOKE" -q -m m -n 2 "$url"
ok "a full disk for stdout: 1" [ $status -eq 1 ]
ok "a full disk for stdout: a sentence" says '^stoke: cannot write the report: '
run sh -c '"$@" >/dev/full' - "$STOKE" -q -m m -n 2 --json - "$url"
ok "for --json -, too" [ "$status $(grep -c '^stoke: cannot write ' "$dir/err")" = '1 1' ]
run sh -c '"$@" >/dev/full' - "$STOKE" --help
ok "for --help, too" [ $status -eq 1 ]
run sh -c '"$@" >&-' - "$STOKE" -q -m m -n 2 --journal "$dir/journal" "$url"
ok "stdout is closed: 1 and a sentence" [ "$status $(grep -c '^stoke: cannot write' "$dir/err")" = '1 1' ]
ok "and the report is not in the journal instead" holds '2 == rows("journal")'
run sh -c '"$@" 2>&-' - "$STOKE" -m m -n 2 --journal "$dir/journal" "$url"
ok "stderr is closed: the journal is a journal" holds '2 == rows("journal")'
run sh -c '{ "$@"; echo $? >&2; } | true' - "$STOKE" -q -m m -n 2 "$url"
ok "who reads has gone: 1" says '^1$'
load -m m -n 2 --journal /dev/full
ok "a full disk for the journal: 1 and a sentence" [ "$status $(grep -c "^stoke: the journal '/dev/full' is not complete: " "$dir/err")" = '1 1' ]
run "$STOKE" -q -m m -n 2 --json /dev/full "$url"
ok "a full disk for --json: 1 and a sentence" [ "$status $(grep -c '^stoke: cannot write "/dev/full": ' "$dir/err")" = '1 1' ]
stop

sim --fault no_reply
run "$STOKE" -q -m m -c 2 -n 4 --json - "$url"
cp "$dir/out" "$dir/json"
ok "--json - of a run without a result is JSON" holds "$status == 111 && n('failed') == 4"
ok "without NaN as well" finite "$dir/out"
stop
url=$other

wait $long
ok "not a terminal: a plain line every ten seconds" [ "$(grep -c '^10s of 10\.5s  [1-9][0-9]* done' "$dir/long.err")" -eq 1 ]
ok "and only that" [ "$(wc -l <"$dir/long.err")" -eq 1 ]
ok "without escape codes" plain "$dir/long.err"

finish
