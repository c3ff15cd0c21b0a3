#ifndef LOAD_FLOW_H
#define LOAD_FLOW_H

#include "base/list.h"
#include "base/timers.h"
#include "load/pace.h"
#include "measure/label.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct http;
struct loop;
struct plan;
struct recorder;
struct scenario;
struct script;

/* What the flows of a worker share: its means, and what they have come to. */
struct ground {
    const struct plan *plan;
    struct loop *loop;
    struct http *http;
    struct script *script;
    struct recorder *recorder;
    uint64_t ended_well, failures, unfinished; /* journeys */
    uint64_t users, users_failed;
    bool freed;    /* a user, since it was last looked at */
    bool hopeless; /* every user's journeys failed, and there were enough of them */
    bool closing;  /* the end has come: users leave, and nobody rests */
};

/* One worker's part of a scenario: its pace, and the users who go through its journey. */
struct flow {
    struct ground *ground;
    const struct scenario *scenario;
    unsigned number, of; /* among the plan's scenarios, from 0 */
    struct pace pace;
    struct timer wake;
    struct list idle, busy, gone; /* users; those who have left, and come again only if they must */
    uint64_t users, running, leaving;
    label label;
    int journey;     /* reference to the function */
    bool over;       /* begins no more */
    nanos over_from; /* then: what still runs has its grace from here; NANOS_NEVER: no end */
    nanos counted;   /* when all of its part of a count had begun; 0: not by then, or it had none */
};

/* `share` is the worker's; the journey and the recorder's label are found by their number. */
void flow_start(struct flow *f, struct ground *g, unsigned number, struct share share,
                nanos begins);

/* Begins up to *room journeys that are due by now. True: more may be due already. */
bool flow_begin(struct flow *f, nanos now, int *room);
void flow_stop(struct flow *f, nanos now); /* the time is over */

/* Once the ground is closing: users whose last journey is over go through on_stop(). True: there
 * may be more of them. */
bool flow_leave(struct flow *f, nanos now, int *room);
void flow_cancel(struct flow *f); /* what still runs is given up */
void flow_release(struct flow *f);

#endif
