#ifndef CLI_SIM_ENGINE_H
#define CLI_SIM_ENGINE_H

#include "sim/fleet.h"

#include <stdbool.h>

struct error;

/* What the command line of `stoke sim` says of engines. A preset is the ground, whatever the order
 * of the options; a number less than 0 was not given. */
struct sim_engine_wish {
    const char *preset;                                        /* NULL: not said */
    double step, weights, token, context, attention, sequence; /* nanos, as in struct cost */
    double efficiency, jitter;
    double blocks, max_seqs, step_tokens, model_len, max_queue;
    double spec_tokens, spec_accept;
    double replicas, scale;
    const char *balance; /* NULL: not said */
};

void sim_engine_init(struct sim_engine_wish *w);
bool sim_engine_asked(const struct sim_engine_wish *w); /* has anything been said of engines? */
int sim_engine_make(const struct sim_engine_wish *w, struct fleet_options *o, struct error *err);

/* Readers, each for a double of the above. */
int sim_engine_time(void *field, const char *text, struct error *err);   /* 5.9ms, 1.06ns */
int sim_engine_share(void *field, const char *text, struct error *err);  /* 0 to 1 */
int sim_engine_factor(void *field, const char *text, struct error *err); /* more than 0 */
int sim_engine_count(void *field, const char *text, struct error *err);  /* from 1 */
int sim_engine_count0(void *field, const char *text, struct error *err); /* from 0 */
int sim_engine_length(void *field, const char *text, struct error *err); /* a token, and one more */

#endif
