/* Requests over libcurl against a service that does what each test wants of it: what is
 * sent, whose connection it goes over, how each way to fail is named, and what is left. */

#include "tests/net/client.h"
#include "tests/tap.h"

#define HEAD "HTTP/1.1 200 OK\r\n"
#define HELLO HEAD "Content-Length: 5\r\n\r\nhello"

enum { LINES = 120 };

static const struct peer_reply replies[] = {
    {"/hello",       KEEPS,  {HELLO}                                                    },
    {"/teapot",      KEEPS,  {"HTTP/1.1 418 I'm a teapot\r\nContent-Length: 0\r\n\r\n"} },
    {"/hangs-up",    CLOSES, {NULL}                                                     },
    {"/resets",      RESETS, {NULL}                                                     },
    {"/breaks",      RESETS, {HEAD "Content-Length: 9\r\n\r\n", "some"}                 },
    {"/cut",         CLOSES, {HEAD "Content-Length: 9\r\n\r\n", "some"}                 },
    {"/cut-chunks",  CLOSES, {HEAD "Transfer-Encoding: chunked\r\n\r\n", "9\r\nsome"}   },
    {"/bad-chunks",  CLOSES, {HEAD "Transfer-Encoding: chunked\r\n\r\n", "many\r\nsome"}},
    {"/no-http",     CLOSES, {"SSH-2.0-OpenSSH_9.2\r\n"}                                },
    {"/until-close", CLOSES, {HEAD "\r\n", "some"}                                      },
    {NULL,           KEEPS,  {"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"}    },
};

static bool head_has(const char *text)
{
    return peer.head.data && strstr(peer.head.data, text);
}

static bool asked(const char *begins, const char *body)
{
    return peer.head.data && !strncmp(peer.head.data, begins, strlen(begins)) &&
           peer.body.len == strlen(body) && (!*body || !strcmp(peer.body.data, body));
}

static void test_requests(void)
{
    struct http_line *line = http_line_new(http);
    struct outcome o = outcome_new();
    struct http_target *t = target("GET", "/hello");
    struct http_request r = request_of(t);

    r.id = "mine-1";
    http_begin(line, &r, &watch, &o);
    turn_until_ended(&o, 1);
    ok(went_well(&o) && o.body.len == 5 && !memcmp(o.body.data, "hello", 5));
    ok(asked("GET /hello HTTP/1.1\r\n", "") && head_has("X-Test: yes\r\n"));
    ok(head_has("X-Request-Id: mine-1\r\n") && head_has("Host: 127.0.0.1:"));
    ok(!o.result.reused && o.result.connected >= o.result.begun && !o.result.tls_done);
    ok(o.result.begun && o.result.sent >= o.result.connected &&
       o.result.first_byte >= o.result.sent && o.result.ended >= o.result.first_byte);
    ok(o.result.bytes_up > 20 && o.result.bytes_down == strlen(HELLO));
    note("the id is one request's, not the line's");
    buf_release(&o.body);
    o = send_one(line, "GET", "/hello", NULL);
    ok(went_well(&o) && !head_has("X-Request-Id"));
    ok(o.result.reused && o.result.connected == 0 && peer.connections == 1);
    http_target_free(t);

    note("each method is sent as it is, whatever came before it on the same handle");
    o = send_one(line, "POST", "/hello", "{\"n\":1}");
    ok(went_well(&o) && asked("POST /hello ", "{\"n\":1}") && !head_has("Expect"));
    o = send_one(line, "GET", "/hello", NULL);
    ok(went_well(&o) && asked("GET /hello ", ""));
    o = send_one(line, "PUT", "/hello", "all");
    ok(went_well(&o) && asked("PUT /hello ", "all"));
    o = send_one(line, "DELETE", "/hello", NULL);
    ok(went_well(&o) && asked("DELETE /hello ", ""));
    o = send_one(line, "POST", "/hello", NULL);
    ok(went_well(&o) && asked("POST /hello ", "") && head_has("Content-Length: 0"));
    o = send_one(line, "HEAD", "/teapot", NULL);
    ok(o.ended == 1 && o.result.status == 418 && asked("HEAD /teapot ", ""));
    o = send_one(line, "GET", "/hello", "with a body");
    ok(went_well(&o) && asked("GET /hello ", "with a body"));
    o = send_one(line, "GET", "/nowhere?a=b%20c", NULL);
    note("a status is no fault of the transport's");
    ok(o.result.fault == FAULT_NONE && o.result.status == 404);
    ok(asked("GET /nowhere?a=b%20c ", ""));
    o = send_one(line, "GET", "/until-close", NULL);
    ok(went_well(&o) && peer.connections == 1);
    o = send_one(line, "GET", "/hello", NULL);
    ok(went_well(&o) && peer.connections == 2);
}

