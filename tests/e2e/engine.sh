#!/bin/sh
# A service with an engine: what clients see of its queue, its memory and its steps.

. "$(dirname "$0")/lib/common.sh"

engine() { start "$STOKE" sim --port 0 --quit-after 15m "$@"; }
body() { # tokens of prompt, of reply, more
    printf '{"prompt":"%s","max_tokens":%d,"ignore_eos":true%s}' "$(head -c $((4 * $1)) /dev/zero | tr '\0' x)" "$2" "$3"
}
ask() { curl -s -m 20 -D "$dir/head" -o "$dir/out" -d "$1" "$url/v1/completions"; }
stat() { curl -s "$url/sim/stats" | grep -o "\"$1\": *[0-9]*" | head -1 | grep -o '[0-9]*$'; }
stat_is() { [ "$(stat "$1")" = "$2" ]; }
clients=
out_has() { grep -q -- "$1" "$dir/out"; }
head_has() { grep -qi -- "$1" "$dir/head"; }
refuses() { # what it says of these options
    why=$1
    shift
    run "$STOKE" sim "$@"
    [ $status -eq 2 ] && grep -q -e "$why" "$dir/err"
}

# What the options may not be.
ok "a preset that is none" refuses 'did you mean 8b-h100?' --preset 8b-h10
ok "an engine and a pace" refuses '--ttft: what belongs to an engine' --ttft 5ms --preset tiny
ok "an engine of two threads" refuses 'an engine is one place' --threads 2
ok "a policy for a queue without an end" refuses 'for lack of --max-queue' --when-full 503
ok "a policy that is none" refuses 'none of 429, 503, event, hang' --max-queue 1 --when-full wait
ok "a time of a step that is none" refuses 'examples: 5.9ms' --step-time soon
ok "too long a queue" refuses '"9000T" is no whole number from 0 to 268435456' --max-queue 9000T
ok "longer than any number" refuses '"1e300" is no whole number from 0 to 268435456' --max-queue 1e300
ok "room for a prompt alone" refuses '"1" is no whole number from 2 to' --max-model-len 1
ok "too many engines" refuses 'at most' --replicas 65
ok "a way to choose from one" refuses "for lack of --replicas" --balance least-loaded
ok "drafts that are none" refuses "for lack of --spec-tokens" --spec-accept 0.5
ok "a way to choose that is none" refuses 'none of round-robin' --balance best

# A queue of one behind a place for one.
place='--preset tiny --time-scale 0.05 --max-seqs 1 --jitter 0 --max-queue 1'
for full in 429 503 event hang; do
    engine $place --when-full $full
    curl -sN -m 20 -d "$(body 10 3000 ,\"stream\":true)" "$url/v1/completions" >"$dir/first" &
    first=$!
    until_true stat_is running 1
    curl -sN -m 20 -d "$(body 10 5)" "$url/v1/completions" >"$dir/second" &
    second=$!
    until_true stat_is waiting 1
    case $full in
    429 | 503)
        [ $full = 429 ] || sleep 1.1
        ask "$(body 10 5)"
        ok "the queue is full: $full" head_has "^HTTP/1.1 $full"
        ok "and when to come back: as long as others wait" head_has "^retry-after: [$([ $full = 429 ] && echo 1-9 || echo 2-9)]"
        ok "and why" out_has 'queue of the simulated engine is full'
        ;;
    event)
        ask "$(body 10 5 ,\"stream\":true)"
        ok "the queue is full: a stream" head_has '^HTTP/1.1 200'
        ok "whose first event is an error" [ "$(grep -c '^data: {"error".*"code":503' "$dir/out")" = 1 ]
        ok "and which says nothing else" sh -c "! grep -q text '$dir/out'"
        ask "$(body 10 5)"
        ok "who wants no stream has a 503" head_has '^HTTP/1.1 503'
        ;;
    hang)
        curl -s -m 0.3 -o "$dir/out" -d "$(body 10 5)" "$url/v1/completions"
        ok "the queue is full: nothing" [ $? -eq 28 ]
        ;;
    esac
    kill $first
    wait $second
    ok "a client that leaves makes room" grep -q '"completion_tokens":5' "$dir/second"
    ok "and is counted" stat_is running 0
    stop
done

