#include "sim/cost.h"

static void add(struct batch *b, unsigned n)
{
    b->tokens += n;
    b->seqs++;
}

void batch_add_speaking(struct batch *b, unsigned computed, unsigned n)
{
    add(b, n);
    b->context += computed;
}

/* Each token looks at all before it. */
void batch_add_reading(struct batch *b, unsigned computed, unsigned n)
{
    add(b, n);
    b->attention += n * (computed + n / 2.0);
}

/* Reading the weights and computing with them go on at the same time: the slower one counts. */
double cost_of(const struct cost *c, const struct batch *b)
{
    double tokens = c->token * b->tokens;

    return c->step + (tokens > c->weights ? tokens : c->weights) + c->context * b->context +
           c->attention * b->attention + c->sequence * b->seqs;
}
