#!/bin/sh
# The status line on a terminal, made by script(1): one line that is written over, never a column
# wider than there is room, and wiped at the end.

. "$(dirname "$0")/lib/common.sh"
script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip_all "there is no script(1), or no terminal to be had"

# What it shows on stderr goes to $dir/out, with all that makes it move.
terminal() {
    how=$1
    shift
    run env TERM=xterm "$@" script -qec "$how '$STOKE' -m m -c 12 $load '$url' >/dev/null" /dev/null </dev/null
}
load='-d 800ms'
escape=$(printf '\033')
plain() { ! grep -q "$escape" "$dir/out"; }
moves() { grep -q "$escape\\[$1" "$dir/out"; }
shows() { grep -q "$1" "$dir/out"; }
shows_not() { ! shows "$1"; }
widest() {
    tr '\r' '\n' <"$dir/out" | sed "s/$escape\\[[0-9;]*[mK]//g" | awk 'length > w { w = length } END { print w + 0 }'
}

sim
terminal ''
ok "a status line, written over" both moves K shows '[1-9][0-9]* done  0 failed'
ok "in colour" moves 2m
ok "and wiped at the end" sh -c 'tail -c 4 "$1" | grep -q "\[K$"' - "$dir/out"
terminal '' NO_COLOR=1
ok "NO_COLOR: the line without colours" both moves K shows 'done  0 failed'
ok "NO_COLOR: none at all" shows_not "$escape\\[[0-9;]*m"
terminal '' TERM=dumb
ok "a dumb terminal: no escape codes" plain
terminal '' CI=1
ok "CI: no escape codes" plain
load='-q -d 400ms' && terminal ''
ok "-q: nothing" [ ! -s "$dir/out" ]

load='-d 1500ms --warmup 200ms'
terminal 'stty cols 200;'
ok "a wide terminal: all of it" shows 'running .* tokens/s  ttft p50 [^ ]*  p99 '
ok "which is more than 80 columns" [ "$(widest)" -gt 80 ]
ok "no more time than has passed, and all that there is" both shows '1s of 1\.7s' shows_not '2s of'
load='-d 700ms'
for columns in 80 60 40 20 8; do
    terminal "stty cols $columns;"
    ok "$columns columns are not filled to the last" [ "$(widest)" -lt $columns ]
    ok "$columns columns: what matters most is there" shows '0s of '
done
terminal 'stty cols 40;'
ok "40 columns: done and failed before all else" shows '0s of 0\.7s  [0-9]* done  [0-9]* failed'
terminal '' COLUMNS=50
ok "a terminal that does not know its width: COLUMNS" [ "$(widest)" -lt 50 ]
terminal '' COLUMNS=wide
ok "nor that: 80" [ "$(widest)" -lt 80 ]

finish
