#!/bin/sh
# Same seed, same requests: what a user sends is the same, byte for byte and in the same order, in
# every run, however many workers there are and whatever else goes on; with another seed it is not.

. "$(dirname "$0")/lib/common.sh"

i=0
while [ $i -lt 40 ]; do
    i=$((i + 1))
    echo "{\"question\": \"What is number $i?\"}"
done >"$dir/rows.jsonl"

# All dice there are, prompts, a data set, branches, tools, and replies that are asked about.
cat >"$dir/draws.lua" <<'END'
local agent = require "stoke.agent"
local data = require "stoke.data"
local prompts = require "stoke.prompts"

local rows = data.jsonl "rows.jsonl"
local function draw_row(random) return rows:pick(random).question end
local trip = prompts.template("From {{city}} to {{there=city}} for {{n}}? {{q}}",
  { n = { from = 1, to = 1e9 }, q = draw_row })

local function draws(random)
  local list = {
    random:between(1, 1e9), random:uniform(), random:uniform(-1, 1), random:normal(5, 2), random:exponential(3),
    random:lognormal(8, 0.5), random:gamma(2, 3), random:zipf(1000, 1.1), random:pick { "a", "b", "c", "d" },
    random:chance(0.5), random:weighted { { "a", 3 }, { "b", 1 } }, random:weighted({ 1, 2, 3 }, { 1, 0, 1 }),
    table.concat(random:shuffle { 1, 2, 3, 4, 5, 6, 7, 8, 9 }),
  }
  for i, value in ipairs(list) do
    list[i] = type(value) == "number" and ("%.17g"):format(value) or tostring(value)
  end
  return table.concat(list, " ")
end

local function branch(user)
  user:think(0, "3ms")
  return draws(user.random)
end

function journey(user)
  local chat = user:chat { system = draws(user.random) }
  chat:ask(prompts.draw(user.random), { temperature = user.random:uniform(), on_token = function() end })
  chat:ask(rows:for_user(user).question, { max_tokens = user.random:between(3, 9) })
  local said = user:together { one = branch, two = branch, branch, branch }
  chat:stream(table.concat({ said.one, said.two, said[1], said[2] }, "|")):wait()
  chat:ask(trip(user.random), { max_tokens = 3 })
  chat:ask(prompts.about(user.random, user.random:between(20, 60)), { max_tokens = 3 })
  chat:ask(prompts.fill("{{name}} is a {{job}} with {{n}}", user.random, { n = { "a {{animal}}", "{{number}} ideas" } }))
  chat:ask(rows:pick(user.random).question, { extra = { z = 1, y = 2, x = { c = 1, b = 2, a = 3 } } })

  local tools = {}
  for _, name in ipairs { "weather", "population", "trains", "maps" } do
    tools[name] = { about = "Knows " .. name .. ".", latency = { 0, "3ms" },
      run = function(arguments, u) return { arguments, draws(u.random) } end }
  end
  agent.new(user, { tools = tools }):ask(prompts.draw(user.random))
  user:embed { draws(user.random), prompts.draw(user.random) }
  user:rerank(prompts.draw(user.random), { "a", draws(user.random) })
end
END

# Branches that ask side by side: which is first is up to the service, so a user's are sorted.
cat >"$dir/race.lua" <<'END'
local prompts = require "stoke.prompts"

local function asks(user)
  for _ = 1, 3 do
    user:chat():ask(prompts.draw(user.random))
    user:think(0, "5ms")
  end
end

function journey(user)
  user:together { asks, asks, third = asks }
end
END

# Bodies by user: all requests of a user in the order of their ids, which end in USER-NUMBER.
cat >"$dir/by_user.pl" <<'END'
use strict;
use warnings;
my (%of, $broken);
while (<STDIN>) {
    my ($user, $number, $body) = /^stoke-\w+-(\d+)-(\d+)\t(\{.*\})$/ or $broken = 1, next;
    die "twice: $user-$number\n" if defined $of{$user}[$number];
    $of{$user}[$number] = $body;
}
die "a line is not ID, tab, body\n" if $broken;
for my $user (sort { $a <=> $b } keys %of) {
    my @bodies = grep {defined} @{$of{$user}};
    print "$user $_ $bodies[$_]\n" for 0 .. $#bodies;
}
END

