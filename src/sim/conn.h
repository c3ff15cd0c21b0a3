#ifndef SIM_CONN_H
#define SIM_CONN_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/list.h"
#include "base/timers.h"
#include "net/loop.h"

#include <stdbool.h>
#include <stdint.h>

struct dialect;
struct reply;
struct tally_path;
struct sim;
struct tls;

/* A client's connection. Requests are served one after another: while a reply is being
 * spoken, what arrives waits in `in`. Nothing is freed in the middle of things: whoever
 * finds that the connection must end sets `broken` or `last`, and the function that the
 * loop called ends with conn_settle(). */
struct conn {
    struct watch watch;
    struct list link;
    struct sim *sim;
    struct tls *tls;
    const struct dialect *dialect; /* of the last request: errors are told in it */
    struct tally_path *asked;      /* where that one counts; NULL: nowhere */

    struct reply *reply;  /* being spoken, or NULL */
    struct buf in, out;   /* not served yet; not taken by the kernel yet */
    nanos received;       /* when the last bytes had come */
    uint64_t number;      /* from 1, unlike any other's of the service */
    size_t most;          /* bytes per write; 0: as many as it takes */
    struct timer hold;    /* until it fires nothing is written */
    unsigned retry_after; /* seconds, to be said with an answer of 429 or 503; 0: one */
    bool held;
    bool invited; /* was told to send the body it asked about */
    bool mute;    /* serves nothing more, and keeps silent about it */
    bool moved;   /* the last request had been redirected */
    bool last;    /* closes once all is said */
    bool abrupt;  /* without the goodbye of TLS */
    bool reset;   /* with a reset instead of an end */
    bool broken;  /* closes now */
};

void conn_open(struct sim *s, int fd); /* owns the descriptor */
void conn_close(struct conn *c);

void conn_send(struct conn *c, const void *bytes, size_t n); /* keeps what does not go out */
void conn_hold(struct conn *c, nanos span);                  /* sends nothing for so long */
void conn_reset(struct conn *c);
void conn_cut(struct conn *c); /* once all is sent, ends in mid-sentence */

/* Call when a reply has ended outside of route(): serves what has been waiting. */
void conn_resume(struct conn *c);
void conn_settle(struct conn *c); /* frees it if its end has come */

#endif
