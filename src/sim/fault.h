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
    SIM_HANG,
    SIM_NOT_HTTP,
    SIM_200,
    SIM_400,
    SIM_401,
    SIM_403,
    SIM_404,
    SIM_408,
    SIM_413,
    SIM_429,
    SIM_500,
    SIM_502,
    SIM_503,
    SIM_504,
    SIM_529,
    SIM_REDIRECT,
    SIM_RESET,
    SIM_TRUNCATE,
    SIM_STALL,
    SIM_BAD_CHUNK,
    SIM_ERROR,
    SIM_ERROR_EVENT,
    SIM_NO_END,
    SIM_BAD_JSON,
    SIM_EMPTY,
    SIM_BAD_LENGTH,
    SIM_NO_USAGE,
    SIM_NULL_USAGE,
    SIM_EVERY_USAGE,
    SIM_LAST_USAGE,
    SIM_TWICE_USAGE,
    SIM_LATE_ROLE,
    SIM_REASONING,
    SIM_REFUSAL,
    SIM_PROLOGUE,
    SIM_HUGE,
    SIM_NO_DONE,
    SIM_AFTER_DONE,
    SIM_COMMENTS,
    SIM_PINGS,
    SIM_HEARTBEATS,
    SIM_EMPTY_DELTAS,
    SIM_BUNCH,
    SIM_DRIBBLE,
    SIM_DRIP,
    SIM_SPLIT,
    SIM_UTF8,
    SIM_CRLF,
    SIM_CR,
    SIM_BOM,
    SIM_NO_SPACE,
    SIM_MULTILINE,
    SIM_FIELDS,
    SIM_NO_NEWLINE,
    SIM_SLOW_HEADER,
    SIM_LATE_HEADER,
    SIM_WRONG_TYPE,
    SIM_CONTINUE,
    SIM_NO_CONTINUE,
    SIM_CLOSE,
    SIM_HTTP10,
    SIM_NO_LENGTH,
    SIM_GZIP,
    SIM_TRAILERS,
    SIM_FAULTS /* how many there are */
};

/* When a fault happens, in the order in which they are told of. */
enum sim_phase {
    SIM_AT_ONCE, /* instead of a reply */
    SIM_STATUS,  /* the same, and the fault's name is the reply's status */
    SIM_PLACED,  /* after a number of tokens; one of these a reply */
    SIM_FROM,    /* from a token on */
    SIM_SAID,    /* what is said is like that */
    SIM_LINES,   /* the stream's lines are */
    SIM_HTTP,    /* how it is sent is */
    SIM_PHASES
};

/* What may stand in parentheses behind a fault's name. */
enum sim_kind {
    SIM_NOTHING,
    SIM_SPAN,   /* nanos */
    SIM_COUNT,  /* at least 1 */
    SIM_SIZE,   /* bytes */
    SIM_PHASE,  /* one of enum sim_stop, and with it the place */
    SIM_SHAPE,  /* a letter; 0: the dialect's own */
    SIM_ANSWER, /* one of enum sim_body; the text is the Retry-After */
    SIM_TEXT,   /* of a header line */
    SIM_KINDS
};

/* How far a reply gets before it stops. */
enum sim_stop { SIM_AT_TOKEN, SIM_AT_START, SIM_AT_HEADER, SIM_AT_END };

/* In what way a status says why. */
enum sim_body { SIM_JSON, SIM_PLAIN, SIM_HTML, SIM_DETAIL, SIM_NO_BODY };

/* What is known of a fault. */
struct sim_trait {
    const char *name;
    enum sim_phase phase;
    enum sim_kind kind;
    int64_t otherwise; /* its argument when none is given */
    const char *summary;
};

enum { SIM_LAST = INT32_MAX }; /* as a place: after all tokens */

struct sim_rule {
    enum sim_fault fault;
    double share;     /* of the requests, 0 to 1 */
    long at;          /* after this many tokens; -1: not said */
    int64_t argument; /* 0 for faults that take none */
    const char *text; /* what was said of it beside, in the list; NULL: nothing */
    int text_len;
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

/* Some befall a connection before there is a request: those are never given. */
bool sim_fault_early(enum sim_fault f);
struct sim_given sim_given_draw(const struct sim_rule *rules, unsigned count, struct rng *dice);
const char *sim_given_name(struct sim_given g); /* of the gravest; NULL: none */

static inline bool sim_given_has(struct sim_given g, enum sim_fault f)
{
    return g.by[f];
}

/* The rule by which a request suffers a fault; NULL: it does not. */
static inline const struct sim_rule *sim_given_rule(const struct sim_given *g, enum sim_fault f)
{
    return g->rules && g->by[f] ? &g->rules[g->by[f] - 1] : NULL;
}

/* The fault's argument, or `otherwise` for a request that does not suffer it. */
static inline int64_t sim_given_argument(const struct sim_given *g, enum sim_fault f,
                                         int64_t otherwise)
{
    const struct sim_rule *rule = sim_given_rule(g, f);

    return rule ? rule->argument : otherwise;
}

/* Whether a habit has begun after so many tokens. */
static inline bool sim_given_yet(const struct sim_given *g, enum sim_fault f, unsigned said)
{
    const struct sim_rule *rule = sim_given_rule(g, f);

    return rule && rule->at <= (long)said;
}

size_t sim_given_write(const struct sim_given *g, unsigned said); /* the most bytes; 0: any */

/* The one that happens at a token; SIM_FAULTS when there is none. */
enum sim_fault sim_given_placed(struct sim_given g);

#endif