# What the users of a run ask goes to FILE. Sim says what it says by the request alone.
ask() { # FILE, then options
    asked=$dir/$1
    shift
    rm -f "$dir/bodies"
    sim --bodies "$dir/bodies" --tool-calls 2
    load -m m "$@"
    stop
    perl "$dir/by_user.pl" <"$dir/bodies" >"$asked"
}

# Users meet the end of a run at different places, so what both files have of a user is compared.
cat >"$dir/compare.pl" <<'END'
use strict;
use warnings;
my (@of, $same, $other);
for my $i (0, 1) {
    open my $in, '<', $ARGV[$i] or die;
    while (<$in>) { my ($user, $number, $body) = split / /, $_, 3; $of[$i]{$user}[$number] = $body }
}
my @users = sort keys %{$of[0]};
die "users: @users, and @{[sort keys %{$of[1]}]}\n" if "@users" ne join ' ', sort keys %{$of[1]};
for my $user (@users) {
    my ($n, $m) = map { scalar @{$_->{$user}} } @of;
    $n = $m if $m < $n;
    die "user $user has asked only $n times\n" if $n < $ARGV[3];
    for (0 .. $n - 1) {
        my $is = $of[0]{$user}[$_] eq $of[1]{$user}[$_];
        $is ? $same++ : $other++;
        print "user $user, request $_:\n  $of[0]{$user}[$_]  $of[1]{$user}[$_]" if !$is && $ARGV[2] eq 'same';
    }
}
print "$same the same, $other not\n" =~ s/^ /0 /r;
exit !($ARGV[2] eq 'same' ? $same && !$other : !$same && $other);
END
compare() { perl "$dir/compare.pl" "$dir/$1" "$dir/$2" "$3" "$4" >>"$dir/why" 2>&1; }

sorted() { perl -pe 's/^(\d+) \d+/$1/' "$dir/$1" | sort >"$dir/$1.sorted"; }
same_bag() { sorted "$1" && sorted "$2" && [ "$(wc -l <"$dir/$1")" -eq "$3" ] && cmp -s "$dir/$1.sorted" "$dir/$2.sorted"; }

ask one -s "$dir/draws.lua" -t 1 -c 6 -n 18
ok "all of it goes well" holds 'n("ok") == n("begun") && n("ok") == 18 * 11 && !$s->{faults}{script} && $s->{journeys}{done} == 18'
ask three -s "$dir/draws.lua" -t 3 -c 6 -n 18
ok "one worker and three" compare one three same 11
ask rate -s "$dir/draws.lua" -t 2 -c 6 -d 500ms
ok "and for a time instead of a number" compare one rate same 11
ask stress -s "$dir/draws.lua" -t 1 -c 6 -n 18 --gc-stress
ok "collecting garbage all the time" compare one stress same 11
ask other -s "$dir/draws.lua" -t 1 -c 6 -n 18 --seed 2
ok "with another seed each of them is another" compare one other different 11
ok "and no two users ask the same" sh -c '[ "$(cut -d" " -f3- "$1" | grep -c .)" = "$(cut -d" " -f3- "$1" | sort -u | grep -c .)" ]' - "$dir/one"

ask one -s "$dir/race.lua" -t 1 -c 6 -n 6
ask three -s "$dir/race.lua" -t 3 -c 6 -n 6
ok "branches that race ask the same all in all" same_bag one three 54
ask one -t 1 -c 6 -n 18 --salt same
ask three -t 3 -c 6 -n 18 --salt same
ok "the built-in journey too" compare one three same 2

finish
