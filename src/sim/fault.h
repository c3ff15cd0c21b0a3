#ifndef SIM_FAULT_H
#define SIM_FAULT_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng;

/* The ways in which the service misbehaves when told to, the gravest first: a request
 * that several befall is journalled under its first. */
enum sim_fault {
    SIM_REFUSE,
    SIM_NO_REPLY,
    SIM_NOT_HTTP,
    SIM_429,
    SIM_503,
    SIM_RESET,
    SIM_TRUNCATE,
    SIM_STALL,
    SIM_ERROR,
    SIM_ERROR_EVENT,
    SIM_NO_END,
    SIM_BAD_JSON,
    SIM_EMPTY,
    SIM_SLOW_HEADER,
    SIM_LATE_ROLE,
    SIM_NO_USAGE,
    SIM_NO_DONE,
    SIM_REASONING,
    SIM_REFUSAL,
    SIM_CRLF,
    SIM_COMMENTS,
    SIM_DRIBBLE,
    SIM_DRIP,
    SIM_FAULTS /* how many there are */
};

/* When a fault happens, in the order in which they are told of. */
enum sim_phase {
    SIM_AT_ONCE, /* instead of a reply */
    SIM_PLACED,  /* after a number of tokens; one of these a reply */
    SIM_FROM,    /* from a token on */
    SIM_WHOLE,   /* all of the reply is like that */
    SIM_PHASES
};

/* What may stand in parentheses behind a fault's name. */
enum sim_kind {
    SIM_NOTHING,
    SIM_SPAN,  /* nanos */
    SIM_COUNT, /* at least 1 */
    SIM_KINDS
};

/* What is known of a fault. */
struct sim_trait {
    const char *name;
    enum sim_phase phase;
    enum sim_kind kind;
    int64_t otherwise; /* its argument when none is given */
    const char *summary;
};

struct sim_rule {
    enum sim_fault fault;
    double share;     /* of the requests, 0 to 1 */
    long at;          /* after this many tokens; -1: not said */
    int64_t argument; /* 0 for faults that take none */
};

/* What one request is to suffer: for each fault the number of its rule, from 1. The rules
 * live as long as the service. */
struct sim_given {
    const struct sim_rule *rules;
    bool any;
    uint8_t by[SIM_FAULTS];
};

const struct sim_trait *sim_fault_trait(enum sim_fault f);
const char *sim_fault_name(enum sim_fault f);

/* Refusals befall connections, not requests: they are never given. */
struct sim_given sim_given_draw(const struct sim_rule *rules, unsigned count, struct rng *dice);
const char *sim_given_name(struct sim_given g); /* of the gravest; NULL: none */

static inline bool sim_given_has(struct sim_given g, enum sim_fault f)
{
    return g.by[f];
}

/* The rule by which a request suffers a fault; NULL: it does not. */
static inline const struct sim_rule *sim_given_rule(const struct sim_given *g, enum sim_fault f)
{
    return g->by[f] ? &g->rules[g->by[f] - 1] : NULL;
}

/* The fault's argument, or `otherwise` for a request that does not suffer it. */
static inline int64_t sim_given_argument(const struct sim_given *g, enum sim_fault f,
                                         int64_t otherwise)
{
    return g->by[f] ? g->rules[g->by[f] - 1].argument : otherwise;
}

/* Whether a habit has begun after so many tokens. */
static inline bool sim_given_yet(const struct sim_given *g, enum sim_fault f, unsigned said)
{
    return g->by[f] && g->rules[g->by[f] - 1].at <= (long)said;
}

size_t sim_given_write(const struct sim_given *g, unsigned said); /* the most bytes; 0: any */

/* The one that happens at a token; SIM_FAULTS when there is none. */
enum sim_fault sim_given_placed(struct sim_given g);

#endif
