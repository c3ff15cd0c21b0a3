#!/bin/sh
# Prompts and answers are as long as was asked, in the service's own tokens; prefixes are shared as
# they were to be, and nothing else is known to any cache.

. "$(dirname "$0")/lib/common.sh"

asked() { load -m auto -c 4 "$@"; }

at_once --truth "$dir/truth"
asked -n 200 --input-tokens normal:550,150 --output-tokens uniform:20,60
ok "the length of tokens is found out by /tokenize" holds '$s->{calibration}{by} eq "tokenize"'
ok "every prompt is as long as asked, within 5 %" holds '$s->{lengths}{input}{within_5_percent} == 1'
ok "and all have the mean" holds 'abs($s->{lengths}{input}{asked} / 200 - 550) < 6 * 150 / sqrt(200)'
ok "every answer exactly" holds '$s->{lengths}{output}{count} == 200 && $s->{lengths}{output}{mean_error} == 0'
ok "nothing is in a cache" holds '$s->{cache}{tokens_cached} == 0'
asked -n 200 --input-tokens normal:550,150
ok "nor is it when all is asked again" holds '$s->{cache}{tokens_cached} == 0'
asked -n 50 -t 1 -p "the same long question, asked over and over again, which is known by now to all of us here"
ok "a question of one's own is salted" holds '$s->{cache}{tokens_cached} == 0 && $s->{cache}{tokens_in} > 800'
asked -n 50 --no-salt --input-tokens 400
asked -n 50 --no-salt --input-tokens 400
ok "without the salt it is known" holds '$s->{cache}{hit_rate} > 0.9 && !$s->{run}{salt}'
asked -n 50 --salt monday --input-tokens 400
asked -n 50 --salt monday --input-tokens 400
ok "with the same salt, too" holds '$s->{cache}{hit_rate} > 0.9 && $s->{run}{salt} eq "monday"'

asked -n 300 -t 1 --input-tokens 200 --prefix-tokens 800 --prefix-groups 4
ok "prefixes are hit as they are shared" holds 'abs($s->{cache}{hit_rate} - $s->{cache}{implied_rate}) < 0.02'
ok "which is most of it" holds '$s->{cache}{implied_rate} > 0.75 && $s->{cache}{implied_rate} < 0.8'
ok "a prefix counts in the length" holds '$s->{lengths}{input}{within_5_percent} == 1'
ok "the report tells" grep -q '^  Prefix cache .*% of input hit; earlier turns and shared prefixes: [0-9.]* %' "$dir/out"
asked -n 50 -t 1 --api completions --input-tokens 300 --output-tokens 9 --prefix-tokens 160
ok "completions: prompts" holds '$s->{lengths}{input}{within_5_percent} == 1 && $s->{cache}{hit_rate} > 0.3'
ok "completions: answers" holds '$s->{lengths}{output}{mean_error} == 0'


# A shared prefix in front of what somebody else has said, who says nothing of a prefix.
for i in 1 2 3 4 5; do printf '{"messages": [{"role": "user", "content": "What is %d times %d?"}]}\n' $i $i; done >"$dir/said.jsonl"
for i in 1 2 3 4 5; do
    printf '[{"from": "human", "value": "What is %d?"}, {"from": "gpt", "value": "a number"}, {"from": "human", "value": "And?"}]\n' $i
done | sed 's/^/{"conversations": /; s/$/}/' >"$dir/talks.jsonl"
asked -n 60 -t 1 --prefix-tokens 400 --prefix-groups 2 --prompts "$dir/said.jsonl" --format jsonl
ok "messages: a shared prefix is known" holds '$s->{cache}{implied_rate} > 0.8 && abs($s->{cache}{hit_rate} - $s->{cache}{implied_rate}) < 0.05'
asked -n 60 -t 1 --prefix-tokens 400 --prefix-groups 2 --prompts "$dir/talks.jsonl" --conversations live
ok "conversations: so it is in their first turn" holds '$s->{cache}{implied_rate} > 0.85 && abs($s->{cache}{hit_rate} - $s->{cache}{implied_rate}) < 0.05'

cat >"$dir/chat.lua" <<'LUA'
function journey(user)
  local chat = user:chat { system = ("%d of %s: "):format(user.id, env.RUN) .. ("be terse and kind. "):rep(40) }
  for turn = 1, 4 do chat:ask("What of " .. turn .. "?") end
end
LUA
load -s "$dir/chat.lua" -m m -n 20 -c 20 -e RUN=$$
ok "a chat's next turn begins as the one before" holds '
    $s->{cache}{implied_rate} > 0.6 && abs($s->{cache}{hit_rate} - $s->{cache}{implied_rate}) < 0.06'
stop

at_once --no-tokenize
asked -n 50 --input-tokens 550
ok "without /tokenize: by usage" holds '$s->{calibration}{by} eq "usage" && $s->{calibration}{requests} > 1'
ok "which is as good" holds '$s->{lengths}{input}{within_5_percent} == 1'
stop
at_once --no-tokenize --usage never
asked -n 50 --input-tokens 550
ok "without either: a guess" holds '$s->{calibration}{by} eq "guess" && $s->{calibration}{bytes_per_token} == 4'
ok "as the report says" grep -q 'a guess: it does not say' "$dir/out"
stop

serve record "$dir/recorded"
run "$STOKE" -m x -n 1 -c 1 --ignore-eos "$url"
ok "who is sent ignore_eos and may not know it is told of" says '^stoke: --ignore-eos is sent, though the service does not say that it is vLLM or SGLang: it may refuse it$'
stop
sim
run "$STOKE" -m x -n 1 -c 1 --ignore-eos "$url"
ok "who knows it is not" [ "$status-$(grep -c ignore-eos "$dir/err")" = 0-0 ]
stop

run "$STOKE" --dry-run 1 -m x --salt s --input-tokens 30 http://127.0.0.1:1
ok "a dry run asks nobody" grep -q '\[s-1-1\] ' "$dir/out"
run "$STOKE" --dry-run 1 -m x --output-tokens 30 http://127.0.0.1:1
ok "who may not know ignore_eos is not sent it" sh -c 'grep -q "\"max_tokens\":30" "$1" && ! grep -q ignore_eos "$1"' - "$dir/out"

finish
