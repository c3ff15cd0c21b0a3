#ifndef MEASURE_SLICES_H
#define MEASURE_SLICES_H

#include "base/clock.h"
#include "measure/group.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What happened in each second since the load began, warm-up and all. A second is open while its
 * times are kept as distributions, which can be added up; the merging side closes all but the
 * latest few, of which a record of plain numbers stays: 336 bytes, half as much again with the room
 * to grow, so that an hour is below 2 MB. What comes for a second that is closed already, or finds
 * no room among the open ones, is added to the nearest open one: it is late, but it is not lost. */
struct slices;

/* The times of a slice, in this order. */
enum { SLICE_TIMES = 6 };
extern const enum metric slice_times[SLICE_TIMES];

struct slice_spread {
    uint64_t count;
    double mean;
    nanos p50, p90, p99, max;
};

struct slice {
    uint64_t events, tokens; /* token events that came; output tokens of replies that ended */
    uint32_t begun, ok, stopped, failed, unfinished; /* exchanges */
    uint32_t running;                                /* journeys, if `seen` */
    bool seen;
    struct slice_spread times[SLICE_TIMES];
};

enum { SLICES_OPEN = 8 };

struct slices *slices_new(bool closes); /* true: the merging side */
void slices_free(struct slices *sl);
void slices_clear(struct slices *sl);                              /* keeps its memory */
void slices_merge(struct slices *into, const struct slices *from); /* `from` does not close */

/* Seconds since the load began; those before it are 0. */
void slices_begun(struct slices *sl, int64_t second);
void slices_token(struct slices *sl, int64_t second, nanos gap); /* -1: the first of its reply */
void slices_sample(struct slices *sl, int64_t second, const struct sample *s);
void slices_running(struct slices *sl, int64_t second,
                    uint64_t journeys); /* the last word counts */

size_t slices_count(const struct slices *sl); /* up to the last second in which anything was */
struct slice slices_at(const struct slices *sl, size_t second);

#endif