/* A target that is used again with another body, and without: the last one's is gone. */
static void test_same_target(void)
{
    struct http_line *line = http_line_new(http);
    struct http_target *t = target("PUT", "/hello");
    struct http_request r = request_of(t);
    char *body = mem_text("first");
    struct outcome o = outcome_new();

    r.body = body;
    r.body_len = 5;
    http_begin(line, &r, &watch, &o);
    turn_until_ended(&o, 1);
    ok(went_well(&o) && asked("PUT /hello ", "first"));
    free(body);
    r.body = NULL;
    r.body_len = 0;
    o.ended = 0;
    http_begin(line, &r, &watch, &o);
    turn_until_ended(&o, 1);
    ok(went_well(&o) && asked("PUT /hello ", ""));
    http_target_free(t);
    buf_release(&o.body);
    http_line_free(line);
}

static void test_lines(void)
{
    struct http_line *lines[LINES];
    struct outcome o[LINES];
    struct http_target *t = target("GET", "/hello");
    struct http_request r = request_of(t);
    unsigned before = peer.connections, well = 0;

    for (unsigned i = 0; i < LINES; i++)
        lines[i] = http_line_new(http);
    for (int round = 0; round < 3; round++) {
        for (unsigned i = 0; i < LINES; i++) {
            o[i] = outcome_new();
            http_begin(lines[i], &r, &watch, &o[i]);
        }
        turn_until_ended(o, LINES);
        for (unsigned i = 0; i < LINES; i++) {
            well += went_well(&o[i]) && o[i].result.reused == (round > 0);
            buf_release(&o[i].body);
        }
    }
    note("a line has one connection and keeps it; two lines never share");
    ok(well == 3 * LINES && peer.connections - before == LINES);
    http_target_free(t);
    for (unsigned i = 0; i < LINES; i++)
        http_line_free(lines[i]);
}

/* Two connections for five lines: who has to wait goes over the one that is free first. */
static void test_lent(void)
{
    struct http_target *t = target("GET", "/hello");
    struct http_request r = request_of(t);
    struct http_line *lines[5];
    struct outcome o[5];
    unsigned before = peer.connections, waited = 0;

    http_lend(http, 2);
    for (int i = 0; i < 5; i++) {
        lines[i] = http_line_new(http);
        o[i] = outcome_new();
        http_begin(lines[i], &r, &watch, &o[i]);
    }
    turn_until_ended(o, 5);
    for (int i = 0; i < 5; i++) {
        waited += o[i].result.waited > 0;
        ok(went_well(&o[i]) && o[i].result.reused == (i > 1) &&
           o[i].result.allowed <= o[i].result.begun);
        buf_release(&o[i].body);
    }
    note("never more than two at a time, in their order");
    ok(peer.connections - before == 2 && waited == 3 && o[4].result.waited > o[2].result.waited);
    note("who gives up while waiting has begun nothing");
    for (int i = 0; i < 3; i++) {
        o[i] = outcome_new();
        http_begin(lines[i], &r, &watch, &o[i]);
    }
    http_begin_queued(http);
    http_cancel(http_begin(lines[3], &r, &watch, &o[3]), FAULT_TIMEOUT);
    o[3].ended = 0;
    turn_until_ended(o, 4);
    ok(o[3].result.fault == FAULT_TIMEOUT && !o[3].result.begun && !o[3].result.allowed);
    ok(went_well(&o[0]) && went_well(&o[2]) && peer.connections - before == 2);
    for (int i = 0; i < 5; i++) {
        http_line_free(lines[i]);
        buf_release(&o[i].body);
    }
    http_target_free(t);
}

static void test_pool(void)
{
    struct http_line *one = http_line_new(http), *other = http_line_new(http);
    struct outcome o;

    o = send_one(one, "GET", "/hello", NULL);
    ok(went_well(&o) && !o.result.reused);
    o = send_one(other, "GET", "/hello", NULL);
    ok(went_well(&o) && o.result.reused && peer.connections == 1);
}

/* A loop that has been told something, and does nothing about it, is told again at once. */
static unsigned turns_in(nanos span)
{
    nanos until = clock_now() + span;
    unsigned n = 0;

    for (; clock_now() < until; n++)
        loop_turn(loop, false);
    return n;
}

/* We may know of the service's goodbye before the next request, or not. */
static void test_closed_while_idle(bool know)
{
    struct http_line *line = http_line_new(http);
    unsigned before = peer.connections;
    struct outcome o = send_one(line, "POST", "/hello", "one");

    ok(went_well(&o));
    peer_drop_all(&peer);
    if (know)
        ok(turns_in(20 * NANOS_PER_MS) < 200);
    o = send_one(line, "POST", "/hello", "two");
    note("a connection that was closed while idle is nobody's fault");
    ok(went_well(&o) && !o.result.reused && o.result.connected);
    ok(peer.connections - before == 2 && asked("POST /hello ", "two"));
    o = send_one(line, "POST", "/hello", "three");
    ok(went_well(&o) && o.result.reused && peer.connections - before == 2);
}

