#ifndef SIM_SERVER_H
#define SIM_SERVER_H

#include "sim/options.h"

#include <stdint.h>

struct error;
struct loop;

/* The simulated service: speaks the OpenAI protocols over HTTP/1.1, thinks with a model,
 * and fails as it is told to. It runs in any loop, a thread of `stoke sim` or of a test,
 * and shares nothing with other services of the same process. The process must ignore
 * SIGPIPE: a client may leave at any time. */
struct sim;

/* What it has done so far. */
struct sim_count {
    uint64_t requests, tokens, connections;
    uint64_t faults[SIM_FAULTS];
    nanos late; /* fleet_lateness(); 0 without engines */
};

/* Room for all numbers of so many threads, or of the engines, for `tallies` of the options. */
struct tallies *sim_tallies(const struct sim_options *o, unsigned threads);
struct sim *sim_new(struct loop *l, const struct sim_options *o, struct error *err);
uint16_t sim_port(const struct sim *s);
struct sim_count sim_count(const struct sim *s);
void sim_free(struct sim *s); /* before its loop */

#endif