# Nobody has a token yet: one reads its prompt, one is in the queue, one is not even there.
engine --preset tiny --max-seqs 1 --step-time 100s --max-queue 1 --when-full hang
for who in scheduled waiting hanging; do
    curl -s -m 60 -d "$(body 10 5)" "$url/v1/completions" >/dev/null &
    clients="$clients $!"
    case $who in
    scheduled)
        until_true stat_is running 1
        ok "who reads its prompt has been scheduled" stat_is scheduled 1
        ;;
    waiting)
        until_true stat_is waiting 1
        ok "who waits has not" stat_is scheduled 1
        ;;
    hanging) until_true stat_is requests 3 ;;
    esac
done
kill $clients
ok "they have left, wherever they were" until_true stat_is aborted 3
stop

# As much as there is memory for.
engine --preset tiny --time-scale 0.01 --max-model-len 1000 --truth "$dir/truth"
ask "$(body 900 101)"
ok "too long: 400" head_has '^HTTP/1.1 400'
ok "and what would not be" out_has 'maximum context length is 1000 tokens, but the prompt has 900 and the reply may have 101'
curl -s -m 20 -D "$dir/head" -o "$dir/out" -d '{"inputs":"x","parameters":{"max_new_tokens":5000}}' "$url/generate"
ok "too long, where a wrong request is a 422" head_has '^HTTP/1.1 422'
ok "and is told so" out_has '"error_type":"validation"'
ask "$(body 900 100)"
ok "as long as may be" out_has '"completion_tokens":100,'
ask "{\"prompt\":\"$(head -c 3960 /dev/zero | tr '\0' x)\"}"
ok "a length that nobody asked for ends there" out_has '"finish_reason":"length"'
ok "after what there was room for" out_has '"completion_tokens":10,'
ask "{\"prompt\":\"$(head -c 3996 /dev/zero | tr '\0' y)\"}"
ask "{\"prompt\":\"$(head -c 3996 /dev/zero | tr '\0' y)\"}"
ok "its own cache knows prompts again" out_has '"cached_tokens":992'
engine --preset tiny --time-scale 0.001 --tokens 200
ask '{"prompt":"Hello","n":100}'
ok "as many choices as there is memory for end where it does" out_has '"completion_tokens":8000,'
ask '{"prompt":"Hello","n":100,"max_tokens":81}'
ok "a length that was asked for: 400" head_has '^HTTP/1.1 400'
ok "and how long they might be" out_has 'room for 80 tokens of reply in each of 100 choices, but they may have 81'
engine --preset tiny --time-scale 0.01 --max-model-len 1000 --truth "$dir/truth"
tells() { curl -s "$url$1" >"$dir/out" && out_has "$2"; }
ok "OpenAI's clients are told how long it may be" tells /v1/models '"max_model_len":1000}'
ok "Gemini's, too" tells /v1beta/models '"inputTokenLimit":1000,'
ok "and TGI's" tells /info '"max_total_tokens":1000,'
ok "and llama.cpp's" tells /props '"n_ctx":1000}'
curl -s -d '{"prompt":"four"}' "$url/tokenize" >"$dir/out"
ok "and who counts tokens" out_has '"max_model_len":1000,'
curl -s "$url/metrics" >"$dir/out"
ok "the page knows of its cache and its memory" out_has 'enable_prefix_caching="True".*num_gpu_blocks="512"'
curl -s -d '{"input":"some text"}' "$url/v1/embeddings" >"$dir/out"
ok "vectors come when they are read" out_has '"embedding":\['
stop
ok "and the journal knows when that was" sh -c "tail -1 '$dir/truth' | grep -q '\"prefilled\":[0-9]*,\"first_token\":null'"

