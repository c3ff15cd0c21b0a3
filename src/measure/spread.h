#ifndef MEASURE_SPREAD_H
#define MEASURE_SPREAD_H

#include <stddef.h>
#include <stdint.h>

struct hist;
struct json_writer;

/* Percentiles, 0..100, ascending. */
struct percentiles {
    const double *at;
    size_t count;
};

/* Times as a member of the summary: how many, mean, extremes and percentiles in seconds, and
 * the highest percentile that so many values support. Of two lists of percentiles each
 * comes once. No values, or no hist: no member.
 *
 * A percentile is supported if the chance that all values lie below it is under 1 %: beyond it,
 * it is but the maximum's luck. p99 needs 459 values. */
double spread_supported(uint64_t count); /* 0..100 */
void spread_write(struct json_writer *w, const char *name, const struct hist *h,
                  struct percentiles wanted, struct percentiles needed);

#endif