static void test_faults(void)
{
    static const struct {
        const char *path;
        enum fault fault;
        uint16_t status;
    } cases[] = {
        {"/hangs-up",   FAULT_NO_REPLY,  0  },
        {"/resets",     FAULT_NO_REPLY,  0  },
        {"/breaks",     FAULT_RESET,     200},
        {"/cut",        FAULT_TRUNCATED, 200},
        {"/cut-chunks", FAULT_TRUNCATED, 200},
        {"/bad-chunks", FAULT_MALFORMED, 200},
        {"/no-http",    FAULT_MALFORMED, 0  },
        {"/teapot",     FAULT_NONE,      418},
    };
    struct http_line *line = http_line_new(http);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outcome o = send_one(line, "POST", cases[i].path, "{}");

        note("%s: %s, status %u", cases[i].path, fault_name(o.result.fault), o.result.status);
        ok(o.ended == 1 && o.result.fault == cases[i].fault && o.result.status == cases[i].status);
        ok(o.result.begun && o.result.sent >= o.result.begun && o.result.ended >= o.result.sent);
        o = send_one(line, "GET", "/hello", NULL);
        ok(went_well(&o));
    }
}

/* What can go wrong before a request is on its way, by what the options say. */
static struct outcome try_with(struct http_options o, const char *url)
{
    struct outcome got = outcome_new();
    struct http_target *t = http_target_new("GET", url, NULL);
    struct http_request r = request_of(t);

    http_free(http);
    options = o;
    http = http_new(loop, &options);
    http_adopt(http);
    http_begin(http_line_new(http), &r, &watch, &got);
    turn_until_ended(&got, 1);
    http_target_free(t);
    return got;
}

static void test_no_connection(void)
{
    struct peer nobody;
    struct http_options o = options;
    struct outcome got;
    char url[64];

    peer_open(&nobody, loop, NULL);
    o.port = o.address_port = nobody.port;
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", nobody.port);
    got = try_with(o, url);
    ok(got.ended == 1 && got.result.fault == FAULT_CONNECT && got.explained);
    ok(got.result.begun && !got.result.sent && !got.result.first_byte && !got.result.reused);
    peer_close(&nobody);

    o = (struct http_options){0};
    got = try_with(o, "http://a..b/");
    ok(got.result.fault == FAULT_RESOLVE && got.explained && !got.result.sent);

    snprintf(url, sizeof url, "https://127.0.0.1:%u/hello", peer.port);
    got = try_with(o, url);
    ok(got.result.fault == FAULT_TLS && got.explained && !got.result.first_byte);

    note("the name is the URL's, the connection goes to the address");
    o = (struct http_options){
        .host = "llm.example", .port = 80, .address = "127.0.0.1", .address_port = peer.port};
    got = try_with(o, "http://llm.example/hello");
    ok(went_well(&got) && head_has("Host: llm.example\r\n"));
    buf_release(&got.body);
}

static void test_urls(void)
{
    static const struct {
        const char *url, *host;
        uint16_t port;
        bool tls;
    } good[] = {
        {"http://localhost",                             "localhost",       80,   false},
        {"https://api.example.com/v1",                   "api.example.com", 443,  true },
        {"http://10.0.0.1:8000/v1/chat/completions?x=1", "10.0.0.1",        8000, false},
        {"http://[::1]:8080/",                           "::1",             8080, false},
        {"HTTP://Host",                                  "Host",            80,   false},
    };
    static const char *const bad[] = {"",           "localhost:8000", "ftp://host/", "http://",
                                      "http://a b", "http://h:99999", "/v1"};
    struct http_url u;
    struct error err;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        note("%s", good[i].url);
        ok(http_read_url(good[i].url, &u, &err) == 0 && !strcmp(u.host, good[i].host) &&
           u.port == good[i].port && u.tls == good[i].tls);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        note("%s", bad[i]);
        ok(http_read_url(bad[i], &u, &err) == -1 && strstr(err.text, "no URL of a service"));
    }
}

int main(void)
{
    client_start();
    begin_service(replies, false);
    test_requests();
    test_same_target();
    test_lines();
    test_closed_while_idle(false);
    test_closed_while_idle(true);
    test_faults();
    test_no_connection();
    end_service();
    begin_service(replies, false);
    test_lent();
    end_service();
    begin_service(replies, true);
    test_pool();
    end_service();
    test_urls();
    client_end();
    return tap_done();
}
