#ifndef SIM_MODEL_H
#define SIM_MODEL_H

#include "base/clock.h"

#include <stdint.h>

struct error;
struct rng;

/* How the imaginary engine behaves: how long it takes and how much it says. It is a
 * function of the dice alone, every request as if it were the only one; an engine whose
 * requests share a batch has its place here too. */

/* A quantity that varies from draw to draw: always the same (low == high, sigma 0), even
 * between two whole numbers, or lognormal with a mean (low == high) and `sigma`. */
struct spread {
    double low, high;
    double sigma; /* of the logarithm */
};

struct model {
    struct spread ttft, gap; /* nanos */
    struct spread tokens;
    nanos slow_from, slow_to, slow_by; /* ttft is longer by slow_by in this stretch of time */
};

/* "50ms" or "50ms~0.2": a mean and its coefficient of variation. */
int spread_read_span(const char *text, struct spread *s, struct error *err);
/* "100", "100~0.5" or "20..200". */
int spread_read_count(const char *text, struct spread *s, struct error *err);
/* "5s..10s+2s": between 5 s and 10 s after the first request, 2 s slower. */
int model_read_slow(const char *text, struct model *m, struct error *err);

nanos model_ttft(const struct model *m, struct rng *dice, nanos since_first_request);
nanos model_gap(const struct model *m, struct rng *dice);
unsigned model_tokens(const struct model *m, struct rng *dice); /* at least 1 */

#endif
