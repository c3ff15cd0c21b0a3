#!/bin/sh
# wrk's scripts run as they are: those of scripts/wrk, what other scripts in the world rely on,
# and what wrk gets wrong. The service answers with what it was asked, and writes it down.

. "$(dirname "$0")/lib/common.sh"
scripts=$here/../../scripts/wrk

# One more of what the service was asked, for a script in the file $dir/s.lua or of ours.
asked=0
begin() {
    stop
    asked=$((asked + 1))
    serve echo "$dir/asked"
}
script() { cat >"$dir/s.lua"; }
ours() { name=$1 && shift && begin && load -s "$scripts/$name.lua" "$@"; }
mine() { begin && load -s "$dir/s.lua" "$@"; }
shows() { grep -q -- "$1" "$dir/json"; }
prints() { grep -q -- "$1" "$dir/out"; }
heads='sub heads { map { $_->{head} } rows("asked") } sub lines { map { (split /\r\n/)[0] } heads() } '
was() { holds "$heads$1"; }

# The scripts of scripts/wrk, each for what it is about.

ours headers -c 1 -n 3
ok "headers: sent with every request" was '3 == grep { /^GET \/ HTTP\/1\.1\r\n/ && /^X-Tenant: 42\r$/m && /^Accept: application\/json\r$/m } heads()'
ok "headers: and none of libcurl's own" was 'all { !/^(User-Agent|Content-)/m && 1 == (() = /^Accept/mg) && 1 == (() = /^Host: /mg) } heads()'

ours post -c 1 -n 3
ok "post: the body and how long it is" was '3 == grep { $_->{body} eq q({"name":"stoke","size":3}) && $_->{head} =~ /^POST .*^Content-Length: 25\r$/ms } rows("asked")'

ours counter -c 1 -t 1 -n 5
ok "counter: every request counts, the first as well" was 'join(" ", lines()) eq join " ", map { "GET /items/$_ HTTP/1.1" } 1 .. 5'

begin
rm -f "$dir/json"
run "$STOKE" -q --json "$dir/json" -s "$scripts/args.lua" -c 1 -n 4 "$url" -- /a /b /c
ok "args: paths from the command line, in turn" was 'join(" ", lines()) eq join " ", map { "GET /$_ HTTP/1.1" } qw(a b c a)'

ours delay -c 5 -d 1s --grace 0s
ok "delay: 10 to 50 ms before each" holds 'n("ok") > 5 * 1 / 0.060 && n("ok") < 5 * 1 / 0.010'
ok "delay: it is no latency" holds '$s->{metrics}{latency}{percentiles}{50} < 0.010'
ours delay -c 10 -n 10
ok "delay: the requests that -n asks for are sent, all of which are delayed" both holds 'n("ok") == 10' [ $status -eq 0 ]
ours delay -c 2 -n 10
ok "delay: whatever the connections" holds 'n("ok") == 10 && $s->{metrics}{latency}{count} == 10'
run "$STOKE" -s "$scripts/delay.lua" --dry-run 3 http://nosuch.invalid/
ok "delay: a dry run shows requests" [ "$status $(grep -c '^GET /$' "$dir/out")" = "0 3" ]

ours pipeline -c 1 -n 4
ok "pipeline: the requests of a text one after another" was 'join(" ", lines()) eq join " ", ("GET /part/1 HTTP/1.1", "GET /part/2 HTTP/1.1", "GET /part/3 HTTP/1.1") x 4'
ok "pipeline: said once" [ "$(grep -c 'one after another' "$dir/err")" -eq 1 ]

ours auth_token -c 1 -n 4
ok "auth_token: a reply's header goes into what follows" was 'my @h = heads(); $h[0] =~ m{^GET /login } && $h[0] !~ /X-Token/ && 3 == grep { m{^GET /private } && /^X-Token: secret\r$/m } @h'

ours report -c 2 -n 50
ok "report: any percentile, and every value" both prints '^50 of 50 requests, the slowest [0-9]* us$' grep -q '^99.999,[0-9.]*$' "$dir/out"

ours setup -t 2 -c 4 -n 40
ok "setup: threads have their numbers, and are asked in the end" both prints '^thread 1: 20 replies, 20 of them 200$' prints '^thread 2: 20 replies, 20 of them 200$'

ours stop -t 2 -c 6 -d 20s
# Replies that came in the same turn as the hundredth count, as they do in wrk.
ok "stop: each thread had its hundred, and the run did not last" holds 'n("ok") >= 200 && n("ok") <= 206 && $s->{run}{elapsed} < 10'
ok "stop: rates are of the time it took" holds '$s->{throughput}{requests_per_second} > 200 / $s->{run}{elapsed} * 0.8'

