#include "sim/conn.h"

#include "base/mem.h"
#include "net/request.h"
#include "net/stamp.h"
#include "sim/answer.h"
#include "sim/dialect.h"
#include "sim/reply.h"
#include "sim/service.h"
#include "sim/tls.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { OUT_MAX = 1 << 20 }; /* a client that asks and does not read waits */

static size_t at_most(size_t n, size_t limit)
{
    return limit && n > limit ? limit : n;
}

static size_t push(struct conn *c, const char *bytes, size_t n)
{
    size_t done = 0;

    while (done < n) {
        ssize_t put = tls_write(c->tls, c->watch.fd, bytes + done, at_most(n - done, c->most));

        if (put > 0) {
            done += (size_t)put;
            continue;
        }
        if (put < 0 && errno == EINTR)
            continue;
        if (put == 0 || errno != EAGAIN)
            c->broken = true;
        break;
    }
    return done;
}

void conn_send(struct conn *c, const void *bytes, size_t n)
{
    size_t done = 0;

    if (c->broken)
        return;
    if (!c->out.len && !c->held)
        done = push(c, bytes, n);
    if (done < n && !c->broken)
        buf_add(&c->out, (const char *)bytes + done, n - done);
}

static void flush(struct conn *c)
{
    if (!c->out.len || c->held)
        return;
    buf_drop(&c->out, push(c, c->out.data, c->out.len));
    if (!c->out.len)
        buf_release(&c->out);
}

static bool ready_to_serve(const struct conn *c)
{
    return !c->reply && !c->mute && !c->last && !c->broken && c->out.len < OUT_MAX;
}

/* Whoever asks whether to send the body is told so, once, or not at all. */
static void invite(struct conn *c, const struct request *r)
{
    static const char yes[] = "HTTP/1.1 100 Continue\r\n\r\n";
    size_t len;
    const char *expects = r->headers ? request_header(r, "expect", &len) : NULL;

    if (c->invited || !expects || len != 12 || strncasecmp(expects, "100-continue", len) != 0)
        return;
    c->invited = true;
    if (!sim_draw_early(c->sim, SIM_NO_CONTINUE))
        conn_send(c, yes, sizeof yes - 1);
}

/* The bytes that were served, or are not worth keeping. */
static size_t serve(struct conn *c, const char *bytes, size_t n)
{
    struct request r;
    size_t used = 0;

    while (used < n && ready_to_serve(c)) {
        long took = request_read(&r, bytes + used, n - used);

        if (took == 0) {
            invite(c, &r);
            break;
        }
        if (took < 0) {
            c->last = true;
            answer_error(c, NULL, 400, "That was no HTTP request.");
            return n;
        }
        used += (size_t)took;
        c->last = !r.keep_alive;
        c->invited = false;
        route(c, &r);
    }
    return c->last || c->mute ? n : used;
}

void conn_resume(struct conn *c)
{
    if (!c->in.len)
        return;
    buf_drop(&c->in, serve(c, c->in.data, c->in.len));
    if (!c->in.len)
        buf_release(&c->in);
}

/* Served from where they were read, in the common case that nothing was waiting. */
static void on_bytes(struct conn *c, const char *bytes, size_t n)
{
    if (c->in.len) {
        buf_add(&c->in, bytes, n);
        conn_resume(c);
    } else {
        size_t used = serve(c, bytes, n);

        if (used < n)
            buf_add(&c->in, bytes + used, n - used);
    }
    if (c->in.len > REQUEST_HEAD_MAX + REQUEST_BODY_MAX)
        c->broken = true;
}

/* The journal wants the moment the kernel had the bytes: a thousand requests at once wait for
 * each other here, and that is time the service takes. TLS reads on its own; the clock has to do.
 */
static ssize_t take(struct conn *c)
{
    struct sim *s = c->sim;
    ssize_t got;

    if (!s->stamps || c->tls) {
        got = tls_read(c->tls, c->watch.fd, s->in, sizeof s->in);
        c->received = clock_now();
        return got;
    }
    stamps_use(s->stamps);
    got = recv(c->watch.fd, s->in, sizeof s->in, 0);
    stamps_use(NULL);
    c->received = stamps_last(s->stamps).at;
    return got;
}

/* A plain socket will be told of again; what TLS has already decrypted would not be. */
static void take_in(struct conn *c)
{
    struct sim *s = c->sim;
    ssize_t got;

    do {
        got = take(c);
        if (got > 0)
            on_bytes(c, s->in, (size_t)got);
        else if (got == 0 || (errno != EAGAIN && errno != EINTR))
            c->broken = true;
    } while (got > 0 && c->tls && !c->broken);
}

/* Whoever waited for the socket goes on. */
static void drain(struct conn *c)
{
    flush(c);
    if (c->reply && !c->out.len)
        reply_go_on(c->reply);
    conn_resume(c);
}

static void on_ready(struct watch *w, unsigned events)
{
    struct conn *c = container_of(w, struct conn, watch);

    if (events & LOOP_WRITE)
        drain(c);
    if (events & LOOP_READ && !c->broken)
        take_in(c);
    conn_settle(c);
}

static void on_held(struct timer *t, nanos now)
{
    struct conn *c = container_of(t, struct conn, hold);

    (void)now;
    c->held = false;
    drain(c);
    conn_settle(c);
}

void conn_hold(struct conn *c, nanos span)
{
    c->held = true;
    loop_timer(c->sim->loop, &c->hold, clock_now() + span);
}

void conn_settle(struct conn *c)
{
    bool over = c->last && !c->reply && !c->mute && !c->out.len;

    if (c->broken || over ||
        loop_watch(c->sim->loop, &c->watch, LOOP_READ | (c->out.len && !c->held ? LOOP_WRITE : 0)))
        conn_close(c);
}

void conn_open(struct sim *s, int fd)
{
    struct conn *c = mem_new(sizeof *c);

    c->sim = s;
    c->dialect = &dialect_chat;
    c->watch.fd = fd;
    c->watch.ready = on_ready;
    c->hold.fire = on_held;
    c->number = tally_read(&s->tally->counts[TALLY_CONNECTIONS]) * s->options.threads +
                s->options.index + 1;
    tally_add(s->tally, TALLY_CONNECTIONS, 1);
    tally_add(s->tally, TALLY_OPEN, 1);
    list_add(&s->conns, &c->link);
    if (s->stamps)
        stamps_watch(s->stamps, fd);
    if (s->options.tls) {
        c->tls = tls_new(s->options.tls, fd);
        c->broken = !c->tls;
    }
    conn_settle(c);
}

void conn_close(struct conn *c)
{
    struct linger now = {.l_onoff = 1};

    if (c->reply)
        reply_end(c->reply, false);
    if (c->reset)
        setsockopt(c->watch.fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    else if (!c->abrupt && !c->broken)
        tls_goodbye(c->tls);
    if (c->sim->stamps)
        stamps_unwatch(c->sim->stamps, c->watch.fd);
    loop_timer_stop(c->sim->loop, &c->hold);
    tally_add(c->sim->tally, TALLY_OPEN, (uint64_t)-1);
    list_take(&c->link);
    loop_forget(c->sim->loop, &c->watch);
    close(c->watch.fd);
    tls_free(c->tls);
    buf_release(&c->in);
    buf_release(&c->out);
    free(c);
}

void conn_reset(struct conn *c)
{
    c->reset = c->broken = true;
}

void conn_cut(struct conn *c)
{
    c->last = c->abrupt = true;
}
