#ifndef PLAN_SCENARIO_H
#define PLAN_SCENARIO_H

#include "plan/arrival.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct plan;
struct stage;

/* What becomes of a journey that is due while as many are under way as may be. */
enum on_full {
    ON_FULL_UNSAID,
    ON_FULL_QUEUE, /* it waits for a free user, and was due when it was */
    ON_FULL_DROP,  /* it never begins */
};

enum on_full on_full_find(const char *name); /* "queue", "drop"; ON_FULL_UNSAID: another */

/* A journey and the load it gets, as somebody asks for it: so many users, or so many journeys a
 * second, or a part of the run's own load by weight. What is 0 or NULL was not said; with
 * nothing said the weight is 1. */
struct scenario_wish {
    const char *name; /* outlives the plan */
    uint64_t users;
    double rate, weight;
    uint64_t max_in_flight; /* with a rate of its own */
    enum on_full on_full;
    const struct arrival_model *arrival;
    double burstiness;
};

/* What it gets, decided. */
struct scenario {
    const char *name; /* "": the plan's only one */
    const struct arrival_model *arrival;
    double burstiness;    /* of gamma */
    uint64_t users;       /* at a time, at the peak; open: at most, 0 for no limit */
    enum on_full on_full; /* ON_FULL_UNSAID: queue */
    double rate;          /* journeys a second, at the peak; 0: closed */
    double part;          /* of the run's own load; 0: it has a load of its own */
    uint64_t requests;    /* journeys to begin in all, if the plan has a limit */
    uint64_t seed;        /* of its arrivals */
    unsigned turn;        /* whose turn it is to be dealt the first user: a worker's index */
    struct stage *stages;
    size_t stage_count;
};

/* Parts of a whole by weight, as exact as whole numbers can be: what is left after rounding down
 * goes to those who lost most, the first of them first. */
void scenario_parts(uint64_t whole, const double *weights, size_t n, uint64_t *parts);

/* What is wrong with the plan's wishes, by themselves and with its load; then what they get,
 * `made`, which has as many. */
int scenarios_check(const struct plan *p, struct error *err);
int scenarios_check_load(const struct plan *p, struct error *err);
void scenarios_decide(const struct plan *p, struct scenario *made);

/* The part of the worker `index` of `count` in it. Few users are dealt to as many workers, so
 * that each who has a part of the count has somebody for it. False: it has no part. */
bool scenario_share(const struct scenario *s, unsigned index, unsigned count, struct share *share);

#endif
