#include "net/request.h"

#include "base/buf.h"
#include "tests/net/cuts.h"
#include "tests/tap.h"

static bool is(const char *text, size_t len, const char *expect)
{
    return text && len == strlen(expect) && !memcmp(text, expect, len);
}

static bool header_is(const struct request *r, const char *name, const char *expect)
{
    size_t len = 0;
    const char *value = request_header(r, name, &len);

    return expect ? is(value, len, expect) : !value;
}

struct good_case {
    const char *text, *method, *target, *body;
    size_t left; /* bytes behind it that belong to the next */
    bool keep_alive;
};

static const struct good_case good[] = {
    {"GET / HTTP/1.1\r\n\r\n",                                              "GET",      "/",           "",     0, true },
    {"GET / HTTP/1.0\r\n\r\n",                                              "GET",      "/",           "",     0, false},
    {"GET /a?b=c%20d HTTP/1.1\r\nHost: h\r\n\r\n",                          "GET",      "/a?b=c%20d",  "",     0, true },
    {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",                    "GET",      "/",           "",     0, true },
    {"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",                         "GET",      "/",           "",     0, false},
    {"GET / HTTP/1.1\r\nconnection: TE , Close\r\n\r\n",                    "GET",      "/",           "",     0, false},
    {"GET / HTTP/1.1\r\nConnection: upgrade,,closed\r\n\r\n",               "GET",      "/",           "",     0, true },
    {"POST /v1/x HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody",                "POST",     "/v1/x",       "body", 0, true },
    {"POST / HTTP/1.1\r\nCONTENT-length:4\r\n\r\nbodyGET ",                 "POST",     "/",           "body", 4, true },
    {"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\nG",                       "POST",     "/",           "",     1, true },
    {"POST / HTTP/1.1\nContent-Length: 2\n\n\r\n",                          "POST",     "/",           "\r\n", 0, true },
    {"POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", "POST",     "/",           "ok",   0,
     true                                                                                                              },
    {"\r\n\r\nGET / HTTP/1.1\r\n\r\n",                                      "GET",      "/",           "",     0, true },
    {"OPTIONS * HTTP/1.1\r\nA:\r\nB: \t \r\nC: d e \r\n\r\n",               "OPTIONS",  "*",           "",     0, true },
    {"M-SEARCH http://h:1/ HTTP/1.1\r\nX: \xC3\xA4\r\n\r\n",                "M-SEARCH", "http://h:1/", "",     0,
     true                                                                                                              },
};

static bool is_good(const struct request *r, const struct good_case *c)
{
    return is(r->method, r->method_len, c->method) && is(r->target, r->target_len, c->target) &&
           is(r->body, r->body_len, c->body) && r->keep_alive == c->keep_alive && !r->chunked &&
           r->old == (strstr(c->text, "HTTP/1.0") != NULL);
}

/* Every shorter text needs more, and the whole one is the request. */
static void test_good(void)
{
    struct guard g = guard_new();

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const struct good_case *c = &good[i];
        size_t all = strlen(c->text), n = all - c->left;
        struct request r;
        bool passed = true;

        for (size_t part = 0; part < n; part++)
            passed = passed && request_read(&r, guard_put(&g, c->text, part), part) == 0;
        passed = passed && request_read(&r, guard_put(&g, c->text, all), all) == (long)n;
        passed = passed && is_good(&r, c);
        tap_report(passed, __FILE__, __LINE__, "request %zu, %s %s", i, c->method, c->target);
    }
    guard_free(&g);
}

