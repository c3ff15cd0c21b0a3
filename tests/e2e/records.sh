#!/bin/sh
# What a row of each format becomes on the wire.

. "$(dirname "$0")/lib/common.sh"

asked='sub bodies { map { JSON::PP::decode_json($_->{body}) } grep { $_->{body} =~ /messages|prompt"/ && $_->{body} !~ /max_tokens":1,/ } rows("requests") }
    sub said { join "|", sort(uniq(map { my $b = $_; join " ", map { "$_->{role}=" . (ref $_->{content} ? JSON::PP->new->canonical->encode($_->{content}) : $_->{content}) } @{$b->{messages}} } bodies())) } '
record() {
    serve record "$dir/requests"
    load -c 1 --no-salt "$@"
    stop
}
file() { cat >"$dir/file"; }

file <<'END'
{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"}],"max_tokens":5,"temperature":0,"tools":[{"type":"function","function":{"name":"f"}}],"model":"theirs","stream":false,"x":{"y":[]}}
END
record --prompts "$dir/file" -n 2
ok "a whole body goes out as it is, but that it is streamed" holds "$asked"'all {
    $_->{model} eq "theirs" && $_->{max_tokens} == 5 && $_->{temperature} == 0 && $_->{tools}[0]{function}{name} eq "f" &&
    @{$_->{x}{y}} == 0 && $_->{stream} && $_->{stream_options}{include_usage} && @{$_->{messages}} == 2 } bodies()'
record --prompts "$dir/file" -n 2 -m ours --max-tokens 9 --temperature 0.5 --no-stream
ok "what is typed goes before what it says" holds "$asked"'all {
    $_->{model} eq "ours" && $_->{max_tokens} == 9 && $_->{temperature} == 0.5 && !$_->{stream} && !$_->{stream_options} } bodies()'

file <<'END'
{"custom_id":"1","method":"POST","url":"/v1/chat/completions","body":{"messages":[{"role":"user","content":"q"}],"max_completion_tokens":4}}
{"custom_id":"2","method":"POST","url":"/v1/completions","body":{"prompt":"p"}}
END
record --prompts "$dir/file" -n 20 -m m
ok "a batch: each body to the path that takes it" holds "$asked"'my ($chat) = grep { $_->{messages} } bodies(); my ($text) = grep { $_->{prompt} } bodies();
    my %at = map { (m{^POST (\S+)} => 1) } map { $_->{head} } rows("requests");
    $chat->{max_completion_tokens} == 4 && $text->{prompt} eq "p" && $at{"/v1/chat/completions"} && $at{"/v1/completions"}'

file <<'END'
{"prompt":"p","output_tokens":7}
{"prompt":[{"role":"system","content":"s"},{"role":"user","content":"q"}],"output_tokens":7}
END
record --prompts "$dir/file" -n 20 -m m
ok "vLLM's: texts and messages, as long as they say" holds "$asked"'
    said() eq "system=s user=q|user=p" && all { $_->{max_tokens} == 7 } bodies()'
record --prompts "$dir/file" -n 4 -m m --max-tokens 3 --system t
ok "--max-tokens and --system go before them" holds "$asked"'
    said() =~ /^(system=t user=[pq]\|?)+$/ && all { $_->{max_tokens} == 3 } bodies()'

file <<'END'
[{"id":"a","conversations":[{"from":"system","value":"s"},{"from":"human","value":"q1"},{"from":"gpt","value":"a1"},{"from":"human","value":"q2"}]}]
END
record --prompts "$dir/file" -n 2 -m m
ok "ShareGPT: the first question" holds "$asked"'said() eq "user=q1"'
record --prompts "$dir/file" -n 1 -m m --conversations recorded
ok "with the answers that were recorded" holds "$asked"'said() eq "system=s user=q1|system=s user=q1 assistant=a1 user=q2"'
sim
load --prompts "$dir/file" -n 3 -c 1 -m m --conversations live --journal "$dir/journal"
ok "live: turn by turn, and the second has the first one's answer in it" holds 'my @r = rows("journal");
    @r == 6 && n("ok") == 6 && $r[1]{tokens_in} > $r[0]{tokens_in} + 2'
stop

file <<'END'
{"text":"q","images":["http://a/b.png"],"audio":"mp3,QUJD","output_length":6,"timestamp":5}
{"texts":["one","two"],"delay":0,"extra":{"top_k":3},"timestamp":6}
END
record --prompts "$dir/file" -n 20 -m m
ok "AIPerf: texts, media, lengths and extras" holds "$asked"'said() eq join "|",
    q(user=[{"text":"q","type":"text"},{"image_url":{"url":"http://a/b.png"},"type":"image_url"},{"input_audio":{"data":"QUJD","format":"mp3"},"type":"input_audio"}]),
    "user=one\ntwo" and all { $_->{max_tokens} ? $_->{max_tokens} == 6 : $_->{top_k} == 3 } bodies()'
file <<'END'
{"session_id":"s1","turns":[{"text":"A","output_length":2},{"text":"B","delay":150,"output_length":3}]}
END
sim
load --prompts "$dir/file" -n 1 -c 1 -m m --journal "$dir/journal"
ok "its turns are gone through, with their delays and lengths" holds 'my @r = rows("journal");
    @r == 2 && n("ok") == 2 && $r[0]{tokens_out} == 2 && $r[1]{tokens_out} == 3 && $r[1]{begun} - $r[0]{ended} >= 150_000_000'
load --prompts "$dir/file" -n 1 -c 1 -m m --conversations first --journal "$dir/journal"
ok "--conversations first: the first alone" holds 'rows("journal") == 1'
stop

printf '{"timestamp":%d,"input_length":40,"output_length":6,"hash_ids":[1,2,%d]}\n' 0 3 7 4 >"$dir/file"
record --prompts "$dir/file" -n 8 -m m --shuffle
ok "a trace: text of its lengths is made" holds "$asked"'all {
    $_->{max_tokens} == 6 && length $_->{messages}[0]{content} > 80 && length $_->{messages}[0]{content} < 320 }
    grep { $_->{max_tokens} } bodies()'

seq 1 7 | sed 's/^/question /' >"$dir/file"
record --prompts "$dir/file" -n 14 -m m --shuffle
ok "--shuffle: each comes once before any comes again, in another order" holds "$asked"'
    my @said = map { $_->{messages}[0]{content} } bodies();
    7 == uniq(@said[0..6]) && 7 == uniq(@said[7..13]) && "@said[0..6]" ne join " ", map { "question $_" } 1..7'
printf 'prompt,output_tokens\na,3\nb\nc,5\n' >"$dir/table.csv"
record --prompts "$dir/table.csv" -n 12 -m m --keep-output 4..
ok "--keep-output: the others are not asked" holds "$asked"'said() eq "user=c"'
sim
run "$STOKE" -n 2 -c 1 -m m --prompts "$dir/table.csv" "$url"
ok "what is left out is told, by its line" says 'table.csv: 1 of 3 rows is left out: line 3: expected 2 columns as in the header, got 1'

finish
