#ifndef BASE_HIST_H
#define BASE_HIST_H

#include "base/clock.h"

#include <stdbool.h>
#include <stdint.h>

/* Counts of spans in buckets whose width grows with the value: three significant
 * digits. Each power of two has 1024 buckets, so below 2048 ns every value has its own, and
 * above that the middle of a bucket is off by at most 0.05 % from 2 us to a hundred days.
 * Negative values count as 0, larger ones as the largest. Buckets come as they are needed,
 * 8 KB for each power of two that occurs. One writer; merging adds counts, so the order and
 * grouping of merges do not matter and nothing is lost. */
struct hist;

struct hist *hist_new(void);
void hist_free(struct hist *h);
void hist_record(struct hist *h, int64_t value);
void hist_merge(struct hist *into, const struct hist *from);
void hist_clear(struct hist *h); /* keeps its memory */

uint64_t hist_count(const struct hist *h);
int64_t hist_min(const struct hist *h); /* exact, as are max, mean and stddev; 0 when empty */
int64_t hist_max(const struct hist *h);
double hist_mean(const struct hist *h);
double hist_stddev(const struct hist *h); /* of the population */

/* The smallest recorded magnitude that at least the share q in [0, 1] of the values does
 * not exceed: the middle of its bucket, never outside [min, max]. Where that is the lowest or
 * the highest value, exactly it. 0 when empty. */
int64_t hist_quantile(const struct hist *h, double q);

/* Goes over what was recorded, from the smallest value up: start with *at == 0. Values that are
 * not told apart come as one, the middle of their bucket. False when there are no more. */
bool hist_next(const struct hist *h, unsigned *at, int64_t *value, uint64_t *count);

/* The share of values in [low, high], to the same three digits. 0 when empty. */
double hist_within(const struct hist *h, double low, double high);

#endif
