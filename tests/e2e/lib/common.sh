# What the end-to-end tests share: simulated services that come and go, runs of the tool with
# what they leave behind, and TAP. Read it with:  . "$(dirname "$0")/lib/common.sh"
#
#   sim OPTIONS     starts a service: $url, $port; six quick tokens a reply unless told otherwise
#   at_once OPTIONS the same without any pace
#   serve OPTIONS   starts another sort of service, lib/serve.pl
#   load OPTIONS    a quiet run against it, bounded in time: $status, $dir/out, err and json
#   ok NAME TEST    one line of TAP; what it was about is shown when the test fails
#   beside NAME CMD runs it beside what else runs, in a folder of its own ($dir, for it)
#   of NAME TEST    a test of that run: its $dir and $status; without TEST, whether CMD went well
#   holds EXPR      a test: the Perl expression, about $s, the summary of the last load
#   sanitized       a test: memory is not what it is otherwise
#   thread_sanitized  a test: memory and signals are not what they are otherwise
#   finish          the plan, and the exit status

: "${STOKE:?is the path of the binary}"
STOKE=$(cd "$(dirname "$STOKE")" && pwd)/$(basename "$STOKE")
here=$(cd "$(dirname "$0")" && pwd)
lib=$here/lib
made=$(mktemp -d) || exit 1
readonly made # it is removed at the end, so nobody may call another folder that
dir=$made
count=0 failures=0 status=0 services='' waits=''
unset CI NO_COLOR http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
trap 'stop; rm -rf "$made"' EXIT
trap 'exit 1' INT TERM HUP

# Waits up to five seconds for something to be true.
until_true() {
    waits=0
    until "$@"; do
        waits=$((waits + 1))
        [ $waits -lt 250 ] || return 1
        sleep 0.02
    done
}

# Starts what says its URL first.
start() {
    : >"$dir/url"
    "$@" >"$dir/url" 2>"$dir/service.err" &
    services="$services $!"
    until_true [ -s "$dir/url" ] || sed 's/^/# /' "$dir/service.err"
    url=$(cat "$dir/url")
    port=${url##*:}
}

sim() { start "$STOKE" sim --port 0 --quit-after 15m --ttft 5ms --gap 1ms --tokens 6 "$@"; }
at_once() { start "$STOKE" sim --port 0 --quit-after 15m --instant --tokens 6 "$@"; }
serve() { start perl "$lib/serve.pl" "$@"; }

stop() {
    for service in $services; do
        kill -TERM "$service" 2>/dev/null
        wait "$service" 2>/dev/null
    done
    services=''
}

# Any command, bounded in time.
run() {
    timeout 30 "$@" >"$dir/out" 2>"$dir/err"
    status=$?
}

load() {
    rm -f "$dir/json"
    run "$STOKE" -q --json "$dir/json" "$@" "$url"
}

beside() {
    name=$1
    shift
    mkdir -p "$made/$name"
    (
        dir=$made/$name services=''
        "$@"
        echo $? $status >"$dir/went"
    ) &
    eval "beside_$name=$!"
}

of() {
    eval "wait \$beside_$1"
    dir=$made/$1
    read -r went status <"$dir/went"
    shift
    [ $# -gt 0 ] || return "$went"
    "$@"
}

holds() { perl "$lib/holds.pl" "$1" "$dir/json" >>"$dir/why" 2>&1; }
both() { "$1" "$2" && shift 2 && "$@"; }
says() { grep -q -- "$1" "$dir/err"; }

ok() {
    name=$1
    shift
    count=$((count + 1))
    : >"$dir/why"
    if "$@"; then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        failures=$((failures + 1))
        echo "failed: $*" | sed 's/^/# /'
        for about in why err out; do
            [ ! -s "$dir/$about" ] || LC_ALL=C tr -c '[:print:]\n' '?' <"$dir/$about" | sed "s/^/# $about: /" | head -12
        done
    fi
    dir=$made
}

sanitized() { grep -q '__[at]san_init' "$STOKE"; }
thread_sanitized() { grep -q __tsan_init "$STOKE"; }

skip_all() {
    echo "1..0 # SKIP $1"
    exit 0
}

finish() {
    echo "1..$count"
    exit $((failures > 0))
}
