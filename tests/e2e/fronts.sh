#!/bin/sh
# The simulated service behind what people put before services: every stream comes through whole,
# and where the proxy collects tokens the report says so.

. "$(dirname "$0")/lib/common.sh"
. "$lib/fronts.sh"

sim --ttft 20ms --gap 15ms --tokens 10
service=$port
# shellcheck disable=SC2046 # words
set -- $(ports 8)

whole='n("ok") == 16 && faults() eq "" && $s->{tokens}{output} == 160 && $s->{tokens}{counted_by} eq "usage"'
at_once='$s->{tokens}{events} == 160 && $s->{verdict}{coalesced} < 0.5'
told='$s->{verdict}{coalesced} > 0.5 && grep { /buffering proxy/ } @{$s->{verdict}{notes}}'

# A busy machine lets tokens lie for a while, but not every time.
passes() {
    holds "$at_once" || { load "$@" && holds "$at_once"; } || { load "$@" && holds "$at_once"; }
}

through() { # through WHAT passes|collects URL OPTIONS
    what=$1 how=$2 url=$3
    shift 3
    set -- -m m -c 4 -n 16 "$@"
    load "$@"
    ok "$what: every stream is whole" both holds "$whole" [ $status -eq 0 ]
    case $how in
        passes) ok "$what: tokens come as they are sent" passes "$@" ;;
        collects) ok "$what: tokens come together, and it is told" holds "$told" ;;
    esac
}

# What another client reads through the proxy, packed, is what the service says.
same_text() {
    perl "$lib/said.pl" "http://127.0.0.1:$service" >"$dir/plain" 2>>"$dir/why" &&
        perl "$lib/said.pl" "$1" gzip >"$dir/packed" 2>>"$dir/why" &&
        [ "$(head -1 "$dir/packed")" = gzip ] && [ "$(head -1 "$dir/plain")" = plain ] &&
        [ "$(tail -n +2 "$dir/packed")" = "$(tail -n +2 "$dir/plain")" ] && [ "$(wc -c <"$dir/plain")" -gt 40 ]
}

skipped() {
    count=$((count + 1))
    echo "ok $count - $1 # SKIP there is no $1"
}

behind_nginx() {
    nginx_front "$4" <<END
    access_log off;
    gzip on;
    gzip_proxied any;
    gzip_min_length 1;
    gzip_types text/event-stream application/json;
    server {
        listen 127.0.0.1:$1;
        location / { proxy_pass http://127.0.0.1:$service; proxy_http_version 1.1; proxy_buffering off; }
    }
    server {
        listen 127.0.0.1:$2;
        location / { proxy_pass http://127.0.0.1:$service; proxy_http_version 1.1; }
    }
    server {
        listen 127.0.0.1:$3;
        location / { proxy_pass http://127.0.0.1:$service; proxy_buffering off; }
    }
    server {
        listen 127.0.0.1:$4 ssl http2;
        ssl_certificate $dir/cert.pem;
        ssl_certificate_key $dir/key.pem;
        location / { proxy_pass http://127.0.0.1:$service; }
    }
END
    through 'nginx that passes on' passes "http://127.0.0.1:$1"
    through 'nginx that may collect, but not what comes in chunks' passes "http://127.0.0.1:$2"
    through 'nginx that asks in HTTP/1.0, and passes on' passes "http://127.0.0.1:$3"
    through 'nginx that asks in HTTP/1.0 and collects, for HTTP/2' collects "https://127.0.0.1:$4" -k --http2
    through 'nginx that packs, and passes on' passes "http://127.0.0.1:$1" -H 'Accept-Encoding: gzip'
    through 'nginx that packs, and collects' collects "http://127.0.0.1:$2" -H 'Accept-Encoding: gzip'
    ok 'nginx that packs: it is the same text' same_text "http://127.0.0.1:$1"
}

behind_haproxy() {
    cat >"$dir/haproxy.conf" <<END
defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
frontend plain
    bind 127.0.0.1:$1
    default_backend service
frontend at_once
    bind 127.0.0.1:$2
    option http-no-delay
    default_backend service
frontend tls
    bind 127.0.0.1:$3 ssl crt $dir/both.pem alpn h2,http/1.1
    default_backend service
backend service
    http-reuse always
    server one 127.0.0.1:$service
END
    front haproxy "$3" haproxy -db -f "$dir/haproxy.conf"
    through 'haproxy as it comes, which waits for more' collects "http://127.0.0.1:$1"
    through 'haproxy that waits for nothing' passes "http://127.0.0.1:$2"
    through 'haproxy, TLS' passes "https://127.0.0.1:$3" -k
    through 'haproxy, HTTP/2' passes "https://127.0.0.1:$3" -k --http2
}

behind_nghttpx() {
    front nghttpx "$1" nghttpx --conf=/dev/null --single-thread --no-ocsp --errorlog-file="$dir/nghttpx.log" \
        "-f127.0.0.1,$1" "-b127.0.0.1,$service" "$dir/key.pem" "$dir/cert.pem"
    through 'nghttpx, HTTP/2 outside and HTTP/1.1 inside' passes "https://127.0.0.1:$1" -k --http2
    through 'nghttpx, TLS' passes "https://127.0.0.1:$1" -k
}

has openssl || skip_all "there is no openssl"
certificate
if has nginx; then behind_nginx "$1" "$2" "$3" "$4"; else skipped nginx; fi
if has haproxy; then behind_haproxy "$5" "$6" "$7"; else skipped haproxy; fi
if has nghttpx; then behind_nghttpx "$8"; else skipped nghttpx; fi

finish
