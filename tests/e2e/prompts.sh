#!/bin/sh
# What was to be asked arrives as it was, byte by byte; and who asks what is up to the seed.

. "$(dirname "$0")/lib/common.sh"

# A ShareGPT file with all that is awkward in such files, and what is to come of it.
cat >"$dir/make.pl" <<'END'
use strict;
use warnings;
use utf8;
use JSON::PP;

my ($path, $want) = @ARGV;
my @texts = (
    'She said: "It\'s a \\ backslash, a / slash and a \\"quoted\\" quote."',
    "Tabs\tand\nlines\r\nand \b\f and a bell \a, even \x01 and \x7f",
    "Grüße, 你好, नमस्ते, \x{1F600}\x{1F468}\x{200D}\x{1F469}\x{200D}\x{1F467}, e\x{301}, \x{FEFF}, \x{2028}, \x{10FFFF}",
    '{"prompt": "no JSON but a text"} </s> <|im_start|> {{slot}} %s %d $HOME `id`',
    "A NUL \x00 in the middle",
    'Long: ' . join('', map { chr(0x4E00 + $_ * 7919 % 20000) . ' "' . $_ . '" ' } 1 .. 8500),
);
my @rows = map { {id => "row$_", conversations => [
    {from => 'human', value => $texts[$_]},
    {from => 'gpt', value => 'An answer that nobody must ask.'},
    {from => 'human', value => 'A second question, which is not the first.'},
]} } 0 .. $#texts;
# An empty turn is none: the first that says something counts. Empty talks are left out.
unshift @{$rows[1]{conversations}}, {from => 'human', value => ''}, {from => 'gpt', value => 'Yes?'};
unshift @{$rows[2]{conversations}}, {from => 'system', value => 'You are terse.'};
splice @rows, 3, 0, {id => 'empty', conversations => []}, {id => 'silent', conversations => [{from => 'human', value => ''}]},
    {id => 'bot', conversations => [{from => 'gpt', value => 'Only me.'}]};

sub write_to { open my $out, '>:raw', $_[0] or die; print $out $_[1]; close $out or die }
# Some write emoji as they are, others as \u pairs: half of each.
my $json = JSON::PP->new->canonical;
write_to($path, '[' . join(",\n", map { ($_ % 2 ? $json->ascii(1) : $json->ascii(0)->utf8)->encode($rows[$_]) } 0 .. $#rows) . ']');
write_to($want, join '', map { JSON::PP->new->ascii->encode({text => $_}) . "\n" } @texts);
END
perl "$dir/make.pl" "$dir/sharegpt.json" "$dir/want"

asked='sub bodies { map { JSON::PP::decode_json($_->{body}) } rows("requests") } '
record() {
    serve record "$dir/requests"
    load -m m --no-salt "$@"
    stop
}

record --prompts "$dir/sharegpt.json" -c 4 -n 48
ok "ShareGPT: every request is good" holds "$status == 0 && n('ok') == 48"
ok "every text arrives as it was, and no other" holds "$asked"'
    join("\0\0", sort(uniq(map { $_->{messages}[0]{content} } bodies()))) eq join("\0\0", sort(map { $_->{text} } rows("want")))'
ok "the longest has 100 KB" holds 'max(map { length $_->{body} } rows("requests")) > 100_000'
ok "one message each, of the user" holds "$asked"'all { @{$_->{messages}} == 1 && $_->{messages}[0]{role} eq "user" } bodies()'

printf '{"messages":[{"role":"system","content":"s"},{"role":"user","content":"\\ud83d\\ude00 \\"first\\""}]}\r\n\r\n{"prompt":"second"}\n"third"\n' >"$dir/mixed.jsonl"
record --prompts "$dir/mixed.jsonl" --system 'Be "brief" 🙂' -c 2 -n 24
ok "JSONL: objects, messages and strings; --system comes first" holds "$asked"'
    my @said = sort(uniq(map { join "|", map { "$_->{role}=$_->{content}" } @{$_->{messages}} } bodies()));
    "@said" eq "system=Be \"brief\" \x{1F642}|user=second system=Be \"brief\" \x{1F642}|user=third " .
        "system=Be \"brief\" \x{1F642}|user=\x{1F600} \"first\""'
printf 'id,question\r\n1,"a ""quoted"", one"\r\n2,"two\nlines"\r\n' >"$dir/table.csv"
record --prompts "$dir/table.csv" -c 2 -n 16 --api completions
ok "CSV, for completions" holds "$asked"'
    join("|", sort(uniq(map { $_->{prompt} } bodies()))) eq "a \"quoted\", one|two\nlines"'

KEY=key
export KEY
record -p 'Why 🙂 "so"?' -n 3 -c 1 -m 'a "model"/β' --max-tokens 7 --temperature 0.5 --ignore-eos \
    --api-key-env KEY -H 'X-Mine: yes' -H 'content-type: application/json; charset=utf-8'
sed -i '/"head":"GET /d' "$dir/requests" # who knows ignore_eos is asked before the load
ok "what else was wished for is in the request" holds "$asked"'all {
    $_->{messages}[0]{content} eq "Why \x{1F642} \"so\"?" && $_->{model} eq "a \"model\"/\x{3B2}" && $_->{max_tokens} == 7 &&
    $_->{temperature} == 0.5 && $_->{ignore_eos} && $_->{stream} && $_->{stream_options}{include_usage} } bodies()'
ok "and in its header, ours only where nobody gave one" holds 'all { $_->{head} =~ m{^POST /v1/chat/completions HTTP/1.1\r\n} &&
    $_->{head} =~ /^authorization: Bearer key\r/mi && $_->{head} =~ /^x-mine: yes\r/mi && $_->{head} =~ /^host: 127/mi &&
    1 == (() = $_->{head} =~ /^content-type:/mig) && $_->{head} =~ /charset=utf-8\r/ } rows("requests")'
ok "each request has its own id" holds 'join(" ", sort map { $_->{id} } rows("requests")) eq "stoke-1-1-1 stoke-1-1-2 stoke-1-1-3"'
record -p x --no-stream -n 1 -c 1
ok "--no-stream: no stream, and no options for one" holds "$asked"'all { !$_->{stream} && !$_->{stream_options} } bodies()'

# The built-in prompts, with the same seed by one thread and by two, and with another.
for who in 1.1 1.2 2.1; do
    record --seed ${who%.*} -t ${who#*.} -c 4 -n 60
    mv "$dir/requests" "$dir/asked.$who"
done
both='sub by_who { map { my ($who) = $_->{id} =~ /-(\d+-\d+)$/; $who => JSON::PP::decode_json($_->{body})->{messages}[0]{content} } rows("asked.$_[0]") }
    my (%a, %b); my $common = sub { %a = by_who($_[0]); %b = by_who($_[1]); grep { exists $b{$_} } keys %a }; '
ok "the same seed: each user asks the same, whoever's thread it is" holds "$both"'
    my @both = $common->("1.1", "1.2"); @both > 20 && all { $a{$_} eq $b{$_} } @both'
ok "by all four users" holds "$both"'4 == uniq(map { /^(\d+)/ } $common->("1.1", "1.2"))'
ok "another seed: they ask something else" holds "$both"'
    my @both = $common->("1.1", "2.1"); @both > 20 && 0.1 * @both > grep { $a{$_} eq $b{$_} } @both'
ok "no two prompts are alike, nearly" holds "$both"'%a = by_who("1.1"); 57 <= uniq(values %a)'
ok "some are short, some long" holds "$both"'%a = by_who("1.1"); max(map { length } values %a) > 8 * min(map { length } values %a)'

finish
