#!/bin/sh
# What the simulated service says of itself: the metrics page, the totals and the journal tell the
# same story, whichever thread is asked, and looking changes none of it.
. "$(dirname "$0")/lib/common.sh"

# get PATH FILE: the body of a reply
get() {
    perl "$here/http.pl" "$port" GET "$1" '' >"$dir/reply"
    sed -e '1,/^.\{0,1\}$/d' -e '/^\[[a-z]* *[0-9]*\]$/d' "$dir/reply" >"$dir/$2"
}

look() { get /metrics page && cp "$dir/reply" "$dir/page.reply" && get /sim/stats stats; }
shows() { grep -q -- "$1" "$dir/${2:-page}"; }
soon() { get /metrics page && shows "$1"; }
lacks() { ! shows "$1"; }
tells() { holds "require '$lib/page.pl'; $1"; }
in_order='all { my $r = $_; my @at = grep { defined } @$r{qw(received scheduled prefilled first_token last_token ended)};
    all { $at[$_] >= $at[$_ - 1] } 1 .. $#at } @all'

sim --ttft 20ms~0.5 --gap 2ms~0.5 --tokens 5..30 --threads 2 --truth "$dir/truth" --seed 5 \
    --fault 429:0.1 --fault reset:0.1 --fault stall:0.05 --fault error:0.1
load -m sim -c 8 -n 200 --no-salt --stall 400ms \
    --prompt "The same words for all, and more of them than there are in one block of the cache: who has not heard them before?"
until_true soon 'vllm:num_requests_running{.*} 0.0'
look
for i in 1 2 3 4 5 6; do get /sim/stats "stats$i"; done
stop
ok "the run was not all good" holds 'n("ok") > 80 && n("ok") < 200'
ok "moments come in order" tells "$in_order"
ok "the engine has a token before it is sent" tells 'all { $_->{tokens}[0] >= $_->{first_token} } @spoke'
ok "each life says how it ended" tells '$ends{abort} == with_fault("stall", @in) && $ends{stop} == n("ok") &&
    $ends{error} == with_fault("reset", @in) + with_fault("error", @in)'
ok "the page counts these ends" tells 'all { v("request_success_total", qq(finished_reason="$_",)) == ($ends{$_} // 0) }
    qw(stop length abort error)'
ok "time to the first token" tells 'v("time_to_first_token_seconds_count") == @spoke &&
    same(v("time_to_first_token_seconds_sum"), spans("received", "first_token", @spoke))'
ok "gaps" tells 'v("inter_token_latency_seconds_count") == sum0(map { @{$_->{tokens}} - 1 } @spoke) &&
    same(v("inter_token_latency_seconds_sum"), spans("first_token", "last_token", @spoke))'
ok "the whole latency" tells 'v("e2e_request_latency_seconds_count") == @in &&
    same(v("e2e_request_latency_seconds_sum"), spans("received", "last_token", @spoke))'
ok "tokens" tells 'v("generation_tokens_total") == sum0(map { scalar @{$_->{tokens}} } @all) &&
    v("prompt_tokens_total") == sum0(map { $_->{prompt_tokens} } @spoke)'
ok "the prefix cache" tells 'my $hits = v("prefix_cache_hits_total"); $hits > 1000 &&
    $hits == sum0(map { $_->{cached_tokens} } @in) && v("prefix_cache_queries_total") == sum0(map { $_->{prompt_tokens} } @in)'
ok "the totals are the journal's" tells '$t->{requests} == @all && $t->{paths}{"/v1/chat/completions"} == @all &&
    $t->{statuses}{429} == @all - @in && $t->{statuses}{200} == @in && $t->{aborted} == $ends{abort} &&
    $t->{tokens} == v("generation_tokens_total")'
ok "requests by path and status" tells 'my %n = (2 => scalar @in, 4 => @all - @in);
    all { $p{qq(http_requests_total{handler="/v1/chat/completions",method="POST",status="${_}xx"})} == $n{$_} } 2, 4'
ok "each fault by its name" tells '$t->{faults}{crlf} == 0 &&
    all { my $n = with_fault($_, @all); $n > 0 && $t->{faults}{$_} >= $n } qw(429 reset stall error)'
ok "whichever thread is asked, and looking is no request" tells 'all { my $o = decode_json(text_of("stats$_"));
    $o->{requests} == @all && $o->{tokens} == $t->{tokens} && $o->{statuses}{200} == @in } 1 .. 6'

sim --ttft 30s
"$STOKE" -q -m sim -c 3 -n 3 "$url" >/dev/null 2>&1 &
running=$!
ok "who waits for an answer is running" until_true soon 'vllm:num_requests_running{.*} 3.0'
kill -KILL $running
wait $running 2>/dev/null
ok "who has left is not" until_true soon 'vllm:num_requests_running{.*} 0.0'
ok "and has been counted" shows 'vllm:request_success_total{.*"abort".*} 3.0'
stop