# Thoughts end where there is no room for more, too.
think() { curl -s -m 20 -d "{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]$1}" "$url/v1/chat/completions" >"$dir/out"; }
engine --preset tiny --time-scale 0.01 --max-model-len 60 --reasoning 500
think
ok "thoughts end where the room does" out_has '"finish_reason":"length"'
ok "after as many tokens as there are" out_has '"completion_tokens":59,.*"reasoning_tokens":59'
think ',"stream":true'
ok "in a stream, too" [ "$(grep -c '"reasoning' "$dir/out")" = 59 ]
stop

# What is cut off is no earlier than the engine has it, though a call is one event at its end.
last_was_due() { # in the journal: the last token was sent after the engine had the last
    sleep 0.1
    last=$(tail -1 "$dir/cut" | sed 's/.*"last_token":\([0-9]*\).*/\1/')
    sent=$(tail -1 "$dir/cut" | sed 's/.*"tokens":\[[^]]*,\([0-9]*\)\].*/\1/')
    said=$(tail -1 "$dir/cut" | sed 's/.*"tokens":\[\([^]]*\)\].*/\1/' | tr ',' '\n' | sort -u | wc -l)
    [ "$sent" -ge "$last" ] && [ "$said" -ge 15 ]
}
tools='"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}}}]'
for what in bad_json truncate; do
    engine --preset tiny --time-scale 0.2 --tool-calls 2 --truth "$dir/cut" --fault "$what@1"
    curl -s -m 20 -d "{\"messages\":[{\"role\":\"user\",\"content\":\"Do it.\"}],$tools}" "$url/api/chat" >"$dir/out"
    stop
    [ $what = bad_json ] && ok "$what: a call is cut when the engine has it" last_was_due
done
ok "truncate: of it a half" sh -c "! grep -q '}}}' '$dir/out'"

# The same request has the same length, whoever comes before it.
tokens() { ask "{\"prompt\":\"Tell me about $1.\"}"; grep -o '"completion_tokens":[0-9]*' "$dir/out"; }
engine --preset tiny --time-scale 0.01
for about in rain snow hail rain; do tokens $about; done >"$dir/lengths"
ok "the same request has the same length" [ "$(sed -n 1p "$dir/lengths")" = "$(sed -n 4p "$dir/lengths")" ]
ok "another one another" [ "$(sort -u "$dir/lengths" | wc -l)" -ge 2 ]
stop

# Several tokens of a step are one event.
engine --preset tiny --time-scale 0.01 --spec-tokens 3 --spec-accept 1
ask "$(body 10 41 ,\"stream\":true)"
ok "drafts come along: 41 tokens in 11 events" [ "$(grep -c '"text":' "$dir/out")" = 11 ]
ok "and are counted" stat_is accepted_tokens 30
stop
engine --preset tiny --time-scale 0.01 --stream-interval 8
ask "$(body 10 40 ,\"stream\":true)"
kill -INT "${services##* }"
ok "it says how late its steps were" until_true grep -q 'steps sent [0-9.]*[mu]*s late at p99' "$dir/service.err"
ok "eight tokens an event, but the first is not kept" [ "$(grep -c '"text":' "$dir/out")" = 6 ]
stop

# Ten blocks of prompt, and as many choices as were asked for.
reply_has_blocks() { [ "$(stat blocks_in_use)" -gt 10 ]; }
engine --preset tiny
curl -sN -m 20 -d "$(body 160 300 ,\"n\":4)" "$url/v1/completions" >"$dir/first" &
until_true reply_has_blocks
ok "four choices have blocks of their own" [ $((($(stat blocks_in_use) - 10) % 4)) -eq 0 ]
stop
wait

# Two engines, a place each.
engine --preset tiny --time-scale 0.05 --max-seqs 1 --replicas 2
for i in 1 2 3; do curl -s -m 20 -d "$(body 10 2000)" "$url/v1/completions" >"$dir/by$i" & done
ok "two engines: two run, one waits" until_true sh -c "curl -s $url/sim/stats | tr -d ' ' | grep -q '\"running\":2' && curl -s $url/sim/stats | tr -d ' ' | grep -q '\"waiting\":1'"
ok "each has its own series" [ "$(curl -s "$url/metrics" | grep -c '^vllm:num_requests_running{')" = 2 ]
stop
wait

known() { # how to choose: tokens that eight requests with one of two beginnings find
    engine --preset tiny --time-scale 0.01 --replicas 2 --balance "$1"
    sum=0
    for i in 1 2 2 1 1 2 2 1; do
        ask "{\"prompt\":\"$(head -c 640 /dev/zero | tr '\0' $i) and $i\",\"max_tokens\":1}"
        sum=$((sum + $(grep -o '"cached_tokens":[0-9]*' "$dir/out" | grep -o '[0-9]*$')))
    done
    stop
    echo $sum
}
ok "who asks for a known beginning is sent where it is" [ "$(known prefix-aware)" = $((6 * 160)) ]
ok "or in turn, where it may not be" [ "$(known round-robin)" = $((4 * 160)) ]

finish
