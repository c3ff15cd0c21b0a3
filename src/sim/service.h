#ifndef SIM_SERVICE_H
#define SIM_SERVICE_H

#include "base/buf.h"
#include "base/list.h"
#include "base/rng.h"
#include "base/timers.h"
#include "net/loop.h"
#include "sim/server.h"
#include "sim/tally.h"

/* The inside of the service, for the files of this folder only. */
struct conn;
struct error;
struct lines;
struct request;
struct stamps;

enum { SIM_BATCH = 64 << 10 }; /* bytes read or written at once */

struct sim {
    struct sim_options options;
    struct tallies *tallies, *own; /* all threads'; NULL: they are not ours to free */
    struct tally *tally;           /* this thread's */
    struct loop *loop;
    struct fleet *fleet; /* NULL: no engine */
    struct watch listener;
    struct timer retry; /* of accepting, when descriptors had run out */
    struct timer crash; /* its beginning, then its end */
    struct stretch pause;
    nanos ready; /* when the model is there; 0: from the start */
    struct list conns;
    struct rng dice;              /* of connections; requests have their own */
    struct lines *truth, *bodies; /* NULL: not wanted */
    struct stamps *stamps;        /* of requests, for the journal; NULL: a clock will do */
    nanos first_request;          /* 0: none yet */
    unsigned speaking;            /* replies that have begun and not ended */
    struct buf out;               /* what is being put together for one write */
    struct buf front;             /* the reply to GET /, ready */
    struct buf prompt;            /* that of the request being read */
    struct buf model;             /* its name as JSON */
    char in[SIM_BATCH];
};

/* Where this life counts: in its engine's tally, or in the thread's. */
static inline struct tally *sim_tally(const struct sim *s, const struct life *l)
{
    return s->tallies->apart ? s->tallies->of[l->engine] : s->tally;
}

struct sim_given sim_draw(struct sim *s,
                          struct rng *dice); /* what a request is to suffer; counted */

bool sim_draw_early(struct sim *s, enum sim_fault f); /* does it befall this connection? */

int sim_open_door(struct sim *s, struct error *err); /* connections are accepted */
void sim_close_door(struct sim *s);                  /* they are refused */

unsigned sim_longest(const struct sim *s); /* tokens of a prompt and its reply */
void sim_flush_files(struct sim *s);       /* once nobody is spoken to: it cannot be felt then */

/* route.c: serves one request, or begins to. */
void route(struct conn *c, const struct request *asked);
void route_front(struct buf *out); /* the reply to GET / */

#endif
