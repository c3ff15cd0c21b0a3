#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

/* A run is repeatable: everything random in it is drawn from its seed, and each
 * user draws from a stream of its own, so that how many threads share the work
 * changes nothing of what a user does. xoshiro256**, seeded by splitmix64. */
struct rng {
    uint64_t state[4];
};

void rng_seed(struct rng *r, uint64_t seed, uint64_t stream);
uint64_t rng_next(struct rng *r);
uint64_t rng_below(struct rng *r, uint64_t bound); /* no bias; bound > 0 */
double rng_unit(struct rng *r);                    /* [0, 1) */
double rng_exponential(struct rng *r, double mean);
double rng_normal(struct rng *r, double mean, double deviation);
double rng_lognormal(struct rng *r, double median, double sigma);
double rng_gamma(struct rng *r, double shape, double scale);   /* mean shape * scale; Marsaglia and
                                                                  Tsang's method, ACM TOMS 26, 2000 */
uint64_t rng_zipf(struct rng *r, uint64_t bound, double skew); /* 0 is the commonest */

#endif
