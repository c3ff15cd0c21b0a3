#ifndef TESTS_FUZZ_VISIT_H
#define TESTS_FUZZ_VISIT_H

#include "base/buf.h"
#include "sim/conn.h"
#include "sim/service.h"
#include "tests/fuzz/replay.h"
#include "tests/net/cuts.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

/* One client's visit to a simulated service, in a loop that both share: it comes, says some
 * bytes in pieces, listens until nothing more is to be expected, and goes. */
struct visit {
    struct sim *sim;
    int fd;
    uint64_t dice;
    struct buf heard;
    bool closed;     /* the service has closed the connection */
    bool had_enough; /* and listens no more */
};

enum { VISIT_ENOUGH = 1 << 18, VISIT_TURNS = 200000, VISIT_QUIET = 3 };

static inline struct visit visit_begin(struct sim *s, uint64_t dice)
{
    int ends[2];

    must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
    conn_open(s, ends[0]);
    return (struct visit){.sim = s, .fd = ends[1], .dice = dice};
}

/* Was there anything? */
static inline bool visit_hear(struct visit *v)
{
    char bytes[16384];
    ssize_t n;

    if (v->closed || v->had_enough)
        return false;
    n = recv(v->fd, bytes, sizeof bytes, 0);
    v->closed = n == 0 || (n < 0 && errno != EAGAIN);
    if (n > 0)
        buf_add(&v->heard, bytes, (size_t)n);
    v->had_enough = v->heard.len > VISIT_ENOUGH;
    return n > 0;
}

static inline void visit_say(struct visit *v, const uint8_t *bytes, size_t n)
{
    for (size_t at = 0; at < n && !v->closed && !v->had_enough;) {
        size_t piece = 1 + cuts_draw(&v->dice) % (cuts_draw(&v->dice) % 4 ? 4096 : 16);
        ssize_t put = send(v->fd, bytes + at, piece < n - at ? piece : n - at, MSG_NOSIGNAL);

        if (put < 0 && errno != EAGAIN)
            break;
        at += put > 0 ? (size_t)put : 0;
        loop_turn(v->sim->loop, true);
        visit_hear(v);
    }
}

/* Until the service has been silent for a while; one that is honest is not while it speaks. */
static inline void visit_listen(struct visit *v, bool honest)
{
    unsigned quiet = 0;

    for (int turn = 0; quiet < VISIT_QUIET && !v->closed && !v->had_enough; turn++) {
        must(turn < VISIT_TURNS);
        loop_turn(v->sim->loop, true);
        if (visit_hear(v) || (honest && v->sim->speaking))
            quiet = 0;
        else
            quiet++;
    }
}

/* With a word or without. */
static inline void visit_leave(struct visit *v)
{
    if (cuts_draw(&v->dice) % 2) {
        shutdown(v->fd, SHUT_WR);
        loop_turn(v->sim->loop, true);
    }
    close(v->fd);
}

/* The last one leaves. Nothing may be left of clients that are gone. */
static inline void visit_end(struct visit *v)
{
    visit_leave(v);
    for (int turn = 0; turn < VISIT_QUIET && !list_empty(&v->sim->conns); turn++)
        loop_turn(v->sim->loop, true);
    must(list_empty(&v->sim->conns));
    must(!v->sim->speaking);
}

#endif
