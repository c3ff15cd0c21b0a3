#!/bin/sh
# Rows of a script's files arrive at the service: each worker its part, each row once, whatever the
# number of workers; what is wrong with a file is said once; and a large one is in memory once.

. "$(dirname "$0")/lib/common.sh"

asked='sub said { map { JSON::PP::decode_json($_->{body})->{messages}[0]{content} } rows("requests") } '
record() {
    serve record "$dir/requests"
    run "$STOKE" --json "$dir/json" -m m "$@" "$url"
    stop
}

i=0
while [ $i -lt 24 ]; do
    i=$((i + 1))
    echo "{\"q\": \"question $i\"}"
    [ $((i % 8)) != 0 ] || printf 'broken %d\n\n' $i
done >"$dir/rows.jsonl"

cat >"$dir/feed.lua" <<'END'
local rows = require("stoke.data").jsonl "rows.jsonl"
local feeder = rows:shuffle()

function journey(user)
  local row = feeder:next()
  user:chat():ask(row.q)
end
END

# The first of n threads may be asked for more than its part: users are spread evenly, so with as
# many journeys as users, each worker has as many as any other.
for threads in 1 2 3; do
    record -s "$dir/feed.lua" -t $threads -c 24 -n 24
    ok "shuffle, $threads workers: each row once" holds "$asked"'
        join("|", sort { $a <=> $b } map { /(\d+)/ } said()) eq join("|", 1 .. 24)'
done
ok "what is left out is said once" sh -c '[ "$(grep -c "left out" "$1")" = 1 ]' - "$dir/err"
ok "with the file, the lines and the reason" \
    says "rows.jsonl: 3 of 27 rows are left out: line 9: this is no JSON; line 19: .*; line 29: "

cat >"$dir/user.lua" <<'END'
local rows = require("stoke.data").open "rows.jsonl"

function journey(user)
  user:chat():ask(user.id .. ": " .. rows:for_user(user).q)
end
END
for threads in 1 2; do
    record -s "$dir/user.lua" -q -t $threads -c 4 -n 40
    mv "$dir/requests" "$dir/asked.$threads"
done
of_users='sub of_users { my %q; for (map { JSON::PP::decode_json($_->{body})->{messages}[0]{content} } rows("asked.$_[0]")) {
    push @{$q{$1}}, $2 if /^(\d+): question (\d+)$/ } return \%q } '
ok "for_user: a user meets the same rows with one worker and with two" holds "$of_users"'
    my ($a, $b) = (of_users(1), of_users(2));
    "@{[sort keys %$a]}" eq "1 2 3 4" && all { my $n = min(scalar @{$a->{$_}}, scalar @{$b->{$_}});
        $n > 2 && "@{$a->{$_}}[0 .. $n - 1]" eq "@{$b->{$_}}[0 .. $n - 1]" } keys %$a'
ok "and no two begin alike" holds "$of_users"'my $a = of_users(1); 4 == uniq(map { $_->[0] } values %$a)'

printf 'local data = require "stoke.data"\nlocal rows = data.lines "none.txt"\nfunction journey() end\n' >"$dir/none.lua"
run "$STOKE" -q -s "$dir/none.lua" http://127.0.0.1:1
ok "a file that is not there: the script does not load" [ "$status" = 104 ]
ok "and the script's line is named" says "none.lua:2: data.lines: cannot read .*none.txt: No such file"

printf 'local data = require "stoke.data"\nfunction journey() data.lines "rows.jsonl" end\n' >"$dir/late.lua"
sim
load -s "$dir/late.lua" -c 1 -n 3
ok "a file opened in a journey is an error that says where it belongs" holds "n('ok') == 0"
ok "in the report" sh -c 'grep -q "late.lua:2: data.lines: no file is opened in a journey" "$1/json"' - "$dir"

# 60 MB in eight workers as in one.
perl -e 'printf qq({"n":%d,"q":"%s"}\n), $_, "x" x 180 for 1 .. 300_000' >"$dir/large.jsonl"
cat >"$dir/large.lua" <<'END'
local rows = require("stoke.data").jsonl "large.jsonl"

function journey(user)
  for _ = 1, 20 do assert(#rows:pick(user.random).q == 180) end
  user:think("1ms")
end

function done()
  for line in io.lines "/proc/self/status" do
    local kilobytes = line:match "^RssAnon:%s+(%d+)"
    if kilobytes then print("anonymous " .. kilobytes) end
  end
end
END
anonymous() { sed -n 's/^anonymous //p' "$dir/out"; }
load -s "$dir/large.lua" -t 1 -c 8 -n 80
one=$(anonymous)
load -s "$dir/large.lua" -t 8 -c 8 -n 80
eight=$(anonymous)
echo "# ${one:-?} KB with one worker, ${eight:-?} KB with eight"
ok "60 MB of rows are not in memory eight times" [ "${eight:-99999}" -lt $((${one:-0} + 24000)) ]
thread_sanitized && one=0 # it remembers what is read
ok "nor once" [ "${one:-99999}" -lt 30000 ]

finish
