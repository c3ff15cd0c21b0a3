#include "net/http.h"

#include "base/buf.h"
#include "base/mem.h"
#include "net/settings.h"
#include "net/shard.h"
#include "net/stamp.h"
#include "net/transfer.h"

#include <stdio.h>
#include <stdlib.h>

/* So many requests are begun in a turn: a thousand at once would keep tokens waiting for 20 ms and
 * more, and then two of a stream come in one read. While many tokens arrive, so many in any case,
 * and more as long as that has taken no longer than a quarter of what the tokens have. */
enum { BEGIN_PER_TURN = 16, BEGIN_IN_A_CROWD = 2 };

struct http *http_new(struct loop *l, const struct http_options *o)
{
    struct http *h = mem_new(sizeof *h);

    h->options = o;
    h->stamps = stamps_new(o->kernel_stamps);
    h->tls_sessions = curl_share_init();
    curl_share_setopt(h->tls_sessions, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    shards_init(&h->shards, l, h->stamps, o);
    list_init(&h->queued);
    list_init(&h->running);
    list_init(&h->ended);
    list_init(&h->lines);
    list_init(&h->free);
    rng_seed(&h->dice, o->seed, UINT64_MAX - 2);
    list_init(&h->ready);
    return h;
}

void http_adopt(struct http *h)
{
    stamps_use(h->stamps);
}

static void transfer_free(struct transfer *t)
{
    list_take(&t->node);
    loop_timer_stop(t->line->http->shards.loop, &t->timer);
    if (t->stage == RUNNING)
        shard_remove(t->over->shard, t->easy);
    curl_easy_cleanup(t->easy);
    buf_release(&t->invented);
    http_target_free(t->target);
    free(t);
}

void transfers_free(struct list *of)
{
    while (!list_empty(of))
        transfer_free(container_of(of->next, struct transfer, node));
}

void http_free(struct http *h)
{
    if (!h)
        return;
    transfers_free(&h->queued);
    transfers_free(&h->running);
    transfers_free(&h->ended);
    while (!list_empty(&h->lines))
        http_line_free(container_of(h->lines.next, struct http_line, node));
    shards_release(&h->shards);
    curl_share_cleanup(h->tls_sessions);
    stamps_free(h->stamps);
    free(h);
}

/* However long the span: NANOS_NEVER is one. */
static nanos after(nanos moment, nanos span)
{
    return span < NANOS_NEVER - moment ? moment + span : NANOS_NEVER;
}

static void on_timer(struct timer *timer, nanos now)
{
    struct transfer *t = container_of(timer, struct transfer, timer);
    struct loop *l = t->line->http->shards.loop;
    nanos stalls = after(t->last_byte ? t->last_byte : now, t->stall);

    if (now >= t->gives_up)
        http_cancel(t, FAULT_TIMEOUT);
    else if (now >= stalls)
        http_cancel(t, FAULT_STALLED);
    else
        loop_timer(l, timer, stalls < t->gives_up ? stalls : t->gives_up);
}

static struct transfer *transfer_new(struct http_line *line)
{
    struct transfer *t = mem_new(sizeof *t);

    t->line = line;
    t->stamps = line->http->stamps;
    t->timer.fire = on_timer;
    t->id_header.data = t->id;
    list_init(&t->node);
    t->easy = curl_easy_init();
    settings_options(t->easy, line->http->options);
    shard_watch_sockets(&line->http->shards, t->easy);
    curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
    curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->words);
    curl_easy_setopt(t->easy, CURLOPT_SHARE, line->http->tls_sessions);
    receive_all(t);
    return t;
}

static void move(struct transfer *t, struct list *to, enum stage stage)
{
    list_take(&t->node);
    list_add(to, &t->node);
    t->stage = stage;
}

/* The easy handle keeps what was set for its last request: mostly the same target. */
static void prepare(struct transfer *t, const struct http_request *r)
{
    if (t->target != r->target) {
        settings_target(t->easy, t->line->http->options, r->target);
        r->target->holders++;
        http_target_free(t->target);
        t->target = r->target;
    }
    t->id_header.next = r->target->headers;
    if (r->id)
        snprintf(t->id, sizeof t->id, "X-Request-Id: %s", r->id);
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, r->id ? &t->id_header : r->target->headers);
    settings_body(t->easy, r->target, r->body, r->body_len);
}

