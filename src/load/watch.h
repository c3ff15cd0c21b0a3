#ifndef LOAD_WATCH_H
#define LOAD_WATCH_H

#include "base/clock.h"
#include "script/probe.h"

#include <stdbool.h>

struct error;
struct worker;

/* Looks after workers whose script does not come back. While Lua runs in a worker nothing else
 * does: no token is stamped, no journey begins, no order is followed. After a second of that it
 * is asked where it is, so that somebody can be told; when the run is to end, or after five, what
 * it does is ended. Lua that is within C at the time, as in os.execute(), cannot be asked: if it
 * keeps the run from ending its worker is given up, and its thread left alone. */
struct watch {
    struct probe probe;
    struct worker **workers;
    struct guard *guards; /* one a worker */
    unsigned count;
    char news[512], stuck[512];
};

int watch_open(struct watch *w, struct worker **workers, unsigned count, struct error *err);
bool watch_close(struct watch *w); /* false: a worker that was given up may still answer in it */

/* Some five times a second. `ending`: the run's time is over. What is to be said now, until the
 * next call; NULL: nothing. */
const char *watch_look(struct watch *w, nanos now, bool ending);
const char *watch_stuck(const struct watch *w); /* why a worker was given up; NULL: none was */
bool watch_gave_up(const struct watch *w, unsigned worker);

#endif
