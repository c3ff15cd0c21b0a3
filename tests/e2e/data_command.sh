#!/bin/sh
# stoke data: what is said of a file, in numbers and in words.

. "$(dirname "$0")/lib/common.sh"

describe() {
    cat >"$dir/new"
    [ ! -s "$dir/new" ] || mv "$dir/new" "$dir/file"
    run "$STOKE" data "$dir/file" --json "$@"
    cp "$dir/out" "$dir/json"
}

# 20 rows on 4 ticks 3 s apart; each begins with what the one before has, and adds a block.
perl -e 'for my $i (0 .. 19) { printf qq({"timestamp":%d,"input_length":%d,"output_length":%d,"hash_ids":[%s]}\n),
    3000 * int($i / 5), 512 * ($i + 1) - ($i == 19 ? 500 : 0), 10 * ($i + 1), join ",", 0 .. $i }
    print qq({"timestamp":1,"input_length":0}\n{"timestamp":\n{"timestamp":1,"input_length":-3}\n)' | describe
ok "a trace: rows, and those that are wrong by their lines and reasons" holds '$s->{format} eq "mooncake" && $s->{records} == 20 &&
    $s->{broken}{count} == 1 && $s->{broken}{first}[0]{line} == 22 && $s->{left_out}{count} == 2 &&
    $s->{left_out}{reasons}[0]{count} == 2 && $s->{left_out}{first}[1]{line} == 23 &&
    "@{$s->{left_out}{reasons}[0]{first}}" eq "21 23"'
ok "its times: span, rate, peaks, ticks" holds 'my $t = $s->{times}; $t->{span} == 9 && $t->{rate} == 20 / 9 &&
    $t->{peak}{"1s"} == 5 && $t->{peak}{"10s"} == 2 && $t->{peak}{"1m"} == 20 / 60 && $t->{distinct} == 4 &&
    $t->{most_at_once} == 5 && $t->{usual_gap} == 3 && $t->{ticks} && "@{$t->{over_time}}" eq "5 0 0 5 0 0 5 0 0 5"'
ok "its lengths" holds 'my ($i, $o) = @{$s}{"input", "output"}; $o->{total} == 2100 && $o->{mean} == 105 && $o->{p50} == 100 &&
    $o->{p95} == 190 && $o->{p99} == 200 && $o->{max} == 200 && $i->{max} == 9740 && $i->{estimated} == 0'
ok "what a cache without limits would know" holds 'my $p = $s->{prefixes};
    $p->{common} == 512 * 190 && $p->{compared} == 512 * 210 - 500 && $p->{by} eq "hash_ids" && $p->{block} == 512'
describe --from 3s --to 9s --keep-output 70.. </dev/null
ok "a part of it" holds '$s->{records} == 9 && $s->{unwanted}{count} == 11 && $s->{times}{span} == 3'
run "$STOKE" data "$dir/file"
ok "in words" sh -c 'grep -q "Rows  *23, of which 20 can be asked" "$1" && grep -q "These are ticks: 20 records share 4 moments, mostly 3s" "$1" &&
    grep -q "Left out  *2: .*lines 21, 23" "$1"' - "$dir/out"

printf '%s\n' '{"prompt":"'"$(printf 'x%.0s' $(seq 128))"'a"}' '{"prompt":"'"$(printf 'x%.0s' $(seq 128))"'b"}' \
    '{"prompt":"\u00e9\u00e9\u00e9\u00e9\u00e9"}' '{"prompt":"\u00e9\u00e9\u00e9\u00e9\u00e9"}' | describe
ok "texts: lengths are estimated, prefixes and repetitions found" holds '$s->{format} eq "jsonl" && !$s->{times} && !$s->{output} &&
    $s->{input}{estimated} == 4 && $s->{input}{max} == 33 && $s->{input}{min} == 2 && $s->{prefixes}{same} == 1 &&
    $s->{prefixes}{common} == 128 + 10 && $s->{prefixes}{compared} == 2 * 129 + 20'
describe <<'END'
{"chat_id":1,"parent_chat_id":-1,"timestamp":1,"input_length":10,"output_length":1,"turn":1}
{"chat_id":2,"parent_chat_id":1,"timestamp":2,"input_length":20,"output_length":1,"turn":2}
END
ok "sessions of a trace" holds '$s->{format} eq "bailian" && $s->{sessions} == 1 && !$s->{prefixes}'
describe <<'END'
[{"conversations":[{"from":"human","value":"a"},{"from":"gpt","value":"b"}]}]
END
ok "turns of conversations" holds '$s->{format} eq "sharegpt" && $s->{turns} == 2 && !$s->{sessions}'
describe --format lines </dev/null
ok "a format that is said, not told" holds '$s->{format} eq "lines" && !defined $s->{told_by}'
printf 'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n' >"$dir/azure.csv"
run "$STOKE" data "$dir/azure.csv"
ok "dates; of a single one there is no rate" sh -c 'grep -q "Times  *one, at 2023-11-16 18:15:46 UTC" "$1" && ! grep -q Rate "$1"' - "$dir/out"
azure() { printf 'TIMESTAMP,ContextTokens,GeneratedTokens\n'; for i in 1 2 3 4 5; do printf '%s,374,44\n' "$@"; done; }
azure '2024-02-29 00:00:00' '2023-02-29 00:00:00' '1969-12-31 23:59:59' >"$dir/azure.csv"
run "$STOKE" data "$dir/azure.csv"
ok "each reason has its first lines" sh -c 'tr -s " \n" "  " <"$1" | grep "5: TIMESTAMP is no date and time [^(]*(lines 3, 6, 9, \.\.\.)" |
    grep -q "5: TIMESTAMP is before 1970 (lines 4, 7, 10, \.\.\.)"' - "$dir/out"
ok "and a moment that all share is no rate" sh -c 'grep -q "Rate  *all at once$" "$1" && ! grep -q ticks "$1"' - "$dir/out"
printf 'once\nagain\nagain\n' >"$dir/lines.txt"
run "$STOKE" data "$dir/lines.txt"
ok "one row is one row" grep -q 'Twice  *1 row says what an earlier one says' "$dir/out"
run "$STOKE" data --help
ok "--help" grep -q -- '--keep-input A..B' "$dir/out"

finish
