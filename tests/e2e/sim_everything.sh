#!/bin/sh
# Every protocol with every fault there is, several at once as the dice give them: the service ends
# well, has nobody in it any more, and whoever comes afterwards is served as ever.

. "$(dirname "$0")/lib/common.sh"
command -v curl >/dev/null || skip_all "there is no curl"

# From the help itself, so that new ones come along; those that keep a client waiting for ever do not.
faults=$("$STOKE" sim --help | sed -n '/^faults:/,/^  error(X)/s/^    \([a-z0-9_]\{1,\}\) .*/\1/p' | grep -vx 'refuse\|hang\|stall\|huge')
list='huge(5kb):0.05,stall(5ms):0.05,hang(5ms):0.05,error(d):0.02,error(g):0.02'
for fault in $faults; do list=$list,$fault:0.03; done
ok "the help lists them all" [ "$(echo "$faults" | wc -l)" -gt 60 ]

talk='"messages":[{"role":"user","content":"Why?"}]' said='{"contents":[{"parts":[{"text":"Why?"}]}]}'
post() { # NUMBER PATH BODY: the number makes them different requests, with dice of their own
    printf 'url = "%s%s"\nheader = "X-Request-Id: %s"\ndata = "%s"\noutput = /dev/null\nnext\n' "$url" "$2" "$1" \
        "$(echo "$3" | sed 's/"/\\"/g')"
}
requests() { # NUMBER
    for stream in true false; do
        id=$1-$stream
        post "$id" /v1/chat/completions "{$talk,\"stream\":$stream,\"n\":2,\"stream_options\":{\"include_usage\":true}}"
        post "$id" /v1/completions "{\"prompt\":\"Why?\",\"stream\":$stream}"
        post "$id" /v1/responses "{\"input\":\"Why?\",\"stream\":$stream}"
        post "$id" /v1/messages "{\"max_tokens\":20,$talk,\"stream\":$stream}"
        post "$id" /api/chat "{\"model\":\"m\",$talk,\"stream\":$stream}"
        post "$id" /completion "{\"prompt\":\"Why?\",\"stream\":$stream}"
    done
    post "$1" /generate_stream '{"inputs":"Why?"}'
    post "$1" /v1beta/models/m:streamGenerateContent "$said"
    post "$1" '/v1beta/models/m:streamGenerateContent?alt=sse' "$said"
    post "$1" /v1/embeddings '{"input":"Why?"}'
}
suffer() { # NAME OPTIONS
    what=$1
    shift
    rm -f "$dir/truth"
    start "$STOKE" sim --port 0 --quit-after 15m "$@" --truth "$dir/truth" --fault "$list"
    for i in 1 2 3 4 5 6 7 8; do requests $i; done >"$dir/requests"
    curl -s -m 5 -K "$dir/requests" >"$dir/out" 2>&1
    curl -s "$url/sim/stats" >"$dir/out"
    ok "$what: nobody is left in it" grep -Eq '"running": *0,' "$dir/out"
    ok "$what: many faults have happened" perl -0777 -ne '/"faults": *\{(.*?)\}/s or die; my @hit = $1 =~ /": *[1-9]/g; exit !(@hit >= 50)' "$dir/out"
    pid=${services##* }
    kill -TERM "$pid"
    wait "$pid"
    ok "$what: it ends well" [ $? -eq 0 ]
    ok "$what: and has nothing to complain of" [ "$(grep -vc '^sim served' "$dir/service.err")" -eq 0 ]
    services=''
    sed -n 's/^{"id":\("[^"]*"\).*"fault":\([a-z0-9_"]*\).*/\1 \2/p' "$dir/truth" | sort -u >"$dir/befell.now"
    [ -s "$dir/befell" ] || cp "$dir/befell.now" "$dir/befell"
    ok "$what: the same requests have suffered the same" cmp -s "$dir/befell" "$dir/befell.now"
}
suffer "without an engine" --ttft 2ms --gap 500us --tokens 6
suffer "at once" --instant --tokens 300
suffer "with an engine" --preset tiny --time-scale 0.02 --tokens 6
ok "they are known by their names" [ "$(wc -l <"$dir/befell")" -gt 40 ]

finish
