# Real proxies before a service. Read it after common.sh.
#
#   has PROGRAM          is it installed, if only in a folder for administrators?
#   ports N              so many ports that are free
#   certificate          makes $dir/cert.pem and key.pem, and both.pem that has both
#   front NAME PORT CMD  starts a proxy, and waits until it listens at the port
#   nginx_front PORT     the same with nginx: its `http` block, from our own lines on, is stdin

has() {
    case $PATH: in *:/usr/sbin:*) ;; *) PATH=$PATH:/usr/sbin ;; esac
    command -v "$1" >/dev/null
}

ports() {
    perl -MIO::Socket::INET -e 'my @held = map { IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 1) } 1 .. shift;
        print join " ", map { $_->sockport } @held' "$1"
}

certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
        -addext 'subjectAltName = DNS:localhost, IP:127.0.0.1' -keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null
    cat "$dir/cert.pem" "$dir/key.pem" >"$dir/both.pem"
}

listens() { perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(PeerAddr => "127.0.0.1:$ARGV[0]")' "$1"; }

front() {
    front=$1 door=$2
    shift 2
    "$@" >"$dir/$front.out" 2>&1 &
    services="$services $!"
    until_true listens "$door" || sed "s/^/# $front: /" "$dir/$front.out"
}

# All its files are in our folder.
nginx_front() {
    chmod 755 "$dir"
    cat >"$dir/nginx.conf" <<END
daemon off;
worker_processes 1;
pid $dir/nginx.pid;
error_log stderr;
$([ "$(id -u)" -ne 0 ] || echo 'user root;')
events { worker_connections 256; }
http {
    client_body_temp_path $dir/body;
    proxy_temp_path $dir/proxy;
    fastcgi_temp_path $dir/fastcgi;
    uwsgi_temp_path $dir/uwsgi;
    scgi_temp_path $dir/scgi;
$(cat)
}
END
    front nginx "$1" nginx -c "$dir/nginx.conf" -p "$dir"
}
