#ifndef SIM_STATS_H
#define SIM_STATS_H

#include "base/clock.h"

struct buf;
struct tallies;

/* All that was counted, as one JSON object: the totals at /sim/stats, for tests to hold against
 * what a client saw. `now` on the wall clock. */
void stats_write(struct buf *out, const struct tallies *all, nanos now);

#endif
