#!/bin/sh
# README.md is true: each command of its shell section runs, and its script's report has the lines that
# are shown, in their order. Numbers are other ones each time.

. "$(dirname "$0")/lib/common.sh"
readme=$here/../../README.md

# Of a fenced block: the one that is preceded by so many others.
block() { awk -v n="$1" '/^```/ { open = !open; count += open; next } open && count == n' "$readme"; }

sim --quit-after 120s
echo "Why does bread rise?" >"$dir/questions.txt"
cd "$dir" || exit 1

# Every line that runs stoke against a URL, as it is but for how long it lasts.
sed -nE 's/^    stoke (-[^#]*http:[^ ]*).*/\1/p' "$readme" |
    sed -E "s/-d *[0-9]+[sm]/-d2s/; s|http://[^/ ]*|$url|; s/-s chat.lua/-s hello.lua/; s/--warmup 2s//" >commands
cp "$here/../../scripts/hello.lua" .
while read -r command; do
    # shellcheck disable=SC2086
    run "$STOKE" -q $command
    ok "stoke $command" [ $status -eq 0 ]
done <commands
ok "these were commands" [ "$(wc -l <commands)" -ge 5 ]

block 1 | sed -E 's/"[0-9.]+s"/"10ms"/g' >chat.lua
block 2 >shown
run "$STOKE" -s chat.lua -c 20 -n 60 -m auto "$url"
cat >compare.pl <<'END'
use strict;
use warnings;

# A line's words, any number in them as N: a mark of doubt and a unit are part of it.
sub words {
    my ($line) = @_;
    return 'Verdict' if $line =~ /^  +Verdict/;
    $line =~ s/~?\b\d[\d.]*(us|ms|s|%)?(?![\w.])/N/g;
    return join ' ', split ' ', $line;
}
sub lines { open my $in, '<', $_[0] or die; return grep { length && !/^Note/ } map { words($_) } <$in> }

# Three dots stand for lines that are left out, and so does the beginning.
my @printed = lines('out');
my $left_out = 1;
for my $shown (lines('shown')) {
    if ($shown eq '...') { $left_out = 1; next }
    if ($left_out) { shift @printed while @printed && $printed[0] ne $shown }
    die "not printed, or elsewhere: $shown\n" if !@printed || shift(@printed) ne $shown;
    $left_out = 0;
}
END
same() { perl compare.pl >why 2>&1; }
ok "the report has what is shown" same
ok "what is shown is not little" [ "$(wc -l <shown)" -ge 8 ]
ok "README.md is about 60 lines" [ "$(wc -l <"$readme")" -le 66 ]

stop
finish