static const char *const bad[] = {
    "\x16\x03\x01\x02",
    "GET\r\n",
    "GET /\r\n",
    "GET / HTTP/2.0\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "GET / HTTP/1.2\r\n",
    "GET / http/1.1\r\n",
    "GET /a b HTTP/1.1\r\n",
    "GET  HTTP/1.1\r\n",
    "GET / HTTP/1.1 \r\n",
    "G@T / HTTP/1.1\r\n",
    " GET / HTTP/1.1\r\n",
    "GET /\x01 HTTP/1.1\r\n",
    "GET /\tx HTTP/1.1\r\n",
    "GET / HTTP/1.1\r\nno colon\r\n",
    "GET / HTTP/1.1\r\n: empty\r\n",
    "GET / HTTP/1.1\r\nname : x\r\n",
    "GET / HTTP/1.1\r\na: b\r\n folded\r\n",
    "GET / HTTP/1.1\r\na: b\x7F\r\n",
    "GET / HTTP/1.1\r\na: b\rc: d\r\n",
    "POST / HTTP/1.1\r\nContent-Length:\r\n",
    "POST / HTTP/1.1\r\nContent-Length: -1\r\n",
    "POST / HTTP/1.1\r\nContent-Length: +1\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 1x\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 9/\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 67108865\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 18446744073709551617\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked, identity\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1 x\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4000001\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000001\r\n",
};

/* No part of it may be taken for a request, and it may not be waited for. */
static void test_bad(void)
{
    struct guard g = guard_new();

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        size_t n = strlen(bad[i]);
        struct request r;
        bool passed = true;

        for (size_t part = 0; part < n; part++)
            passed = passed && request_read(&r, guard_put(&g, bad[i], part), part) <= 0;
        passed = passed && request_read(&r, guard_put(&g, bad[i], n), n) == -1;
        if (!passed)
            note("%s", bad[i]);
        tap_report(passed, __FILE__, __LINE__, "no request, %zu", i);
    }
    ok(request_read(&(struct request){0}, "GET /\0 HTTP/1.1\r\n", 17) == -1);
    guard_free(&g);
}

static void test_header(void)
{
    static const char text[] = "GET / HTTP/1.1\r\nHost: a:1\r\nX-Request-Id: \t7 \r\nEmpty:\r\n"
                               "x-request-id: 8\r\nHostile: no\r\n\r\nBody: x\r\n\r\n";
    struct request r;

    ok(request_read(&r, text, sizeof text - 1) == (long)(strstr(text, "Body") - text));
    ok(header_is(&r, "host", "a:1"));
    ok(header_is(&r, "X-REQUEST-ID", "7"));
    ok(header_is(&r, "empty", ""));
    ok(header_is(&r, "hos", NULL));
    ok(header_is(&r, "body", NULL));
    ok(request_read(&r, "GET / HTTP/1.1\r\n\r\n", 18) == 18 && header_is(&r, "host", NULL));
}

/* Without this, a client that asks to be told before it sends its body waits for ever. */
static void test_before_body(void)
{
    static const char text[] =
        "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    struct request r;

    ok(request_read(&r, text, sizeof text - 2) == 0 && !r.headers);
    ok(request_read(&r, text, sizeof text - 1) == 0 && header_is(&r, "expect", "100-continue"));
    ok(r.body_len == 3);
}

struct chunked_case {
    const char *body, *expect;
};

static const struct chunked_case chunked[] = {
    {"0\r\n\r\n",                                         ""                    },
    {"3\r\nabc\r\n0\r\n\r\n",                             "abc"                 },
    {"3\r\nabc\r\n4\r\n\r\n0\r\r\n0\r\n\r\n",             "abc\r\n0\r"          },
    {"a\r\n0123456789\r\nA\r\n0123456789\r\n000\r\n\r\n", "01234567890123456789"},
    {"1;name=value\r\na\r\n1 ; x\r\nb\r\n0\r\n\r\n",      "ab"                  },
    {"1\r\na\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n",     "a"                   },
    {"1\na\n1\r\nb\r\n0\n\n",                             "ab"                  },
};