# An engine with room for four and little memory: it queues and preempts.
start "$STOKE" sim --port 0 --quit-after 15m --preset tiny --time-scale 0.1 --max-seqs 4 --blocks 40 --truth "$dir/truth"
"$STOKE" -q -m sim -c 12 -n 48 --no-salt --max-tokens 120 --ignore-eos --json "$dir/json" "$url" >/dev/null 2>&1 &
running=$!
ok "four run, the others wait" until_true soon 'vllm:num_requests_waiting{.*} 8.0'
ok "and hold memory" until_true soon 'vllm:kv_cache_usage_perc{.*} 0.[1-9]'
wait $running
until_true soon 'vllm:num_requests_running{.*} 0.0'
look
stop
ok "all of that passes" both shows 'vllm:num_requests_waiting{.*} 0.0' shows 'vllm:kv_cache_usage_perc{.*} 0.0'
ok "an engine's moments come in order" tells "$in_order"
ok "it has a token before it is sent" tells 'all { $_->{tokens}[0] >= $_->{first_token} } @spoke'
ok "the queue" tells 'v("request_queue_time_seconds_count") == @in &&
    same(v("request_queue_time_seconds_sum"), spans("received", "scheduled", @in)) && spans("received", "scheduled", @in) > 0.02'
ok "the prompt, the reply" tells 'same(v("request_prefill_time_seconds_sum"), spans("scheduled", "prefilled", @in)) &&
    same(v("request_decode_time_seconds_sum"), spans("first_token", "last_token", @spoke)) &&
    same(v("inter_token_latency_seconds_sum"), v("request_decode_time_seconds_sum"))'
ok "who was preempted" tells 'v("num_preemptions_total") == sum0(map { $_->{preemptions} } @in) &&
    $t->{preemptions} == v("num_preemptions_total") && $t->{preemptions} > 0'
ok "the batch" tells 'all { $_->{batch} >= 1 && $_->{batch} <= 4 } @spoke'
ok "steps" tells 'v("iteration_tokens_total_count") == $t->{steps} && $t->{steps} > 120 &&
    v("iteration_tokens_total_sum") >= v("generation_tokens_total") - @spoke + v("prefix_cache_queries_total") - v("prefix_cache_hits_total")'
ok "its memory, in the settings" shows 'num_gpu_blocks="40"'

sim --api-key secret --fault 503
look
ok "whoever looks needs no key and suffers no fault" both shows 'vllm:num_requests_running' shows '"503":0' stats
ok "the page is in the text format" shows 'content-type: text/plain; version=0.0.4' page.reply
stop

sim --metrics sglang
look
ok "SGLang's words" both shows '^sglang:num_queue_reqs{engine_type="unified",model_name="sim",moe_ep_rank="0",pp_rank="0",tp_rank="0"} 0.0$' lacks vllm
stop
sim --metrics tgi
look
ok "TGI's words" both shows '^tgi_queue_size 0$' shows '^tgi_request_duration_bucket{le="0.0003375"} 0$'
cp "$dir/page" "$dir/tgi"
stop
sim --metrics none
look
ok "no page at all" both shows 'Nothing is served' shows '"404":1' stats
stop
run "$STOKE" sim --metrics vlm
ok "words that nobody knows" says '"vlm" is none of vllm, sglang, tgi, none'

# It dislikes some names, which are not ours to choose, and must find nothing else.
linted() {
    promtool check metrics <"$dir/$1" >"$dir/out" 2>&1
    [ $? -eq 3 ] && ! grep -v -e "should not contain ':'" -e '_total" suffix' -e '"_count" suffix' "$dir/out"
}

promtool_reads() {
    name="promtool reads the page in the words of $1"
    if command -v promtool >/dev/null; then
        ok "$name" linted "$1"
    else
        count=$((count + 1))
        echo "ok $count - $name # SKIP there is no promtool"
    fi
}
for words in vllm sglang; do
    start "$STOKE" sim --port 0 --quit-after 15m --metrics $words --preset tiny --time-scale 0.01 --replicas 2
    load -m sim -c 4 -n 10
    get /metrics $words
    stop
done
ok "engines apart, as vLLM tells them" shows '^vllm:request_success_total{engine="1",finished_reason="stop".*} [1-9]' vllm
ok "and SGLang" shows '^sglang:num_requests_total{.*dp_rank="1",.*} [1-9]' sglang
for words in vllm sglang tgi; do promtool_reads $words; done
finish