ours addr -t 2 -c 2 -n 10
ok "addr: threads go to an address" both prints "^this thread's connections go to 127.0.0.1:$port\$" holds 'n("ok") == 10'

ours failed -t 2 -c 2 -n 8
ok "failed: nothing was wrong here" [ "$(grep -c ^thread "$dir/out")" -eq 0 ]

# Tokens are a service's that speaks a protocol.

sim --tokens 20
base=$url
url=$base/v1/chat/completions
load -s "$scripts/token.lua" -c 2 -n 6
ok "token: heard as they come, until there were enough" holds 'n("stopped") == 6 && $s->{metrics}{ttft}{count} == 6'
url=$base
load -s "$scripts/failed.lua" -t 2 -c 2 -n 8
ok "failed: told for each fault, with what was asked" both prints '^thread 1: status /nowhere 2$' prints '^thread 2: status /nowhere 2$'
script <<'END'
wrk.method, wrk.path = "POST", "/v1/chat/completions"
wrk.body = '{"model":"sim","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]}'
heard, replies, whole = 0, 0, true
local threads = {}
function setup(thread) threads[1] = thread end
function token(text, ctx) heard = heard + (#text > 0 and ctx.slot > 0 and 1 or 0) end
function response(status, headers, body, ctx)
  replies = replies + 1
  whole = whole and status == 200 and headers["Content-Type"]:find "event%-stream" and body:find "%[DONE%]"
    and ctx.ttft > 0 and ctx.ttft <= ctx.latency and ctx.sent >= ctx.due
end
function done() print(threads[1]:get "heard", threads[1]:get "replies", threads[1]:get "whole" ~= nil) end
END
url=$base/v1/chat/completions
load -s "$dir/s.lua" -c 1 -t 1 -n 3
ok "token: all of them, and the whole body for response()" prints '^60	3	true$'
ok "token: measured as without a hook" holds '$s->{tokens}{output} == 60 && $s->{metrics}{ttft}{count} == 3 && $s->{metrics}{gap}{count} == 57'

# What reaches the service is what the script said.

script <<'END'
local texts = {
  "GET http://h2:7878/a/../b?x=1#y HTTP/1.1\r\nHost: h2\r\nX-b: 1\r\nx-B: 2\r\nX-Empty:\r\ncookie: a=b\r\n\r\n",
  "HEAD /head HTTP/1.0\r\n\r\n",
  "PUT /chunks HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
  "DELETE /none HTTP/1.1\nHost: h\nContent-Length: 0\n\n",
}
local at = 0
function request() at = at + 1 return texts[at] end
END
mine -c 1 -t 1 -n 4
ok "words: target, order, case, doubles" was 'sub first { (heads())[0] } first() eq "GET http://h2:7878/a/../b?x=1#y HTTP/1.1\r\nHost: h2\r\nX-b: 1\r\nx-B: 2\r\nX-Empty:\r\ncookie: a=b\r\n\r\n"'
ok "words: HEAD, and HTTP/1.0" was '(heads())[1] eq "HEAD /head HTTP/1.0\r\n\r\n"'
ok "words: a body in chunks is sent whole" was 'my $r = (rows("asked"))[2]; $r->{body} eq "abcde" && $r->{head} eq "PUT /chunks HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n"'
ok "words: lines may end in LF alone" was '(heads())[3] eq "DELETE /none HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"'
ok "words: all answered" holds 'n("ok") == 4'

if command -v wrk >/dev/null; then
    same() { # the same lines, in whatever order a Lua table has them
        begin
        timeout 20 wrk -t 1 -c 1 -d 1 -s "$scripts/$1.lua" "$url/x?y" >"$dir/out" 2>&1
        holds_lines "$dir/asked" >"$dir/by_wrk"
        first=$url/x?y
        url=$first
        : >"$dir/asked"
        stop
        serve echo "$dir/asked"
        url=$url/x?y
        load -s "$scripts/$1.lua" -t 1 -c 1 -n 3
        holds_lines "$dir/asked" >"$dir/by_stoke"
        cmp -s "$dir/by_wrk" "$dir/by_stoke"
    }
    # Of the last request: the number it has, the port and the count are its own.
    holds_lines() {
        tail -n 1 "$1" | perl -MJSON::PP -ne '$r = decode_json($_); $_ = $r->{head}; s/:\d+\r/:PORT\r/; s/\d+/N/g;
            print join("\n", sort split /\r\n/), "\n", $r->{body}, "\n"'
    }
    for which in headers post counter; do
        ok "$which: the same words as wrk's own" same $which
    done
fi

# What scripts out there do.

script <<'END'
local socket = require "socket"
math.randomseed(socket.gettime() * 1000)
assert(require "wrk" == wrk and pcall(function() return socket.tcp end) == false)
function init(args)
  wrk.init(args)
  assert(args[0]:match "^http://127.0.0.1:%d+/base%?q=1$" and #args == 0)
  path = args[0]:match "^%a+://[^/]*(.*)$"
end
request = function()
  return wrk.format("POST", path .. "&n=" .. math.random(1, 9), { ["X-Number"] = 1.5 }, "body")
end
function done(summary, latency, requests)
  print(summary.duration > 0, summary.requests, summary.bytes > 0, summary.errors.status, #latency <= 4,
    latency:percentile(99.9) <= latency.max, latency.min <= latency.mean, latency.stdev >= 0, requests.max >= 0, (latency(99)))
end
END
begin
url=$url/base?q=1
load -s "$dir/s.lua" -c 2 -n 4
ok "socket, wrk.init within init, args[0], numbers for headers" was '4 == grep { /^POST \/base\?q=1&n=\d HTTP/ && /^X-Number: 1\.5\r$/m && /^Content-Length: 4\r$/m && /^Host: 127\.0\.0\.1:\d+\r$/m } heads()'
ok "done() has wrk's objects" prints '^true	4	true	0	true	true	true	true	true	0$'
script <<'E2'
function response() end
function done(summary, latency) print("nobody has", summary.request, latency.p99, latency.percentil) end
E2
mine -c 1 -n 2
ok "and looks for what they do not have" prints '^nobody has	nil	nil	nil$'

script <<'END'
local threads = {}
function setup(thread)
  threads[#threads + 1] = thread
  thread:set("given", { list = { 1, 2, { deep = "yes" } } })
  assert(thread:get "nothing" == nil and thread.whatever == nil)
  assert(tostring(thread.addr):match "^127%.0%.0%.1:%d+$" and tostring(wrk.addrs[1]) == tostring(thread.addr))
  assert(wrk.connect(thread.addr) and #wrk.lookup("127.0.0.1", "80") == 1)
  local fine, why = pcall(function() thread.id = 1 end)
  assert(not fine and why:find "use thread:set", why)
end
function init()
  assert(given.list[3].deep == "yes" and wrk.thread:get("given") == given)
  f = function() end
end
request = function() return wrk.format(nil, "/status/404") end
function response(_, headers) assert(headers["X-Two"] == "b" and headers["x-none"] == nil) end
function done(summary)
  print(threads[1]:get("given").list[3].deep, summary.errors.status, summary.requests)
  print(select(2, pcall(threads[1].get, threads[1], "f")))
end
END
mine -c 1 -t 1 -n 3
ok "nested tables cross, and wrk's numbers count what was answered" prints '^yes	3	3$'
ok "what cannot cross is a sentence" prints 'thread:get("f"): .*function'

script <<'END'
local n = 0
function request()
  n = n + 1
  if n % 2 == 0 then return n % 4 == 0 and "" or nil end
  local texts = {}
  for i = 1, n % 3 + 1 do texts[i] = wrk.format(nil, "/" .. n .. "/" .. i) end
  return table.concat(texts)
end
END
mine -c 1 -t 1 -d 1s
ok "nothing to send now: asked again a little later" holds 'n("ok") > 40 && n("ok") < 220'
ok "texts of one, two or three requests" was 'my @l = lines(); $l[0] =~ m{^GET /1/1 } && $l[1] =~ m{^GET /1/2 } && $l[2] =~ m{^GET /3/1 } && $l[3] =~ m{^GET /5/1 } && $l[5] =~ m{^GET /5/3 }'

mine -c 2 -t 1 -n 20
ok "and it is no request of -n" holds 'n("ok") > 20 && $s->{journeys}{done} == 20'
mine -R 20 --arrival constant -d 1s -t 1
ok "with a rate what was due is left out" holds '$s->{journeys}{done} == 20 && n("ok") == 20'
script <<'END'
function request() return nil end
END
mine -c 1 -t 1 -n 1 -d 1300ms
ok "said once, when it goes on" both says '^stoke: request() has nothing to send: ' [ "$(grep -c 'request()' "$dir/err")" -eq 1 ]
ok "and the end is the end" holds '$s->{run}{elapsed} < 5 && n("begun") == 0'
run "$STOKE" -s "$dir/s.lua" --dry-run 2 http://nosuch.invalid/
ok "a dry run has an end as well" both says 'nothing was measured' [ $status -eq 111 ]
script <<'END'
function delay() return 60000 end
END
mine -c 2 -t 1 -n 2 -d 500ms
ok "a delay beyond the end is not waited for" holds '$s->{run}{elapsed} < 5 && n("begun") == 0'

script <<'END'
local threads, n = {}, 0
function setup(thread)
  threads[#threads + 1] = thread
  thread:set("id", #threads)
end
replies = 0
function response()
  replies = replies + 1
  if id == 1 and replies == 10 then wrk.thread:stop() end
end
function done() print(threads[1]:get "replies", threads[2]:get "replies" > 10) end
END
mine -c 2 -t 2 -d 1s
ok "one thread stops, the other goes on" both prints '^10	true$' holds '$s->{run}{window} > 0.9'

script <<'END'
function delay() return 200 end
END
mine -R 20 --arrival constant -d 1s
ok "a delay is honoured with a rate too, and is not what the service took" holds 'n("ok") == 20 && $s->{metrics}{latency_due}{max} < 0.15 && $s->{run}{elapsed} > 1.05'

script <<'END'
wrk.host, wrk.port = "elsewhere", 81
assert(wrk.headers["X-Given"] == "by hand")
END
mine -H 'X-Given: by hand' -c 1 -n 1
ok "wrk.host is what is said, not where it goes; -H is among wrk.headers" was '(heads())[0] =~ /^Host: elsewhere:81\r$/m && (heads())[0] =~ /^X-Given: by hand\r$/m'

# wrk2's blocks. Their form has a test of its own; here is what is in them.

total() { grep -c "^#\[Max .*Total count    = *$1\]\$" "$dir/out"; }
ours pipeline -R 50 --arrival constant -d 1s -U
ok "-U: recorded and uncorrected, of every request" [ "$(total 150)" = 2 ]
ok "-U: both are named" both prints '^  Latency Distribution (HdrHistogram - Recorded Latency)$' prints '^  Latency Distribution (HdrHistogram - Uncorrected Latency (measured without taking delayed starts into account))$'
load -s "$scripts/pipeline.lua" -R 50 --arrival constant -d 1s -L -B
ok "-B: of every text" [ "$(total 50)" = 1 ]
ok "-B: a text takes as long as its requests" holds '$s->{steps}{batch}{metrics}{step}{mean} >= $s->{metrics}{latency}{mean} * 3 && $s->{steps}{batch}{metrics}{step}{count} == 50'
load -s "$scripts/pipeline.lua" -c 2 -n 20 -L
ok "-L without a rate: wrk's" both prints '^     99%  *[0-9.]*[um]s$' [ "$(grep -c Spectrum "$dir/out")" = 0 ]

script <<'END'
function init(args) path = "/" .. #args .. args[1] .. args[2] .. (args[0]:match "^http://127.0.0.1:%d+$" and "!" or "?") end
request = function() return wrk.format(nil, path) end
END
begin
rm -f "$dir/json"
run "$STOKE" -q --json "$dir/json" -s "$dir/s.lua" -c 1 -n 1 "$url" -- a b
ok "what stands after -- is init's" was '(lines())[0] eq "GET /2ab! HTTP/1.1"'

# Where wrk panics, or goes on as if nothing were.

script <<'END'
function request()
  return wrk.fromat("GET", "/")
end
END
mine -c 2 -d 5s
ok "a script that always fails ends the run, with its line" both says 's.lua:2:\|failed in every journey' [ $status -eq 107 ]
ok "its first error is shown" grep -q 's.lua:2: ' "$dir/json"
for what in 'request = function() return "hello there, you\r\n" end' 'request = function() return {} end' \
    'request = function() return "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nfour" end'; do
    printf '%s\n' "$what" | script
    mine -c 1 -d 1s
    ok "told of: $what" both shows 's.lua:1: .*\(is no HTTP request\|expected the text of a request\|is not whole\)' [ $status -eq 107 ]
done
for what in 'function setup() error("no") end' 'function init() error("no") end' 'error("no")' 'wrk.headers[nil] = 1'; do
    printf '%s\n' "$what" | script
    mine -c 1 -d 1s
    ok "does not begin: $what" both says "^stoke: $dir/s.lua:1: [^:]*\$" [ $status -eq 104 ]
done
is_told() { # WORDS SCRIPT
    printf '%s\n' "$2" | script
    mine -c 1 -d 1s
    ok "$1" both says "^stoke: $dir/s.lua:2: $1\$" [ "$status $(wc -l <"$dir/err")" = "104 1" ]
}
is_told 'thread.addr is a string: expected an address, such as wrk.addrs\[1\]' 'function setup(thread)
  thread.addr = "127.0.0.1:80"
end'
is_told 'wrk.headers is nil: expected a table' '
wrk.headers = nil'
is_told 'wrk.body is a table: expected a string' 'function init()
  wrk.body = { name = "stoke" }
end'

finish