static void test_chunked_case(struct guard *g, const struct chunked_case *c)
{
    struct buf text = {0}, body = {0};
    struct request r;
    bool passed = true;
    size_t n;

    buf_put(&text, "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n");
    buf_put(&text, c->body);
    n = text.len;
    buf_put(&text, "GET / HTTP/1.1");
    for (size_t part = 0; part < n; part++)
        passed = passed && request_read(&r, guard_put(g, text.data, part), part) == 0;
    passed = passed && request_read(&r, guard_put(g, text.data, text.len), text.len) == (long)n;
    passed = passed && r.chunked && is(r.body, r.body_len, c->body);
    if (passed)
        request_unchunk(&r, &body);
    tap_report(passed && is(body.data ? body.data : "", body.len, c->expect), __FILE__, __LINE__,
               "chunks make %zu bytes", strlen(c->expect));
    buf_release(&text);
    buf_release(&body);
}

static void test_chunked(void)
{
    struct guard g = guard_new();

    for (size_t i = 0; i < sizeof chunked / sizeof *chunked; i++)
        test_chunked_case(&g, &chunked[i]);
    guard_free(&g);
}

/* A head of `n` bytes, whole or without its end. */
static long read_head_of(size_t n, bool whole)
{
    static const char start[] = "GET / HTTP/1.1\r\nA: ";
    char *text = malloc(n);
    struct request r;
    long taken;

    memset(text, 'x', n);
    memcpy(text, start, sizeof start - 1);
    if (whole)
        memcpy(text + n - 4, "\r\n\r\n", 4);
    taken = request_read(&r, text, n);
    free(text);
    return taken;
}

static void test_limits(void)
{
    ok(read_head_of(REQUEST_HEAD_MAX, true) == REQUEST_HEAD_MAX);
    ok(read_head_of(REQUEST_HEAD_MAX + 1, true) == -1);
    ok(read_head_of(REQUEST_HEAD_MAX, false) == 0);
    ok(read_head_of(REQUEST_HEAD_MAX + 1, false) == -1);
}

/* Small chunks under the limit each, that together are above it. */
static void test_endless_chunks(void)
{
    static const char start[] = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    const size_t chunk = 1 << 20, n = REQUEST_BODY_MAX + 2 * chunk;
    char *text = malloc(n);
    struct request r;
    size_t at = sizeof start - 1;

    memcpy(text, start, at);
    for (; at + chunk + 10 < n; at += chunk + 10) {
        memcpy(text + at, "100000\r\n", 8);
        memset(text + at + 8, 'x', chunk);
        memcpy(text + at + 8 + chunk, "\r\n", 2);
    }
    ok(request_read(&r, text, REQUEST_BODY_MAX) == 0);
    ok(request_read(&r, text, at) == -1);
    free(text);
}

/* What a client sends in a row is cut into the same requests however it comes. */
static void test_row(void)
{
    static const char text[] =
        "POST /1 HTTP/1.1\r\nContent-Length: 5\r\n\r\n\r\n\r\nx"
        "GET /2 HTTP/1.1\r\n\r\n\r\n"
        "POST /3 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
        "GET /4 HTTP/1.0\r\n\r\n";
    const size_t n = sizeof text - 1;
    struct guard g = guard_new();
    int wrong = 0;

    for (size_t step = 1; step <= n; step++) {
        size_t from = 0, to = 0, seen = 0;

        while (from < n && to <= n + step) {
            size_t have = to < n ? to : n;
            struct request r;
            long taken = request_read(&r, guard_put(&g, text + from, have - from), have - from);

            if (taken > 0)
                wrong += r.target[1] != (char)('1' + seen++);
            from += taken > 0 ? (size_t)taken : 0;
            to += taken > 0 ? 0 : step;
        }
        wrong += seen != 4 || from != n;
    }
    ok(wrong == 0);
    guard_free(&g);
}

int main(void)
{
    test_good();
    test_bad();
    test_header();
    test_before_body();
    test_chunked();
    test_limits();
    test_endless_chunks();
    test_row();
    return tap_done();
}
