#ifndef SIM_STRETCH_H
#define SIM_STRETCH_H

#include "base/clock.h"

#include <stdbool.h>

struct error;

/* A stretch of time, from one moment to another; none when they are the same. */
struct stretch {
    nanos from, to;
};

int stretch_read(const char *text, struct stretch *s, struct error *err); /* "5s..6s" */
bool stretch_has(const struct stretch *s, nanos moment);                  /* the end excepted */
struct stretch stretch_after(struct stretch s, nanos start); /* both of its ends so much later */

/* What stands still during it has a time of its own: how late that is at a moment, which lags
 * behind ever more while it stands; and the moment at which it is so late. */
nanos stretch_inside(const struct stretch *s, nanos moment);
nanos stretch_outside(const struct stretch *s, nanos inside);

/* The moment when something is done that takes so long and stands still meanwhile. */
nanos stretch_add(const struct stretch *s, nanos moment, nanos span);

#endif
