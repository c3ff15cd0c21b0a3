#ifndef PLAN_STAGES_H
#define PLAN_STAGES_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>

struct error;
struct plan;
struct scenario;

/* What a stage's level is counted in. */
enum stage_unit { STAGE_UNSAID, STAGE_USERS, STAGE_RATE /* journeys a second */ };

/* A stage as somebody asks for it. Asking may leave open where it begins and in what it counts;
 * stages_settle() fills that in, and a plan's wishes are settled. */
struct stage_wish {
    const char *name; /* outlives the plan; NULL: none */
    nanos lasts;
    double from, to; /* STAGE_GOES_ON: from where the one before it ended */
    enum stage_unit unit;
    bool warmup; /* loads the service, but is not measured */
};

#define STAGE_GOES_ON (-1.0)

/* The first stage goes on from `begins`; `unit` is what a bare number counts. */
void stages_settle(struct stage_wish *wishes, size_t n, double begins, enum stage_unit unit);
double stages_peak(const struct stage_wish *wishes, size_t n);

/* What is wrong with the plan's wishes, in one sentence. */
int stages_check(const struct plan *p, struct error *err);

/* The stages of each scenario: its part of the line that the run's stages make, or, if it has a
 * load of its own, a level that stays. All scenarios' stages are equally long. */
void stages_decide(const struct plan *p, struct scenario *made);

#endif
