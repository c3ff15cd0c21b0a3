#ifndef MEASURE_VERDICT_H
#define MEASURE_VERDICT_H

#include <stdbool.h>

struct metrics;
struct run_facts;

/* May these numbers be believed? An instrument that was too slow itself must say so: each
 * rule that is broken leaves a reason, a whole sentence. Notes are what a reader should know
 * of a run that is valid all the same. */
enum { VERDICT_SENTENCES = 8, VERDICT_LENGTH = 200 };

struct sentences {
    char text[VERDICT_SENTENCES][VERDICT_LENGTH];
    unsigned count;
};

struct verdict {
    const char *clock; /* what stamped the tokens: "kernel", "mixed", "user"; NULL: none came */
    double coalesced;  /* share of token events that came in one read with another */
    struct sentences reasons, notes;
};

/* Valid if it leaves no reasons. */
void verdict_reach(struct verdict *v, const struct metrics *m, const struct run_facts *facts);

#endif
