#ifndef MEASURE_SLO_H
#define MEASURE_SLO_H

#include "base/clock.h"
#include "measure/group.h"

#include <stdbool.h>

struct error;

/* What users may expect: the longest that a metric of an exchange may be. */
struct slo {
    nanos limits[METRIC_COUNT]; /* 0: none */
};

/* "ttft:500ms,tpot:50ms": names of metrics, and for each the longest time. */
int slo_read(struct slo *o, const char *text, struct error *err);
bool slo_empty(const struct slo *o);

/* Did it go well, and within all limits? What the journey stopped is judged by how long it
 * waited for the first token alone. A limit on gap is one on the longest. A time that the
 * exchange does not have keeps every limit. NULL: there are none. */
bool slo_met(const struct slo *o, const struct sample *s);

#endif
