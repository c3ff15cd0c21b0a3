#ifndef TESTS_NET_PEER_H
#define TESTS_NET_PEER_H

/* A service that does exactly what it was told, in the test's own loop. What it answers is
 * looked up by the request's path; each piece is a write of its own, with a pause before the
 * next, so that the other side reads them one by one. It uses read and write: recv and send
 * are what is being tested. */

#include "base/buf.h"
#include "base/list.h"
#include "base/mem.h"
#include "base/timers.h"
#include "net/loop.h"
#include "net/request.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PEER_PIECES = 12 };

enum peer_then { KEEPS, CLOSES, RESETS };

struct peer_reply {
    const char *path;
    enum peer_then then;
    const char *pieces[PEER_PIECES]; /* NULL-ended */
};

struct peer {
    struct loop *loop;
    struct watch door;
    const struct peer_reply *replies; /* the one without a path ends them, and is for the rest */
    struct list conns;
    unsigned connections, requests, open;
    nanos pause;           /* between pieces */
    struct buf head, body; /* of the last request */
    uint16_t port;
};

struct peer_conn {
    struct watch watch;
    struct list node;
    struct timer timer;
    struct peer *peer;
    struct buf in;
    const struct peer_reply *reply; /* NULL: waiting for a request */
    int next;                       /* piece */
};

static inline void peer_hang_up(struct peer_conn *c)
{
    loop_unwatch(c->peer->loop, &c->watch);
    loop_timer_stop(c->peer->loop, &c->timer);
    close(c->watch.fd);
    c->peer->open--;
    list_take(&c->node);
    buf_release(&c->in);
    free(c);
}

static inline void peer_reset(struct peer_conn *c)
{
    struct linger at_once = {1, 0};

    setsockopt(c->watch.fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    peer_hang_up(c);
}

static inline void peer_say_next(struct timer *t, nanos now)
{
    struct peer_conn *c = container_of(t, struct peer_conn, timer);
    const char *piece = c->reply->pieces[c->next++];

    bool last = !piece || !c->reply->pieces[c->next];

    if (piece && write(c->watch.fd, piece, strlen(piece)) < 0)
        peer_hang_up(c);
    else if (last && c->reply->then == KEEPS)
        c->reply = NULL;
    else if (piece)
        loop_timer(c->peer->loop, t, now + c->peer->pause);
    else if (c->reply->then == RESETS)
        peer_reset(c);
    else
        peer_hang_up(c);
}

static inline void peer_answer(struct peer_conn *c, const struct request *r)
{
    struct peer *p = c->peer;
    const struct peer_reply *reply = p->replies;

    p->requests++;
    buf_clear(&p->head);
    buf_clear(&p->body);
    buf_add(&p->head, r->method, (size_t)(r->headers + r->headers_len - r->method));
    buf_add(&p->body, r->body, r->body_len);
    while (reply->path && (strlen(reply->path) != r->target_len ||
                           memcmp(reply->path, r->target, r->target_len) != 0))
        reply++;
    c->reply = reply;
    c->next = 0;
    peer_say_next(&c->timer, clock_now());
}

static inline void peer_hear(struct watch *w, unsigned events)
{
    struct peer_conn *c = container_of(w, struct peer_conn, watch);
    struct request r;
    char bytes[65536];
    ssize_t n = read(w->fd, bytes, sizeof bytes);
    long taken;

    (void)events;
    if (n <= 0) {
        peer_hang_up(c);
        return;
    }
    buf_add(&c->in, bytes, (size_t)n);
    taken = request_read(&r, c->in.data, c->in.len);
    if (taken < 0)
        peer_hang_up(c);
    if (taken <= 0 || c->reply)
        return;
    /* The answer may be the connection's end, so nothing of it is touched after that. */
    struct buf request = c->in;
    c->in = (struct buf){0};
    peer_answer(c, &r);
    buf_release(&request);
}

static inline void peer_greet(struct watch *w, unsigned events)
{
    struct peer *p = container_of(w, struct peer, door);
    struct peer_conn *c = mem_new(sizeof *c);
    int one = 1;

    (void)events;
    c->peer = p;
    c->timer.fire = peer_say_next;
    c->watch = (struct watch){.ready = peer_hear, .fd = accept(w->fd, NULL, NULL)};
    setsockopt(c->watch.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    list_add(&p->conns, &c->node);
    p->connections++;
    p->open++;
    loop_watch(p->loop, &c->watch, LOOP_READ);
}

/* A port of 127.0.0.1; with `replies` NULL nobody listens there, and nobody else can. */
static inline void peer_open(struct peer *p, struct loop *l, const struct peer_reply *replies)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t len = sizeof at;

    *p = (struct peer){
        .loop = l, .replies = replies, .door.ready = peer_greet, .pause = 2 * NANOS_PER_MS};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    list_init(&p->conns);
    p->door.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(p->door.fd, (struct sockaddr *)&at, sizeof at) ||
        getsockname(p->door.fd, (struct sockaddr *)&at, &len) ||
        (replies && (listen(p->door.fd, 1024) || loop_watch(l, &p->door, LOOP_READ))))
        printf("Bail out! no loopback\n");
    p->port = ntohs(at.sin_port);
}

/* All of its connections, as a service does that has kept them long enough. */
static inline void peer_drop_all(struct peer *p)
{
    while (!list_empty(&p->conns))
        peer_hang_up(container_of(p->conns.next, struct peer_conn, node));
}

static inline void peer_close(struct peer *p)
{
    peer_drop_all(p);
    loop_unwatch(p->loop, &p->door);
    close(p->door.fd);
    buf_release(&p->head);
    buf_release(&p->body);
}

#endif
