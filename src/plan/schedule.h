#ifndef PLAN_SCHEDULE_H
#define PLAN_SCHEDULE_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The moments at which the journeys of a trace are due, since the load began. */
struct schedule {
    nanos *at; /* ascending */
    size_t count;
};

/* Of a trace's own times, ascending from 0, run through `speed` times as fast. Times that were
 * rounded to ticks are micro-bursts with nothing in between: `jitter` spreads what shares a moment
 * evenly at random up to the next moment that there is, in the same order. What shares the last
 * one gets as much time as what shares the one before it. */
struct schedule *schedule_new(const nanos *times, size_t count, double speed, bool jitter,
                              uint64_t seed);
void schedule_free(struct schedule *t);

/* Beyond the last by the mean gap, a second at most, and no less than it takes to begin a burst:
 * what is due last is not late because it is the last. */
nanos schedule_lasts(const struct schedule *t);

/* Those that are due from `from` to before `to`, a second. */
double schedule_rate(const struct schedule *t, nanos from, nanos to);

#endif
