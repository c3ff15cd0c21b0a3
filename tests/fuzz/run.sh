#!/bin/sh
# Each fuzz target for SECONDS_EACH with clang's libFuzzer, built into BUILD. The corpora are
# only read: what is found worth keeping is chosen by hand. An input that breaks something is
# left as BUILD/NAME-crash-... and makes a fine test: copy it to tests/fuzz/corpus/NAME/.
set -u
: "${BUILD:=build/fuzzers}" "${SECONDS_EACH:=60}"
cd "$(dirname "$0")/../.." || exit 1

names=$(for f in tests/fuzz/fuzz_*.c; do basename "$f" .c; done)
targets=$(for n in $names; do echo "$BUILD/tests/fuzz/$n"; done)
common=address,undefined
# shellcheck disable=SC2086 # the targets are words
"${MAKE:-make}" --no-print-directory CC=clang BUILD="$BUILD" SAN= \
    CFLAGS="-O1 -g -DFUZZER -fno-omit-frame-pointer -fno-sanitize-recover=all -fsanitize=fuzzer-no-link,$common" \
    LDFLAGS="-fsanitize=fuzzer,$common" $targets || exit 1

seeds=$(mktemp -d) || exit 1
trap 'rm -rf "$seeds"' EXIT
failed=0
for name in $names; do
    corpus=${name#fuzz_}
    mkdir -p "$seeds/$corpus"
    [ ! -d "tests/fuzz/corpus/$corpus" ] || cp -R "tests/fuzz/corpus/$corpus/." "$seeds/$corpus"
    log=$BUILD/$corpus.log
    if "$BUILD/tests/fuzz/$name" -max_len=4096 -max_total_time="$SECONDS_EACH" \
        -artifact_prefix="$BUILD/$corpus-" -print_final_stats=1 "$seeds/$corpus" >"$log" 2>&1; then
        echo "$name: $(sed -n 's/stat::number_of_executed_units: *//p' "$log") inputs, none broke it"
    else
        failed=1
        echo "$name: broken, see $log"
        grep -E 'ERROR|broken|Test unit written' "$log"
    fi
done
exit $failed