struct transfer *http_begin(struct http_line *line, const struct http_request *r,
                            const struct http_watch *watch, void *owner)
{
    struct transfer *t;
    nanos now = loop_now(line->http->shards.loop);

    t = list_empty(&line->idle) ? transfer_new(line)
                                : container_of(line->idle.prev, struct transfer, node);

    prepare(t, r);
    t->headers = r->headers;
    t->watch = *watch;
    t->owner = owner;
    t->stall = r->stall;
    t->gives_up = after(now, r->timeout);
    t->asked = line->http->lends ? clock_now() : now; /* `now` may be well past */
    t->over = NULL;
    t->allowed = t->begun = t->first_byte = t->last_byte = 0;
    t->sent = (struct sent){.fd = -1};
    t->bytes_down = 0;
    t->times_sent = 0;
    t->fault = FAULT_NONE;
    t->code = CURLE_OK;
    t->words[0] = '\0';
    buf_clear(&t->invented);
    if (line->http->options->invent)
        line->http->options->invent(r, &t->invented);
    loop_timer(line->http->shards.loop, &t->timer,
               t->stall < t->gives_up - now ? now + t->stall : t->gives_up);
    move(t, &line->http->queued, QUEUED);
    return t;
}

/* As if it had been sent, and answered at once. */
static void answer(struct transfer *t)
{
    t->sent.at = t->first_byte = t->last_byte = t->begun;
    t->bytes_down = t->invented.len;
    move(t, &t->line->http->ended, ENDED);
    t->watch.on_bytes(t->owner, t->invented.data, t->invented.len, t->begun, false);
}

/* False: all connections are lent, and it has to wait. A connection is free from the moment the
 * reply before was there: that we have not looked is our lateness, and no wait. */
static bool find_connection(struct transfer *t)
{
    struct http *h = t->line->http;

    t->over = h->lends ? line_borrow(h) : t->line;
    if (t->over)
        t->allowed = t->over->free_since > t->asked ? t->over->free_since : t->asked;
    return t->over != NULL;
}

/* A route stays set until another is wanted, or this one leads elsewhere. */
static void set_route(struct transfer *t)
{
    const struct route *r;

    line_follow_dial(t->over);
    r = line_route(t->over);
    t->place = t->over->route_count > 1 ? (unsigned)(r - t->over->routes) + 1 : 0;
    if (t->routed == r && t->dial == t->over->dial)
        return;
    t->routed = r;
    t->dial = t->over->dial;
    curl_easy_setopt(t->easy, CURLOPT_CONNECT_TO, r ? r->connect_to : NULL);
    curl_easy_setopt(t->easy, CURLOPT_RESOLVE, r ? r->resolve : NULL);
}

static bool begin_first(struct http *h, nanos now)
{
    struct transfer *t = container_of(h->queued.next, struct transfer, node);

    if (!find_connection(t))
        return false;
    move(t, &h->running, RUNNING);
    t->begun = now;
    if (h->options->invent) {
        answer(t);
        return true;
    }
    set_route(t);
    shard_add(t->over->shard, t->easy);
    return true;
}

bool http_begin_queued(struct http *h)
{
    const struct loop *l = h->shards.loop;
    nanos from = clock_now(), now = from;
    nanos until = loop_crowded(l) ? from + (from - loop_now(l)) / 4 : NANOS_NEVER;

    for (int i = 0; i < BEGIN_PER_TURN && !list_empty(&h->queued); i++, now = clock_now()) {
        if (i >= BEGIN_IN_A_CROWD && now > until)
            break;
        if (!begin_first(h, now))
            return false;
    }
    return !list_empty(&h->queued);
}

void http_cancel(struct transfer *t, enum fault why)
{
    if (t->stage == ENDED)
        return;
    if (t->stage == RUNNING) {
        receive_no_more(t);
        shard_remove(t->over->shard, t->easy);
    }
    t->fault = why;
    move(t, &t->line->http->ended, ENDED);
}

static void leave_connection(const struct transfer *t, nanos now)
{
    if (!t->over)
        return;
    t->over->fd = t->sent.fd;
    t->over->opened_as = shards_opened_as(&t->line->http->shards, t->sent.fd);
    if (t->over != t->line)
        line_return(t->over, now);
}

static void tell(struct transfer *t)
{
    struct http_result r = transfer_result(t);

    loop_timer_stop(t->line->http->shards.loop, &t->timer);
    leave_connection(t, r.ended);
    move(t, &t->line->idle, IDLE);
    t->watch.on_end(t->owner, &r);
}

static void on_ended(CURL *easy, CURLcode code)
{
    struct transfer *t;

    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &t);
    t->code = code;
    receive_no_more(t);
    shard_remove(t->over->shard, easy);
    move(t, &t->line->http->ended, ENDED);
}

void http_reap(struct http *h)
{
    shards_ended(&h->shards, on_ended);
    while (!list_empty(&h->ended))
        tell(container_of(h->ended.next, struct transfer, node));
}

struct http_tally http_tally(const struct http *h)
{
    return h->shards.tally;
}

/* Two threads need not have had their most at the same time: their sum is what may have been. */
void http_tally_add(struct http_tally *into, const struct http_tally *from)
{
    into->no_files += from->no_files;
    into->aged += from->aged;
    into->closed += from->closed;
    into->before += from->before;
    into->most += from->most;
}

uint64_t http_direct(const struct http *h)
{
    return h->shards.direct;
}
