#include "sim/cost.h"

void batch_add_speaking(struct batch *b, unsigned computed, unsigned n, unsigned choices)
{
    b->tokens += n * choices;
    b->seqs += choices;
    b->context += (double)computed * choices;
}

/* Each token looks at all before it. */
void batch_add_reading(struct batch *b, unsigned computed, unsigned n)
{
    b->tokens += n;
    b->seqs++;
    b->attention += n * (computed + n / 2.0);
}

/* Reading the weights and computing with them go on at the same time: the slower one counts. */
double cost_of(const struct cost *c, const struct batch *b)
{
    double tokens = c->token * b->tokens;

    return c->step + (tokens > c->weights ? tokens : c->weights) + c->context * b->context +
           c->attention * b->attention + c->sequence * b->seqs;
}
