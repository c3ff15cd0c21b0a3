#ifndef MEASURE_TREND_H
#define MEASURE_TREND_H

#include <stdbool.h>
#include <stdint.h>

/* A distribution of a script's own numbers: of any sign, from 1e-9 to 1e13 in magnitude, and 0.
 * As a hist does for spans, it keeps three significant digits (0.05 %) in buckets that are
 * merged by adding, so that no order or grouping of merges changes anything. Bits of a double
 * below its first ten digits are left out: what remains is the bucket. */
struct trend;

#define TREND_LARGEST 1e13

struct trend *trend_new(void);
void trend_free(struct trend *t);
void trend_add(struct trend *t, double value); /* at most TREND_LARGEST in magnitude; a number */
void trend_merge(struct trend *into, const struct trend *from);
void trend_clear(struct trend *t);

uint64_t trend_count(const struct trend *t);
double trend_min(const struct trend *t); /* exact, as is max; 0 when empty */
double trend_max(const struct trend *t);
double trend_sum(const struct trend *t);    /* to 1e-17 a value */
double trend_mean(const struct trend *t);   /* the same */
double trend_stddev(const struct trend *t); /* of the population */

/* As hist_quantile(). */
double trend_quantile(const struct trend *t, double q);

#endif
