/* What wrk's scripts get from C: distributions of known values behind latency and requests, and
 * wrk2's way to print them, beside a golden file (UPDATE_GOLDEN=1 writes it anew: read it then);
 * requests read from texts; header lines. */

#include "base/buf.h"
#include "base/error.h"
#include "measure/label.h"
#include "measure/metrics.h"
#include "plan/plan.h"
#include "script/script.h"
#include "tests/tap.h"

#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>

#define GOLDEN "tests/golden/spectrum.txt"

static struct plan plan;
static struct script script;
static struct labels *labels;
static struct metrics *metrics;

static bool holds(const char *expression)
{
    bool yes = false;

    lua_pushfstring(script.L, "local core = require 'core.wrk' return %s", expression);
    if (luaL_loadstring(script.L, lua_tostring(script.L, -1)) || lua_pcall(script.L, 0, 1, 0))
        note("%s", lua_tostring(script.L, -1));
    else
        yes = lua_toboolean(script.L, -1);
    lua_settop(script.L, 0);
    return yes;
}

static void run(const char *code)
{
    if (luaL_dostring(script.L, code)) {
        printf("Bail out! %s\n", lua_tostring(script.L, -1));
        exit(1);
    }
    lua_settop(script.L, 0);
}

/* 10 us, 20 us, ... 100 ms: the share p is p * 100 ms, known to three digits. */
static void record(void)
{
    label even = labels_add(labels, "even"), few = labels_add(labels, "few");

    for (int i = 1; i <= 10000; i++)
        metrics_call(metrics, even, i * 10000, false);
    for (int i = 0; i < 4; i++)
        metrics_call(metrics, few, i < 3 ? 7000 : 9400, false);
    labels_add(labels, "none");
}

static void test_stats(void)
{
    run("s = require('core.wrk').stats 'even' f = require('core.wrk').stats 'few'");
    ok(holds("s.min == 10 and s.max == 100000 and s.mean == 50005"));
    ok(holds("math.abs(s.stdev - 28867.5) < 0.1"));
    ok(holds("math.abs(s:percentile(50) / 50000 - 1) < 0.001"));
    ok(holds("math.abs(s:percentile(99.99) / 99990 - 1) < 0.001"));
    ok(holds("s:percentile(0) == 10 and s:percentile(100) == 100000 and s:percentile(200) == 1e5"));
    ok(holds("s.other == nil and core.stats 'none' == nil and core.stats 'never' == nil"));
    note("wrk's: different values and their counts");
    ok(holds("#f == 2 and f(1) == 7 and select(2, f(1)) == 3 and f(2) == 9 and f(3) == 0"));
    ok(holds("(function() local n = 0 for i = 1, #s do n = n + select(2, s(i)) end return n end)()"
             " == 10000"));
    note("wrk2's: all values, and the nth of them");
    plan.rate = 5;
    ok(holds("#f == 4 and f[1] == 7 and f[3] == 7 and f[4] == 9 and #s == 10000"));
    ok(holds("math.abs(s[2500] / 25000 - 1) < 0.001"));
    plan.rate = 0;
    note("of nothing");
    ok(holds("(function(e) return e.min == 0 and e.max == 0 and #e == 0 and e:percentile(99) == 0"
             " and e(1) == 0 and e[1] == 0 end)(core.stats 'latency')"));
}

static void read_file(const char *path, struct buf *text)
{
    char bytes[4096];
    FILE *f = fopen(path, "r");
    size_t n;

    while (f && (n = fread(bytes, 1, sizeof bytes, f)) > 0)
        buf_add(text, bytes, n);
    if (f)
        fclose(f);
}

static void update(const char *text, size_t n)
{
    FILE *f = getenv("UPDATE_GOLDEN") ? fopen(GOLDEN, "w") : NULL;

    if (f) {
        fwrite(text, 1, n, f);
        fclose(f);
    }
}

static void test_spectrum(void)
{
    struct buf want = {0};
    const char *text;
    size_t n;

    run("local pad = function(t, n) return (' '):rep(n - #t) .. t end "
        "local text = require('stoke.report.spectrum').text "
        "golden = text(require('core.wrk').stats 'even', 'Recorded Latency', pad) .. '\\n' .. "
        "text(require('core.wrk').stats 'few', 'Uncorrected Latency', pad)");
    lua_getglobal(script.L, "golden");
    text = lua_tolstring(script.L, -1, &n);
    update(text, n);
    read_file(GOLDEN, &want);
    ok(want.len == n && !memcmp(want.data, text, n));
    if (want.len != n || memcmp(want.data, text, n) != 0)
        note("%s", text);
    buf_release(&want);
    lua_settop(script.L, 0);
}

static bool refused(const char *text, const char *words)
{
    const char *why;
    bool yes;

    lua_pushstring(script.L, text);
    lua_setglobal(script.L, "text");
    run("_, why = require('core.wrk').parse(text)");
    lua_getglobal(script.L, "why");
    why = lua_tostring(script.L, -1);
    yes = why && strstr(why, words);
    if (!yes)
        note("got: %s", why ? why : "nothing");
    lua_settop(script.L, 0);
    return yes;
}

static void test_parse(void)
{
    run("get = 'GET /a?b HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n' "
        "post = 'POST /p HTTP/1.1\\r\\nContent-Length: 3\\r\\n\\r\\nabc' "
        "all = require('core.wrk').parse(get .. post .. '\\r\\n' .. get .. '\\r\\n\\n', "
        "function(target) seen = (seen or '') .. target end)");
    ok(holds("#all == 3 and all[1].head == 'GET /a?b' and all[1].body == nil"));
    ok(holds("all[2].head == 'POST /p' and all[2].body == 'abc' and not all[2].decoded"));
    ok(holds("seen == '/a?b/p/a?b'"));
    ok(refused("", "is not whole"));
    ok(refused("GET / HTTP/1.1\r\nHost: h\r\n", "request 1 (\"GET / HTTP/1.1\") is not whole"));
    ok(refused("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nabc", "is not whole"));
    ok(refused(
        "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\na{\"b\": 1}\r\n\r\n",
        "what follows request 1 is no HTTP request (\"{\"b\": 1}\"): is its Content-Length"));
    ok(refused("hello\r\n\r\n", "this is no HTTP request: \"hello\" (expected"));
    ok(refused("GET / HTTP/2\r\n\r\n", "no HTTP request"));
    run("many = 'GET / HTTP/1.1\\r\\n' .. ('A: b\\r\\n'):rep(129) .. '\\r\\n' "
        "_, why = require('core.wrk').parse(many)");
    ok(holds("why:find 'request 1 has more than 128 headers'"));
}

static void test_headers(void)
{
    run("h = require('core.wrk').headers 'A: 1\\r\\nb:2 \\r\\nA: \\t3:4\\r\\nE:\\r\\n\\r\\nT: "
        "x\\r\\n'");
    ok(holds("h.A == '3:4' and h.b == '2' and h.E == '' and h.T == 'x' and h.a == nil"));
    ok(holds("next(core.headers '') == nil"));
}

int main(void)
{
    struct error err;

    plan_init(&plan);
    plan.url = "http://localhost/";
    labels = labels_new();
    metrics = metrics_new(labels);
    record();
    if (script_open(&script, &plan, &err))
        printf("Bail out! %s\n", err.text);
    script.measured = metrics;
    test_stats();
    test_spectrum();
    test_parse();
    test_headers();
    script_close(&script);
    metrics_free(metrics);
    labels_free(labels);
    return tap_done();
}
