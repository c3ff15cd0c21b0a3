#include "plan/arrival.h"
#include "plan/stage.h"

/* Open: gaps of a gamma distribution with a mean of 1, whose shape is the burstiness. At 1 that is
 * poisson; below it gaps are mostly short with a long one now and then, so journeys come in bursts;
 * above it they are more even, and with a large one nearly constant. The standard deviation of a
 * gap is 1 / sqrt(burstiness), and the variance of how many come in a long while is so many
 * divided by it. (vLLM's word and meaning; its second tool describes it the wrong way round.) */
static double gap(struct rng *r, const struct stage *s)
{
    double shape = s->burstiness > 0 ? s->burstiness : 1;

    return rng_gamma(r, shape, 1 / shape);
}

static bool next(struct arrival *a, nanos now, uint64_t running, nanos *due)
{
    (void)running;
    return arrival_open(a, now, due, gap);
}

const struct arrival_model arrival_gamma = {.name = "gamma", .open = true, .next = next};
