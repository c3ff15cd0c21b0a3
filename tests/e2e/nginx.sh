#!/bin/sh
# Through a real proxy: HTTP/1.1 in the clear, TLS, and HTTP/2. It closes connections now and
# then, as proxies do, and that is nobody's fault.

. "$(dirname "$0")/lib/common.sh"
. "$lib/fronts.sh"
for program in nginx openssl; do
    has $program || skip_all "there is no $program"
done

sim --ttft 20ms --gap 5ms --tokens 20 --truth "$dir/truth"
service=$port
# shellcheck disable=SC2046 # two words
set -- $(ports 2)
plain=$1 tls=$2
certificate
nginx_front "$tls" <<END
    log_format who '\$server_protocol \$status \$http_x_request_id \$connection';
    access_log $dir/access.log who;
    keepalive_requests 7;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    server {
        listen 127.0.0.1:$plain;
        listen 127.0.0.1:$tls ssl http2;
        ssl_certificate $dir/cert.pem;
        ssl_certificate_key $dir/key.pem;
        location / { proxy_pass http://127.0.0.1:$service; proxy_buffering off; }
        location /there/ { proxy_pass http://127.0.0.1:$service/; }
        location /gone/ { proxy_pass http://127.0.0.1:1/; }
    }
END

# The times of all tokens, beside those at which the service sent them.
behind='sub behind { my %sent = map { $_->{id} => $_->{tokens} } rows("truth");
    map { my $r = $_; my $sent = $sent{$r->{request_id}}; map { $r->{tokens_at}[$_] - $sent->[$_] } 0 .. $#$sent } rows("journal") } '
logged() { [ "$(grep -c "^$1 200 stoke-$2-" "$dir/access.log")" -eq 40 ]; }
through() {
    what=$1 protocol=$2 seed=$3
    shift 3
    : >"$dir/access.log"
    load -m m -c 4 -n 40 --seed "$seed" --journal "$dir/journal" --journal-tokens "$@"
    ok "$what: all is well" holds "$status == 0 && n('ok') == 40 && \$s->{tokens}{output} == 800 && \$s->{tokens}{events} == 800"
    ok "$what: $protocol it was" until_true logged "$protocol" "$seed"
    ok "$what: the gaps are the service's" holds \
        'abs($s->{metrics}{gap}{mean} - 0.005) < 0.001 && $s->{metrics}{gap}{count} == 760 && $s->{metrics}{ttft}{min} >= 0.02'
    ok "$what: connections are used again, until the proxy has had enough" holds \
        '$s->{connections}{opened} >= 5 && $s->{connections}{opened} < 20 && $s->{connections}{reused} + $s->{connections}{opened} == 40'
    ok "$what: stamps are the kernel's" holds '$s->{verdict}{clock} eq "kernel"'
}

url=http://127.0.0.1:$plain
through 'HTTP/1.1' HTTP/1.1 4
url=https://127.0.0.1:$tls
through 'TLS' HTTP/1.1 5 --cacert "$dir/cert.pem"
ok "TLS: it took time to agree" holds 'all { $_->{reused} ? !$_->{tls_done} : $_->{tls_done} > $_->{connected} } rows("journal")'
cp "$dir/journal" "$dir/journal.tls"
through 'HTTP/2' HTTP/2.0 6 --cacert "$dir/cert.pem" --http2
cp "$dir/journal" "$dir/journal.http2"
url=http://127.0.0.1:$plain/there
load -m m -c 4 -n 8
ok "a service that is not at the root" holds 'n("ok") == 8 && $s->{status}{200} == 8'
url=http://127.0.0.1:$plain/gone
load -m m -c 2 -n 8
ok "a proxy without a service: its status" holds 'faults() eq "status:8" && $s->{status}{502} == 8'
url=https://127.0.0.1:$tls
load -c 4 -n 40 --http2 -k
ok "HTTP/2, plain requests" holds 'n("ok") == 40 && $s->{status}{200} == 40'

stop # the truth is written
for which in tls http2; do
    cp "$dir/journal.$which" "$dir/journal"
    ok "$which: every token came after it was sent, and soon" holds "$behind"'
        my @behind = sort { $a <=> $b } behind(); @behind == 800 && $behind[0] > 0 && $behind[400] < 5e6'
done

finish
