#include "net/opening.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "net/transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many are being opened at a time: more look like an attack, and fill a service's queue. */
enum { AT_ONCE = 200, WHY = 256 };

#define PATIENCE (10 * NANOS_PER_SECOND)
#define TELL_EVERY (100 * NANOS_PER_MS)

struct opener {
    struct opening *opening;
    struct http_line *line;
    struct transfer *transfer; /* NULL: it opens none just now */
};

struct opening {
    struct http *http;
    struct http_request request;
    struct timer pulse;
    struct opener openers[AT_ONCE];
    uint64_t wanted, begun, opened;
    bool failed;
    char why[WHY];
};

static bool on_bytes(void *owner, const char *bytes, size_t n, nanos at, bool kernel)
{
    (void)owner, (void)bytes, (void)n, (void)at, (void)kernel;
    return true;
}

static void on_failed(struct opening *o, const struct http_result *r)
{
    const char *why = r->detail[0] ? r->detail : fault_name(r->fault);

    if (!o->failed)
        snprintf(o->why, sizeof o->why, "%s", why);
    o->failed = true;
}

/* A line without a connection of its own has only borrowed one. */
static void on_end(void *owner, const struct http_result *r)
{
    struct opener *one = owner;
    struct opening *o = one->opening;

    one->transfer = NULL;
    o->opened += r->fault == FAULT_NONE;
    o->http->shards.tally.before += r->fault == FAULT_NONE && !r->reused;
    if (r->fault != FAULT_NONE && r->fault != STOPPED)
        on_failed(o, r);
    if (o->http->lends || r->fault != FAULT_NONE)
        http_line_free(one->line);
    else
        list_add(&o->http->ready, &one->line->free);
}

static void begin(struct opener *one)
{
    static const struct http_watch watch = {on_bytes, on_end};
    struct opening *o = one->opening;

    one->line = line_without_past(o->http);
    one->transfer = http_begin(one->line, &o->request, &watch, one);
    o->begun++;
}

static void begin_more(struct opening *o)
{
    for (int i = 0; i < AT_ONCE && o->begun < o->wanted; i++)
        if (!o->openers[i].transfer)
            begin(&o->openers[i]);
    http_begin_queued(o->http);
}

static void cancel(struct opening *o)
{
    for (int i = 0; i < AT_ONCE; i++)
        if (o->openers[i].transfer)
            http_cancel(o->openers[i].transfer, STOPPED);
    http_reap(o->http);
}

static void beat(struct timer *t, nanos now)
{
    struct opening *o = container_of(t, struct opening, pulse);

    loop_timer(o->http->shards.loop, t, now + TELL_EVERY);
}

static void run(struct opening *o, opening_fn *fn, void *owner)
{
    struct loop *l = o->http->shards.loop;

    beat(&o->pulse, clock_now());
    while (o->opened < o->wanted && !o->failed && fn(owner, o->opened)) {
        begin_more(o);
        loop_turn(l, !list_empty(&o->http->queued) && o->begun < o->wanted);
        http_reap(o->http);
    }
    loop_timer_stop(l, &o->pulse);
    cancel(o);
}

/* The service's root, without what the URL says of the path. */
static struct http_target *root_of(const char *url)
{
    const char *host = strstr(url, "://"), *path = host ? strchr(host + 3, '/') : NULL;
    struct buf root = {0};
    struct http_target *t;

    buf_add(&root, url, path ? (size_t)(path - url) : strcspn(url, "?#"));
    buf_put(&root, "/");
    t = http_target_new("HEAD", root.data, NULL);
    buf_release(&root);
    return t;
}

int http_preconnect(struct http *h, const char *url, uint64_t wanted, opening_fn *fn, void *owner,
                    struct error *err)
{
    struct opening *o = mem_new(sizeof *o);
    struct stamps *before = stamps_use(h->stamps);
    int failed = 0;

    o->http = h;
    o->wanted = wanted;
    o->pulse.fire = beat;
    o->request =
        (struct http_request){.target = root_of(url), .timeout = PATIENCE, .stall = NANOS_NEVER};
    for (int i = 0; i < AT_ONCE; i++)
        o->openers[i].opening = o;
    run(o, fn, owner);
    if (o->failed)
        failed = error_set(err, "--preconnect: %s", o->why);
    http_target_free(o->request.target);
    stamps_use(before);
    free(o);
    return failed;
}
