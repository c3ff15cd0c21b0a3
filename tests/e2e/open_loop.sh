#!/bin/sh
# With -R journeys are due when they are due, whatever the service and our own threads do.

. "$(dirname "$0")/lib/common.sh"

offered() { holds "\$s->{load}{offered} == $1 && n('begun') + \$s->{journeys}{missed} + \$s->{journeys}{dropped} == $1"; }
has_lag() { [ $status -eq 0 ] && holds '$s->{verdict}{lag}{count} == n("begun") && $s->{verdict}{lag}{percentiles}{99} > 0'; }
accounted() { holds 'n("begun") == n("ok") + n("failed") + n("stopped") + n("unfinished")'; }

sim
for threads in 1 2 4; do
    beside "by$threads" load -m m -R 300 --arrival poisson -d 2s --seed 7 -t $threads --journal "$made/rows$threads"
done
for threads in 1 2 4; do
    ok "-t $threads: done, and valid enough to have a lag" of "by$threads" has_lag
    ok "-t $threads: nobody is lost" of "by$threads" accounted
    ok "-t $threads: about as many as asked for" of "by$threads" holds 'abs(n("begun") + $s->{journeys}{missed} - 600) < 100'
done
cp "$made/by1/json" "$made/json"
ok "the journeys of two threads are those of one, to the nanosecond" holds 'join(" ", due("rows2")) eq join(" ", due("rows1"))'
ok "of four threads too" holds 'join(" ", due("rows4")) eq join(" ", due("rows1"))'
ok "each thread had its part" holds '4 <= uniq map { $_->{user} % 4 } rows("rows4")'
ok "their gaps are exponential (Kolmogorov-Smirnov, one in a thousand)" holds 'ks_exponential(300e-9, gaps("rows1")) < 1'
ok "and that is not said of everything" holds 'ks_exponential(200e-9, gaps("rows1")) > 1'
ok "none began before it was due" holds 'all { $_->{begun} >= $_->{due} && $_->{sent} >= $_->{begun} } rows("rows1")'
ok "the lag is what the journal says" holds 'my @lag = sort { $a <=> $b } map { $_->{begun} - $_->{ready} } rows("rows1");
    abs($s->{verdict}{lag}{max} * 1e9 - $lag[-1]) < 1000'
load -m m -R 300 --arrival poisson -d 500ms --seed 8 --journal "$dir/other"
ok "another seed, other moments" holds 'join(" ", (due("other"))[1 .. 9]) ne join(" ", (due("rows1"))[1 .. 9])'

load -m m -R 300 --burstiness 0.25 -d 2s -t 2 --journal "$dir/bursty"
ok "a burstiness is told" holds '$s->{run}{arrival} eq "gamma" && $s->{run}{burstiness} == 0.25'
ok "and its gaps are as long as they should be, but not all alike" holds 'my @gaps = gaps("bursty");
    my $mean = sum0(@gaps) / @gaps; my $cv = sqrt(sum0(map { ($_ / $mean - 1) ** 2 } @gaps) / @gaps);
    $cv > 1.5 && $cv < 2.5'
ok "the report says so" grep -q 'journeys/s (gamma, burstiness 0.25)' "$dir/out"

load -m m -R 200 --arrival constant -d 1s -t 2 --journal "$dir/even"
ok "constant: equal gaps" holds 'my @gaps = gaps("even"); @gaps > 190 && all { abs($_ - 5e6) <= 1 } @gaps'
ok "constant: as many as asked for" offered 200
load -m m -R 600/m --arrival constant -d 1s
ok "so many a minute" offered 10
load -m m -R 2.5 --arrival constant -d 2s
ok "halves" offered 5
load -m m -R 200 --arrival constant -n 30
ok "-n ends it" holds 'n("begun") == 30 && n("ok") == 30 && $s->{load}{achieved} == 1'
load -m m -R 100 --arrival constant --warmup 500ms -d 1s --journal "$dir/warm"
ok "a warm-up comes first" offered 100
ok "and is not counted, but in the journal" holds '$s->{run}{warmup_requests} == 50 && 50 == grep { $_->{warmup} } rows("warm")'
ok "without a seam" holds 'all { abs($_ - 1e7) <= 1 } gaps("warm")'
stop

# A service that takes a second longer for a while: two rounds of answers.
slow() {
    sim --slow-window 500ms..2s+1s
    load -m m -R 50 --arrival constant -d 3500ms --journal "$dir/slow" "$@"
    stop
}
beside free slow
beside ten slow -c 10
beside drop slow --max-in-flight 10 --on-full drop
ok "slow for a while: nothing is lost" of free both offered 175 accounted
ok "all began in time: from due and from sent it is much the same" \
    of free holds 'p("ttft", 99) > 0.9 && p("ttft_due", 99) < p("ttft", 99) + 0.2 && p("ttft", 50) < 0.5'
ok "and nobody waited for an answer to begin" of free holds 'all { $_->{ready} == $_->{due} } rows("slow")'
ok "ten at a time: nothing is lost" of ten both offered 175 accounted
ok "no more than ten at a time" of ten holds 'my $now = 0; my $most = 0;
    my @moments = sort { $a->[0] <=> $b->[0] || $a->[1] <=> $b->[1] } map { [$_->{sent}, 1], [$_->{ended}, -1] } rows("slow");
    for (@moments) { $now += $_->[1]; $most = $now if $now > $most } $most == 10'
ok "those who had to wait are seen from when they were due" \
    of ten holds 'p("ttft", 99) < 1.5 && p("ttft_due", 99) > p("ttft", 99) + 0.3 && p("e2e_due", 99) > p("e2e", 99) + 0.3'
ok "as the journal says" of ten holds 'my @ttft = map { ($_->{first_token} - $_->{due}) / 1e9 } grep { $_->{outcome} eq "ok" } rows("slow");
    abs(max(@ttft) - $s->{metrics}{ttft_due}{max}) < 1e-3'
ok "which is not our own lateness" of ten holds '$s->{verdict}{lag}{percentiles}{99} < 0.2'
ok "how long they waited is told" of ten holds 'my @wait = map { ($_->{ready} - $_->{due}) / 1e9 } rows("slow");
    $s->{load}{queued} == (grep { $_ > 0 } @wait) && $s->{load}{queued} > 20 &&
    abs(max(@wait) - $s->{metrics}{queue}{max}) < 1e-6 && $s->{metrics}{queue}{count} == $s->{load}{begun}'
ok "and the report says so" grep -q ' waited for a free user, p99 of all ' "$made/ten/out"
ok "or they are dropped: nothing is lost" of drop both offered 175 accounted
ok "many were" of drop holds '$s->{load}{dropped} > 50 && $s->{load}{dropped} == $s->{journeys}{dropped} && $s->{load}{missed} == 0'
ok "nobody waited" of drop holds '$s->{load}{queued} == 0 && $s->{metrics}{queue}{max} == 0 && all { $_->{ready} == $_->{due} } rows("slow")'
ok "it is not the load that was asked for" of drop holds '!$s->{verdict}{valid} &&
    grep { /^only \d+ of the 175 journeys that were due have begun in time \(\d+ dropped, / } @{$s->{verdict}{reasons}}'
ok "and the report says so" grep -q ' of 175 journeys that were due have begun in time, ' "$made/drop/out"

finish
