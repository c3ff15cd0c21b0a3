#ifndef SIM_MANNER_H
#define SIM_MANNER_H

#include "sim/fault.h"

#include <stdbool.h>

struct ask;
struct request;
struct rng;
struct sim_options;
struct speech;

/* How one reply is to go, decided when its request has come: what it consists of, and what
 * goes wrong with it. */
struct manner {
    struct sim_given given;
    enum sim_fault placed; /* what happens once `place` tokens are said; SIM_FAULTS: nothing */
    unsigned place;
    bool stream, usage, no_done;
};

/* Also sets what `speech` shall say. Whoever asks may ask for more than the service's options
 * say by headers: X-Sim-Tool-Calls, X-Sim-Tool-Rounds, X-Sim-Tool-Fragment, X-Sim-Reasoning,
 * X-Sim-Refusal. */
void manner_choose(struct manner *m, struct speech *speech, struct sim_given given,
                   const struct sim_options *o, const struct ask *a, const struct request *r,
                   struct rng *dice);

/* What remains of it for a reply that is one object, prepared whole. */
void manner_whole(struct manner *m, struct sim_given given);

#endif
