#include "plan/arrival.h"

/* Open: many people who know nothing of each other. Gaps are exponential, so now and
 * then several come at once, as they do in life. */
static double gap(struct rng *r, const struct stage *s)
{
    (void)s;
    return rng_exponential(r, 1);
}

static bool next(struct arrival *a, nanos now, uint64_t running, nanos *due)
{
    (void)running;
    return arrival_open(a, now, due, gap);
}

const struct arrival_model arrival_poisson = {.name = "poisson", .open = true, .next = next};
