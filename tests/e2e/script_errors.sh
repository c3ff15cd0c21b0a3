#!/bin/sh
# What scripts may get wrong, one mistake a file in tests/golden/script_errors: each is answered with
# the sentence that helps, and with the line. What is said stands beside the script, in its .txt:
#
#   exit 104
#   stoke: misspelt_hook.lua:5: there is no hook 'on_strat'; did you mean 'on_start'?
#
# and the errors in journeys as the JSON has them, with tracebacks. What begins with helper_ is for the others
# to require. UPDATE_GOLDEN=1 writes them: read them then.

. "$(dirname "$0")/lib/common.sh"
golden=$here/../golden/script_errors

sim
cp -r "$golden"/*.lua "$golden"/lib "$golden"/lua "$dir"
cd "$dir" || exit 1

# The exit status, what was said, what the script printed, and the errors under the fault named script.
transcript() {
    timeout 20 "$STOKE" -q -s "$1" -c 1 -n "${2:-1}" -m m --json json "$url" >out 2>err
    echo "exit $?"
    cat err
    sed -n '/^[a-z]/p' out
    [ ! -s json ] || perl -MJSON::PP -0777 -e '
        my $s = decode_json(<>);
        my $f = $s->{faults}{script} or exit;
        my $n = $s->{journeys}{done} + $s->{journeys}{failed};
        print "script: $_->{count} of $n journeys: $_->{text}\n" for @{$f->{errors}}' json
}

same() {
    rm -f json
    transcript "$1.lua" "$2" >said
    [ -z "$UPDATE_GOLDEN" ] || cp said "$golden/$1.txt"
    cmp -s said "$golden/$1.txt" || { diff "$golden/$1.txt" said >why; false; }
}

for script in *.lua; do
    name=${script%.lua}
    case $name in helper_*) continue ;; late) n=1005 ;; *) n=1 ;; esac
    ok "$name" same "$name" $n
done

ok "a folder that is named as our own is the script's" same lua/in_a_folder 1
ok "in the report as well" grep -q '^ .*lua/in_a_folder.lua:2: in function' out

same done 1
ok "an error in done() comes after the report" grep -q '^  Throughput' out
ok "and after the JSON" test -s json

finish
