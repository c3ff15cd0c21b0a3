#ifndef SIM_COST_H
#define SIM_COST_H

#include "base/clock.h"

/* How long a step of an engine takes: what a machine reads from its memory and computes for all
 * sequences of the step together. All in nanoseconds, which need not be whole. */
struct cost {
    double step;      /* whatever there is to do */
    double weights;   /* to read the weights once; or, if that is more, */
    double token;     /* to compute a token, times their number */
    double context;   /* to read a token's keys and values again, for the sequences that speak */
    double attention; /* of one token to one before it, while prompts are read */
    double sequence;  /* for each one in the step */
};

/* What there is to do in a step. */
struct batch {
    unsigned tokens, seqs;
    double context;   /* tokens, of all that speak */
    double attention; /* pairs of tokens */
};

/* A sequence takes part: `n` tokens are computed when `computed` already are; of one that speaks,
 * so many in each of its choices. */
void batch_add_speaking(struct batch *b, unsigned computed, unsigned n, unsigned choices);
void batch_add_reading(struct batch *b, unsigned computed, unsigned n);

double cost_of(const struct cost *c, const struct batch *b);

#endif
