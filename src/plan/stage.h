#ifndef PLAN_STAGE_H
#define PLAN_STAGE_H

#include "base/clock.h"

#include <stdbool.h>

struct arrival_model;
struct schedule;

/* A stretch of the run in which the load follows one straight line. The level is
 * journeys a second for arrivals that are open, users for those that are closed.
 *
 *     level ^          to
 *           |        .|        The area under the line up to a moment is how many
 *           |     .   |        journeys an open arrival has begun by then, so "when is
 *           |  .      |        the k-th due?" is "when does the area reach k?", for
 *      from |.  area  |        ramps as well as for holds.
 *           +---------+--> time
 *           0       lasts      A stage holds [0, lasts): its end is the next one's start. */
struct stage {
    nanos lasts; /* NANOS_NEVER: until something else ends the run; then the level is `from` */
    double from, to;
    double burstiness; /* of gamma; 0: 1. The same in all stages of a scenario: shares that cross a
                          border at different places of the sequence would draw other gaps */
    const struct arrival_model *arrival;
    bool warmup;                     /* loads the service, but is not measured */
    const char *name;                /* outlives it; NULL: none */
    const struct schedule *schedule; /* of a trace, which goes on from stage to stage; or NULL */
};

/* Times are since the stage began; areas are journeys. */
double stage_level(const struct stage *s, nanos into);
nanos stage_when(const struct stage *s, double area); /* NANOS_NEVER: not in this one */
double stage_area(const struct stage *s);             /* of the whole stage; may be INFINITY */

#endif
