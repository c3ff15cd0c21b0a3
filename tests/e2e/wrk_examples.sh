#!/bin/sh
# The nine examples that come with wrk, as Debian installs them: each does here what it is for.

. "$(dirname "$0")/lib/common.sh"
installed=/usr/share/doc/wrk/examples/scripts
[ -d "$installed" ] || skip_all "wrk's examples are not installed"

# The service answers with what it was asked, and writes it down. Packages may pack what is large.
example() { # NAME OPTIONS...
    name=$1
    shift
    rm -f "$dir/s.lua"
    cp "$installed/$name.lua" "$dir/s.lua" 2>/dev/null || gzip -dc "$installed/$name.lua.gz" >"$dir/s.lua" 2>/dev/null
    stop
    serve echo "$dir/asked"
    load -s "$dir/s.lua" -d 10s "$@"
}
well() { [ $status -eq 0 ] && "$@"; }
does() { # WORDS TEST...: as ok, of an example that is there and ended well
    words=$1
    shift
    if [ -s "$dir/s.lua" ]; then
        ok "$name: $words" well "$@"
    else
        count=$((count + 1))
        echo "ok $count - $name # SKIP it is not installed"
    fi
}
prints() { [ "$(grep -c -- "$2" "$dir/out")" -eq "$1" ]; }
asked() { holds 'sub heads { map { $_->{head} } rows("asked") } sub lines { map { (split / HTTP/)[0] } heads() } '"$1"; }

example addr -t 2 -c 2 -n 10
does "each thread has an address" prints 2 "^thread addr: 127.0.0.1:$port\$"

example auth -t 1 -c 1 -n 5
does "the token of the first reply goes along" asked 'my @h = heads(); $h[0] =~ m{^GET /authenticate } && $h[0] !~ /^X-Token/m && 4 == grep { m{^GET /resource } && /^X-Token: secret\r$/m } @h'

example counter -t 1 -c 1 -n 5
does "every request counts" asked 'join(" ", lines()) eq join " ", map { "GET /$_" } 0 .. 4'

example delay -t 2 -c 4 -n 20
does "10 ms at least before each" holds 'n("ok") == 20 && $s->{metrics}{journey}{min} >= 0.010'

example pipeline -t 1 -c 1 -n 3
does "three requests a text" asked 'join(" ", lines()) eq join " ", ("GET /?foo", "GET /?bar", "GET /?baz") x 3'

example post -t 1 -c 2 -n 4
does "method, body and header" asked '4 == grep { $_->{body} eq "foo=bar&baz=quux" && $_->{head} =~ m{^POST .*^Content-Type: application/x-www-form-urlencoded\r$}ms } rows("asked")'

example report -t 2 -c 2 -n 40
does "four percentiles" prints 4 '^[0-9.]*%,[0-9][0-9]*$'

example setup -t 2 -c 4 -n 40
does "both threads are asked" prints 2 '^thread [12] made 20 requests and got 20 responses$'

example stop -t 2 -c 4 -n 100000
does "a hundred replies each, and the run is over" holds 'n("ok") >= 200 && n("ok") < 300 && $s->{run}{elapsed} < 9'

finish
