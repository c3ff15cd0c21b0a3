#ifndef LOAD_PACE_H
#define LOAD_PACE_H

#include "base/clock.h"
#include "plan/arrival.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct plan;
struct scenario;

/* When one worker's journeys of a scenario begin: its stages one after another, the worker's
 * share of them, and the two limits (journeys at a time, journeys in all). It reads no clock. */
struct pace {
    const struct scenario *scenario;
    struct share share;
    struct arrival arrival;
    nanos begins;
    size_t stage;
    nanos stage_ends, all_ends;
    uint64_t taken;             /* of all that began, this share's */
    nanos free_since;           /* when a user became free after the cap was reached */
    uint64_t dropped;           /* since it was last asked for, of journeys that are measured */
    nanos dropped_due;          /* the last of them */
    uint64_t cap, limit, begun; /* `begun` and `limit`: of journeys that are measured */
    bool counts, limited;       /* there is a limit; it is known, now that a stage is measured */
};

enum pace_says {
    PACE_BEGIN, /* one that was due at *due */
    PACE_WAIT,  /* ask again at *due, or when a journey ends */
    PACE_TIME,  /* no more: the time is over */
    PACE_COUNT, /* no more: all have begun */
};

void pace_start(struct pace *p, const struct plan *plan, const struct scenario *scenario,
                struct share share, nanos begins);
enum pace_says pace_next(struct pace *p, nanos now, uint64_t running, nanos *due);

/* The number of the journey that pace_next() has just said to begin, among all that all shares
 * begin, from 0. Of an open load it is its place in the order of arrivals; of a closed one, where
 * shares have no common order, no two have the same. */
uint64_t pace_number(const struct pace *p);

/* Closed: the most journeys that were wanted at once at any time from `since` to `now`. Those
 * above it have been too many all that time. */
uint64_t pace_wanted(const struct pace *p, nanos since, nanos now);
void pace_free(struct pace *p, nanos now, uint64_t running); /* one of them is about to be */
bool pace_capped(const struct pace *p, uint64_t running);

uint64_t pace_take_dropped(struct pace *p, nanos *last_due); /* since the last time */

/* At the end: one more that was due by now but has not begun, since no user was free. */
bool pace_missed(struct pace *p, nanos now, nanos *due);

#endif
