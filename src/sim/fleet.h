#ifndef SIM_FLEET_H
#define SIM_FLEET_H

#include "sim/engine.h"
#include "sim/seq.h"
#include "sim/stretch.h"

struct error;
struct loop;

/* Engines behind one service, alike and apart: each has its own queue, memory and cache. They live
 * on the loop's clock, which may be stretched: with a scale of 0.1, what takes an engine a second
 * takes us a tenth of it. */
struct fleet;

/* Who gets the next request. */
enum balance {
    BALANCE_ROUND_ROBIN,
    BALANCE_LEAST_LOADED, /* fewest in it */
    BALANCE_PREFIX_AWARE, /* who knows most of the prompt, if it is not much more loaded */
};

enum { FLEET_MAX = 64 };

struct fleet_options {
    struct engine_options engine;
    unsigned replicas; /* 1 to FLEET_MAX */
    enum balance balance;
    double scale; /* our time for a second of an engine's */
};

int balance_read(const char *name, enum balance *b, struct error *err);

/* A request in the fleet: the caller's memory, zeroed but for `on_step` and what its sequence has
 * to say for itself. */
struct job {
    struct seq seq;
    unsigned engine;                /* which one has it */
    void (*on_step)(struct job *j); /* it has news (engine_told()); may abort it, or begin others */
};

struct fleet *fleet_new(struct loop *l, const struct fleet_options *o);
/* Called after a step of an engine (and then has `stepped`), and when a request has come or gone.
 */
void fleet_watch(struct fleet *f, void (*on_change)(void *data, unsigned engine, bool stepped),
                 void *data);
void fleet_pause(struct fleet *f, struct stretch s); /* of our time; before its first job */
void fleet_free(struct fleet *f);                    /* before its loop, after its jobs */

/* `arrived` is our time, as are all moments from fleet_moment(). */
enum engine_verdict fleet_submit(struct fleet *f, struct job *j, nanos arrived);
void fleet_abort(struct fleet *f, struct job *j); /* fine when it is over */

unsigned fleet_room(const struct fleet *f);                            /* as engine_room() */
unsigned fleet_reply_room(const struct fleet *f, const struct seq *s); /* the same */
nanos fleet_moment(const struct fleet *f, nanos of_engine);            /* 0 stays 0 */
nanos fleet_wait(const struct fleet *f, const struct job *j); /* of ours, in its engine's queue */

/* How long after a step's end all its tokens were on their way: 99 of 100 were quicker. 0: no
 * steps yet. Our time, and our fault. */
nanos fleet_lateness(const struct fleet *f);

unsigned fleet_count(const struct fleet *f);
struct engine_gauges fleet_gauges(const struct fleet *f, unsigned engine);

#endif
