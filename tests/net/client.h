#ifndef TESTS_NET_CLIENT_H
#define TESTS_NET_CLIENT_H

/* What the tests of http.c share: a service (peer.h), a `struct http` that talks to it in the
 * same loop, and requests whose outcomes are written down. */

#include "base/error.h"
#include "net/http.h"
#include "net/loop.h"
#include "tests/net/peer.h"

#include <signal.h>

static struct loop *loop;
static struct peer peer;
static struct http_options options;
static struct http *http;
static struct timer pulse; /* so that a test in which nothing happens does not sleep for ever */

struct outcome {
    unsigned ended;
    struct http_result result;
    struct buf body;
    nanos last;     /* read */
    bool ordered;   /* no read came before the one before it */
    bool stop;      /* have no more of it */
    bool explained; /* there were words for what went wrong */
};

static bool on_bytes(void *owner, const char *bytes, size_t n, nanos at, bool kernel)
{
    struct outcome *o = owner;

    (void)kernel;
    o->ordered = o->ordered && at >= o->last;
    o->last = at;
    buf_add(&o->body, bytes, n);
    return !o->stop;
}

static void on_end(void *owner, const struct http_result *r)
{
    struct outcome *o = owner;

    o->ended++;
    o->explained = r->detail[0];
    o->result = *r;
    o->result.detail = NULL;
}

static const struct http_watch watch = {on_bytes, on_end};

static inline struct outcome outcome_new(void)
{
    return (struct outcome){.ordered = true};
}

static inline bool went_well(const struct outcome *o)
{
    return o->ended == 1 && o->result.fault == FAULT_NONE && o->result.status == 200;
}

static inline void beat(struct timer *t, nanos now)
{
    loop_timer(loop, t, now + 5 * NANOS_PER_MS);
}

static inline void client_start(void)
{
    struct error err;

    signal(SIGPIPE, SIG_IGN);
    loop = loop_new(&err);
    if (!loop || http_start_up(&err))
        printf("Bail out! %s\n", err.text);
    pulse.fire = beat;
    beat(&pulse, clock_now());
}

static inline void client_end(void)
{
    loop_timer_stop(loop, &pulse);
    loop_free(loop);
}

static inline void begin_service(const struct peer_reply *replies, bool pool)
{
    peer_open(&peer, loop, replies);
    options = (struct http_options){.host = "127.0.0.1",
                                    .port = peer.port,
                                    .address = "127.0.0.1",
                                    .address_port = peer.port,
                                    .pool = pool,
                                    .kernel_stamps = true};
    http = http_new(loop, &options);
    http_adopt(http);
}

static inline void end_service(void)
{
    http_free(http);
    peer_close(&peer);
}

static inline struct http_target *target(const char *method, const char *path)
{
    const char *headers[] = {"X-Test: yes", NULL};
    char url[128];

    snprintf(url, sizeof url, "http://127.0.0.1:%u%s", peer.port, path);
    return http_target_new(method, url, headers);
}

static inline struct http_request request_of(struct http_target *t)
{
    return (struct http_request){.target = t, .timeout = NANOS_NEVER, .stall = NANOS_NEVER};
}

/* A turn as a worker has it. */
static inline bool turn(void)
{
    loop_turn(loop, false);
    http_reap(http);
    return http_begin_queued(http);
}

/* Until all of these have ended; what takes too long fails by not having ended. */
static inline void turn_until_ended(const struct outcome *o, unsigned n)
{
    nanos patience = clock_now() + 20 * NANOS_PER_SECOND;
    unsigned ended = 0;

    while (ended < n && clock_now() < patience) {
        turn();
        ended = 0;
        for (unsigned i = 0; i < n; i++)
            ended += o[i].ended > 0;
    }
}

/* One request and its outcome, from beginning to end; the body is forgotten. */
static inline struct outcome send_one(struct http_line *line, const char *method, const char *path,
                                      const char *body)
{
    struct outcome o = outcome_new();
    struct http_target *t = target(method, path);
    struct http_request r = request_of(t);

    r.body = body;
    r.body_len = body ? strlen(body) : 0;
    http_begin(line, &r, &watch, &o);
    turn_until_ended(&o, 1);
    http_target_free(t);
    buf_release(&o.body);
    return o;
}

#endif
