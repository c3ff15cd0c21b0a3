#ifndef BASE_TIMERS_H
#define BASE_TIMERS_H

#include "base/clock.h"

#include <stddef.h>

/* Moments to be told of, in a heap. It reads no clock: `now` is always
 * given, so a test can run an hour of timers in a millisecond. Timers are the
 * caller's memory, embedded in what they belong to; one that is set must be
 * stopped before its memory goes. */
struct timer {
    nanos due;
    void (*fire)(struct timer *t, nanos now);
    size_t slot; /* 0 while not set */
};

/* The moment is beside the pointer, for timers lie all over memory; and four children have one
 * parent, so that there are few steps. */
struct timers_entry {
    nanos due;
    struct timer *timer;
};

struct timers {
    struct timers_entry *heap; /* heap[1] is the earliest */
    size_t count, cap;
};

void timers_release(struct timers *ts);
void timers_set(struct timers *ts, struct timer *t, nanos due); /* also moves a set one */
void timers_stop(struct timers *ts, struct timer *t);           /* fine when not set */
nanos timers_due(const struct timers *ts);                      /* NANOS_NEVER when empty */

/* All that are due, in order of time. A callback may set and stop any timer; one that
 * sets itself to a moment not after `now` is fired again in the same call. */
void timers_fire(struct timers *ts, nanos now);

#endif
