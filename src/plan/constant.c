#include "plan/arrival.h"

/* Open: evenly spaced, the first at once, so that 10/s for 10 s is 100 journeys and none
 * of them at the very end. */
static double gap(struct rng *r, const struct stage *s)
{
    (void)r, (void)s;
    return 1;
}

static bool next(struct arrival *a, nanos now, uint64_t running, nanos *due)
{
    (void)running;
    if (a->nth == 0)
        a->drawn = true;
    return arrival_open(a, now, due, gap);
}

const struct arrival_model arrival_constant = {.name = "constant", .open = true, .next = next};
