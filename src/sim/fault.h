#ifndef SIM_FAULT_H
#define SIM_FAULT_H

#include <stdbool.h>
#include <stdint.h>

struct error;
struct rng;

/* The ways in which the service misbehaves when told to, the gravest first: a request
 * that several befall is journalled under its first. Those up to SIM_BAD_JSON that name a
 * place happen after a number of tokens; the rest are habits of the whole reply. */
enum sim_fault {
    SIM_REFUSE,
    SIM_NO_REPLY,
    SIM_NOT_HTTP,
    SIM_429,
    SIM_503,
    SIM_RESET, /* from here on each happens at a token */
    SIM_TRUNCATE,
    SIM_STALL,
    SIM_ERROR,
    SIM_ERROR_EVENT,
    SIM_NO_END,
    SIM_BAD_JSON,
    SIM_EMPTY, /* from here on each is a habit */
    SIM_SLOW_HEADER,
    SIM_LATE_ROLE,
    SIM_NO_USAGE,
    SIM_NO_DONE,
    SIM_REASONING,
    SIM_REFUSAL,
    SIM_COMMENTS,
    SIM_DRIP,
    SIM_CRLF,
    SIM_FAULTS /* how many there are */
};

struct sim_rule {
    enum sim_fault fault;
    double share; /* of the requests, 0 to 1 */
    long at;      /* after this many tokens; -1: in the middle */
};

/* What one request is to suffer: a bit per fault, and where the one that has a place
 * happens. */
struct sim_given {
    uint32_t faults;
    long at;
};

const char *sim_fault_name(enum sim_fault f);
const char *sim_fault_summary(enum sim_fault f);

int sim_rule_read(const char *text, struct sim_rule *r, struct error *err); /* "reset:0.1@20" */
struct sim_given sim_given_draw(const struct sim_rule *rules, unsigned count, struct rng *dice);
const char *sim_given_name(struct sim_given g); /* of the gravest; NULL: none */

static inline bool sim_given_has(struct sim_given g, enum sim_fault f)
{
    return g.faults >> f & 1;
}

/* The one that happens at a token; SIM_FAULTS when there is none. */
enum sim_fault sim_given_placed(struct sim_given g);

#endif
