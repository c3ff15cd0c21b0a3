#!/bin/sh
# Somebody else's requests, when they came: at their moments, with their lengths.

. "$(dirname "$0")/lib/common.sh"

# A busy second, a quiet one, and a burst, as Azure writes them.
{
    echo TIMESTAMP,ContextTokens,GeneratedTokens
    for i in 0 1 2 3 4 5 6 7 8 9; do echo "2023-11-16 18:00:00.${i}000000,$((100 + 10 * i)),$((5 + i))"; done
    for i in 0 1 2 3 4 5 6 7 8 9; do echo "2023-11-16 18:00:02.0000000,$((50 + i)),7"; done
} >"$dir/azure.csv"
# The same on ticks, as Mooncake has them.
for i in 0 1 2 3 4 5 6 7 8 9 10 11; do
    printf '{"timestamp": %d, "input_length": 700, "output_length": 6, "hash_ids": [%d, %d]}\n' \
        $((i / 4 * 3000)) $((i % 3)) $((100 + i))
done >"$dir/mooncake.jsonl"

replay() { load -m m --journal "$dir/replayed" "$@"; }
moments='my @due = sort { $a <=> $b } due("replayed"); my @since = map { ($_ - $due[0]) / 1e6 } @due;'

sim
replay --trace "$dir/azure.csv" --speed 2x
ok "each at its own moment, twice as fast" holds "$moments"'
    my @want = ((map { 50 * $_ } 0 .. 9), (1000) x 10);
    $status == 0 && @since == 20 && all { abs($since[$_] - $want[$_]) < 0.001 } 0 .. 19'
ok "and it ends with the trace" holds 'n("begun") == 20 && n("ok") == 20 && $s->{run}{arrival} eq "trace"'
cp "$dir/replayed" "$dir/by1"
replay --trace "$dir/azure.csv" --speed 2x -t 3
ok "three threads do what one does" holds 'my @one = sort { $a <=> $b } due("by1"); my @three = sort { $a <=> $b } due("replayed");
    all { abs(($three[$_] - $three[0]) - ($one[$_] - $one[0])) < 1000 } 0 .. 19'
replay --trace "$dir/azure.csv" -d 450ms
ok "-d ends it earlier" holds 'n("begun") == 5'
ok "and the load is what was played" holds 'abs($s->{run}{rate} - 5 / 0.45) < 1e-9 && $s->{stages}[0]{level_from} == $s->{run}{rate}'
replay --trace "$dir/azure.csv" --from 1s --speed 10x
ok "--from: what is before is left out" holds 'n("begun") == 10'
replay --trace "$dir/azure.csv" --speed 2x --warmup 300ms
ok "a warm-up takes its first part" holds 'n("begun") == 14 && $s->{run}{warmup_requests} == 6'
ok "each part has its own rate" holds '$s->{stages}[0]{level_to} == 20 &&
    abs($s->{run}{rate} - 14 / $s->{run}{duration}) < 1e-9 && $s->{stages}[1]{level_to} == $s->{run}{rate}'
run "$STOKE" -q -m m --trace "$dir/azure.csv" --warmup 1s -d 500ms "$url"
ok "a part with nothing in it" says "nothing of the trace is due between 1s and 1.5s: try a longer -d"
replay --trace "$dir/azure.csv" --speed 2x -n 12
ok "-n takes so many" holds 'n("begun") == 12'
replay --trace "$dir/mooncake.jsonl" --speed 20x
ok "ticks are bursts" holds "$moments"' 3 == uniq map { int($_ / 10) } @since'
replay --trace "$dir/mooncake.jsonl" --speed 20x --jitter tick
ok "unless they are spread" holds "$moments"'
    @since == 12 && 8 < uniq(@since) && all { $since[$_ + 4] >= 150 * int($_ / 4 + 1) - 150 } 0 .. 7'

# What they ask is as long as it was, and as known to caches.
replay --trace "$dir/azure.csv" --speed 4x
ok "prompts and answers are as long as the file says" holds '
    my %asked = map { $_ => 1 } (map { 100 + 10 * $_ } 0 .. 9), (map { 50 + $_ } 0 .. 9);
    all { $asked{$_->{tokens_in}} && $_->{tokens_in} == $_->{asked_in} && $_->{tokens_out} == $_->{asked_out} } rows("replayed")'
ok "and the report says so" holds '$s->{lengths}{input}{within_5_percent} == 1 && $s->{lengths}{output}{mean_error} == 0 &&
    $s->{calibration}{by} eq "tokenize"'
ok "nothing of them was known to the cache" holds '$s->{tokens}{input} == 1995 && $s->{tokens}{cached} == 0'
replay --trace "$dir/mooncake.jsonl" --speed 20x
ok "blocks with the same hash are the same: the cache knows what it should" holds '
    my $cache = $s->{cache}; abs($cache->{implied_rate} - 9 * 512 / (12 * 700)) < 1e-9 &&
    abs($cache->{hit_rate} - $cache->{implied_rate}) < 0.02'
replay --trace "$dir/mooncake.jsonl" --speed 20x
ok "and nothing of the run before" holds 'abs($s->{cache}{hit_rate} - $s->{cache}{implied_rate}) < 0.02'

load -m m --trace "$dir/azure.csv" --dry-run 3
ok "--dry-run shows what would be asked" [ "$status-$(grep -c '^POST' "$dir/out")" = 0-3 ]
cat >"$dir/own.lua" <<'LUA'
function journey(user) user:complete "of my own" end
LUA
load -s "$dir/own.lua" -m m --trace "$dir/azure.csv" --speed 10x
ok "a script's journeys may come at a trace's moments" holds '$status == 0 && n("begun") == 20'
stop
finish
