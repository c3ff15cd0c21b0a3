/* How requests end that do not come to their own end: cancelled, stopped, too slow, or dropped
 * with everything else. And what a turn may begin, and that nothing is left open. */

#include "tests/net/client.h"
#include "tests/tap.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>

#define HEAD "HTTP/1.1 200 OK\r\n"

enum { BURST = 40, CHAIN = 10 };

static const struct peer_reply replies[] = {
    {"/hello",  KEEPS, {HEAD "Content-Length: 5\r\n\r\nhello"}                               },
    {"/slow",   KEEPS, {HEAD "Content-Length: 8\r\n\r\n", "a", "b", "c", "d", "e", "f", "gh"}},
    {"/stalls", KEEPS, {HEAD "Content-Length: 9\r\n\r\n", "some"}                            },
    {NULL,      KEEPS, {NULL}                                                                },
};

/* Open descriptors, but for the one that counts them. */
static unsigned descriptors(void)
{
    DIR *all = opendir("/proc/self/fd");
    unsigned n = 0;

    while (all && readdir(all))
        n++;
    closedir(all);
    return n;
}

static void test_cancel_queued(void)
{
    struct http_line *line = http_line_new(http);
    struct http_target *t = target("GET", "/hello");
    struct http_request r = request_of(t);
    struct outcome o = outcome_new();
    unsigned before = peer.requests;
    struct transfer *one = http_begin(line, &r, &watch, &o);

    http_cancel(one, UNFINISHED);
    note("on_end comes with the next reap, not from within the cancelling");
    ok(o.ended == 0);
    http_cancel(one, FAULT_TIMEOUT);
    http_reap(http);
    ok(o.ended == 1 && o.result.fault == UNFINISHED);
    ok(!o.result.begun && !o.result.sent && !o.result.status && !o.result.reused);
    for (int i = 0; i < 5; i++)
        turn();
    ok(peer.requests == before && o.ended == 1);
    o = send_one(line, "GET", "/hello", NULL);
    ok(went_well(&o));
    http_target_free(t);
    http_line_free(line);
}

static void test_cancel_running(void)
{
    struct http_line *line = http_line_new(http);
    struct http_target *t = target("POST", "/slow");
    struct http_request r = request_of(t);
    struct outcome o = outcome_new();
    struct transfer *one = http_begin(line, &r, &watch, &o);

    while (!o.body.len)
        turn();
    ok(http_status(one) == 200);
    http_cancel(one, STOPPED);
    http_reap(http);
    ok(o.ended == 1 && o.result.fault == STOPPED && o.result.status == 200);
    ok(o.result.sent && o.result.first_byte && o.result.ended >= o.result.first_byte);
    buf_release(&o.body);
    o = send_one(line, "GET", "/hello", NULL);
    note("what was left of the reply is on a connection of its own, that is gone");
    ok(went_well(&o) && !o.result.reused && !strncmp(peer.head.data, "GET /hello ", 11));
    http_target_free(t);
    http_line_free(line);
}

static void test_had_enough(void)
{
    struct http_line *line = http_line_new(http);
    struct http_target *t = target("GET", "/slow");
    struct http_request r = request_of(t);
    struct outcome o = outcome_new();

    o.stop = true;
    http_begin(line, &r, &watch, &o);
    turn_until_ended(&o, 1);
    ok(o.ended == 1 && o.result.fault == STOPPED && o.body.len == 1);
    buf_release(&o.body);
    http_target_free(t);
    http_line_free(line);
}

static struct outcome wait_for(const char *path, nanos timeout, nanos stall)
{
    struct http_line *line = http_line_new(http);
    struct http_target *t = target("GET", path);
    struct http_request r = request_of(t);
    struct outcome o = outcome_new();
    nanos from = loop_now(loop);

    r.timeout = timeout;
    r.stall = stall;
    http_begin(line, &r, &watch, &o);
    turn_until_ended(&o, 1);
    if (timeout != NANOS_NEVER && o.result.fault == FAULT_TIMEOUT)
        ok(clock_now() - from >= timeout);
    http_target_free(t);
    http_line_free(line);
    buf_release(&o.body);
    return o;
}

static void test_patience(void)
{
    struct outcome o;

    o = wait_for("/silent", 30 * NANOS_PER_MS, NANOS_NEVER);
    ok(o.ended == 1 && o.result.fault == FAULT_TIMEOUT && o.result.sent && !o.result.status);
    note("it is no stall before the reply has begun");
    o = wait_for("/silent", 40 * NANOS_PER_MS, 5 * NANOS_PER_MS);
    ok(o.result.fault == FAULT_TIMEOUT);
    o = wait_for("/stalls", 10 * NANOS_PER_SECOND, 30 * NANOS_PER_MS);
    ok(o.ended == 1 && o.result.fault == FAULT_STALLED && o.result.status == 200);
    ok(o.result.ended - o.result.first_byte < 10 * NANOS_PER_SECOND);
    o = wait_for("/stalls", 30 * NANOS_PER_MS, 10 * NANOS_PER_SECOND);
    ok(o.result.fault == FAULT_TIMEOUT && o.result.status == 200);
    o = wait_for("/stalls", NANOS_NEVER, 30 * NANOS_PER_MS);
    ok(o.result.fault == FAULT_STALLED);
    note("slow is not stalled: each byte starts the wait anew");
    peer.pause = 25 * NANOS_PER_MS;
    o = wait_for("/slow", NANOS_NEVER, 150 * NANOS_PER_MS);
    ok(o.result.fault == FAULT_NONE && o.ordered);
    ok(o.result.ended - o.result.first_byte > 150 * NANOS_PER_MS);
    peer.pause = 2 * NANOS_PER_MS;
}

