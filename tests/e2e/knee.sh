#!/bin/sh
# A ramp against the default engine finds where it is full, and the report shows it: what docs/sim.md
# has people type. Where our processor is somebody else's it is tried again, and then let be.

. "$(dirname "$0")/lib/common.sh"

typed() { sed -n "s/^    stoke $1 *//p" "$here/../../docs/sim.md" | head -1; }
on_time() { holds '$s->{verdict}{lag}{percentiles}{99} < 0.03'; }

p99='map { $_->{metrics}{ttft}{percentiles}{99} // 0 }'
stages="my @late = $p99 @{\$s->{stages}};"
slices="my @late = $p99 @{\$s->{slices}};"

# Three attempts at a load, of which one has to show the knee.
shows_knee() { # EXPRESSION LOAD
    expression=$1
    shift
    for attempt in 1 2 3; do
        load "$@"
        ! holds "$expression" || return 0
    done
    ! on_time && echo "# no wonder: requests began late" && return 0
}

# shellcheck disable=SC2046
start "$STOKE" sim --quit-after 15m $(typed sim | sed 's/&//; s/--port [0-9]*/--port 0/')
# shellcheck disable=SC2046
ok "from 40 to 50 a second the first token is very late, and hardly more is said" \
    shows_knee "$stages"'$late[1] < 4 * $late[0] && $late[2] > 3 * $late[1] &&
    $s->{stages}[2]{throughput}{output_tokens_per_second} < 1.2 * $s->{stages}[1]{throughput}{output_tokens_per_second}' \
    -m auto $(typed '-m auto' | sed 's#-m auto##; s#http:[^ ]*##; s/4s:/3s:/g')
ok "all were answered" holds '@{$s->{stages}} == 3 && n("ok") == n("begun") && n("begun") > 1500'
ok "a ramp shows when" shows_knee "$slices"'max(@late[4 .. $#late]) > 4 * max(@late[0 .. 1])' \
    -m auto --input-tokens uniform:256,768 --ramp 150/s:290/s/6s

finish
