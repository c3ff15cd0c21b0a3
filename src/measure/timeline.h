#ifndef MEASURE_TIMELINE_H
#define MEASURE_TIMELINE_H

#include "base/clock.h"

#include <stdbool.h>
#include <stdint.h>

/* The stages of a run laid along the clock, one after another, each [from, to). They are numbered
 * from 1. A moment before the first belongs to the first, one after the last to the last, so that
 * whatever happens in a run has its stage; only with no stages at all there is none, 0. */
struct stretch {
    nanos from, to; /* NANOS_NEVER: it has no end yet */
    bool warmup;    /* loads the service, but is not measured */
};

struct timeline {
    struct stretch *stretches; /* ascending */
    unsigned count;
};

/* The next stage: where it ends is returned. The first decides where the run begins. */
nanos timeline_add(struct timeline *t, nanos from, nanos lasts, bool warmup);
void timeline_release(struct timeline *t);

uint16_t timeline_stage(const struct timeline *t, nanos at);
const struct stretch *timeline_at(const struct timeline *t, unsigned stage); /* NULL: none */
bool timeline_warmup(const struct timeline *t, unsigned stage); /* what is no stage is, too */
bool timeline_counts(const struct timeline *t, nanos at);       /* inside a measured one? */
nanos timeline_measured(const struct timeline *t);              /* NANOS_NEVER: without end */

/* The run ends now: what was to come after it will not. */
void timeline_cut(struct timeline *t, nanos now);

#endif