static void test_told_once(void)
{
    struct http_line *line = http_line_new(http);
    struct http_target *t = target("GET", "/hello");
    struct http_request r = request_of(t);
    struct outcome o = outcome_new();
    nanos until = clock_now() + 100 * NANOS_PER_MS;

    r.timeout = r.stall = 50 * NANOS_PER_MS;
    http_begin(line, &r, &watch, &o);
    while (clock_now() < until)
        turn();
    note("what has ended is told once, even if its time runs out later");
    ok(went_well(&o));
    http_target_free(t);
    http_line_free(line);
    buf_release(&o.body);
}

static void test_burst(void)
{
    struct http_target *t = target("GET", "/hello");
    struct http_request r = request_of(t);
    struct outcome o[BURST];
    unsigned calls = 1, begun = 0;

    for (unsigned i = 0; i < BURST; i++) {
        o[i] = outcome_new();
        http_begin(http_line_new(http), &r, &watch, &o[i]);
    }
    note("a burst is begun in parts, and http_begin_queued() tells whether more wait");
    while (http_begin_queued(http))
        calls++;
    ok(calls > 1 && calls < BURST);
    ok(!http_begin_queued(http));
    turn_until_ended(o, BURST);
    for (unsigned i = 0; i < BURST; i++) {
        begun += went_well(&o[i]);
        buf_release(&o[i].body);
    }
    ok(begun == BURST);
    http_target_free(t);
}

/* on_end may do anything: even begin the next request on the same line. */
struct chain {
    struct http_line *line;
    struct http_request request;
    unsigned left, well;
};

static bool ignore_bytes(void *owner, const char *bytes, size_t n, nanos at, bool kernel)
{
    (void)owner, (void)bytes, (void)n, (void)at, (void)kernel;
    return true;
}

static void begin_next(void *owner, const struct http_result *r)
{
    static const struct http_watch on = {ignore_bytes, begin_next};
    struct chain *c = owner;

    c->well += r->fault == FAULT_NONE && r->status == 200;
    if (c->left-- > 1)
        http_begin(c->line, &c->request, &on, c);
}

static void test_chain(void)
{
    static const struct http_watch on = {ignore_bytes, begin_next};
    struct http_target *t = target("GET", "/hello");
    struct chain c = {http_line_new(http), request_of(t), CHAIN, 0};
    unsigned before = peer.connections;

    http_begin(c.line, &c.request, &on, &c);
    for (int i = 0; i < 1000 && c.left; i++)
        turn();
    ok(c.well == CHAIN && peer.connections - before == 1);
    http_target_free(t);
    http_line_free(c.line);
}

/* With requests that are queued, running and ended but not told, and connections idle. */
static void test_free(void)
{
    unsigned before = descriptors();
    struct http_target *t;
    struct http_request r;
    struct outcome o[4] = {{0}};
    struct outcome one;

    begin_service(replies, false);
    one = send_one(http_line_new(http), "GET", "/hello", NULL);
    ok(went_well(&one) && descriptors() > before);
    t = target("GET", "/silent");
    r = request_of(t);
    for (int i = 0; i < 3; i++)
        http_begin(http_line_new(http), &r, &watch, &o[i]);
    http_begin_queued(http);
    turn();
    http_begin(http_line_new(http), &r, &watch, &o[3]);
    http_cancel(http_begin(http_line_new(http), &r, &watch, &o[3]), STOPPED);
    http_target_free(t);
    end_service();
    note("what runs is dropped without a word, and no descriptor is left");
    ok(!o[0].ended && !o[3].ended && descriptors() == before);
    loop_turn(loop, true);
}

/* http_fetch() blocks, so its service needs a thread. */
struct service {
    struct peer peer;
    atomic_bool over;
};

static void *serve(void *arg)
{
    struct service *s = arg;

    while (!atomic_load(&s->over))
        loop_turn(s->peer.loop, false);
    return NULL;
}

static void test_fetch(void)
{
    struct service s = {.over = false};
    struct http_options o = {0};
    struct error err = {""};
    struct loop *there = loop_new(&err);
    struct http_target *t;
    struct buf body = {0};
    unsigned status = 0;
    pthread_t thread;
    char url[64];

    peer_open(&s.peer, there, replies);
    pthread_create(&thread, NULL, serve, &s);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/hello", s.peer.port);
    t = http_target_new("GET", url, NULL);
    ok(http_fetch(&o, t, 10 * NANOS_PER_SECOND, &body, &status, &err) == 0);
    ok(status == 200 && body.len == 5 && !memcmp(body.data, "hello", 5));
    http_target_free(t);
    buf_clear(&body);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/silent", s.peer.port);
    t = http_target_new("GET", url, NULL);
    ok(http_fetch(&o, t, 30 * NANOS_PER_MS, &body, &status, &err) == -1);
    ok(status == 0 && strstr(err.text, url));
    http_target_free(t);
    buf_release(&body);
    atomic_store(&s.over, true);
    loop_wake(there);
    pthread_join(thread, NULL);
    peer_close(&s.peer);
    loop_free(there);
}

int main(void)
{
    client_start();
    begin_service(replies, false);
    test_cancel_queued();
    test_cancel_running();
    test_had_enough();
    test_patience();
    test_told_once();
    test_burst();
    test_chain();
    end_service();
    test_free();
    test_fetch();
    client_end();
    return tap_done();
}
