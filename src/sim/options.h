#ifndef SIM_OPTIONS_H
#define SIM_OPTIONS_H

#include "sim/fleet.h"
#include "sim/model.h"
#include "sim/rule.h"
#include "sim/stretch.h"

#include <stdbool.h>
#include <stdint.h>

struct prefix;
struct tallies;
struct wording;
struct tls_identity;

/* When a reply says how many tokens it took. */
enum sim_usage {
    SIM_USAGE_AUTO, /* when asked */
    SIM_USAGE_ALWAYS,
    SIM_USAGE_NEVER,
    SIM_USAGE_EVERY, /* in every event */
};

/* What happens to a request for whom there is no place in the queue. */
enum sim_full {
    SIM_FULL_429,
    SIM_FULL_503,
    SIM_FULL_EVENT, /* a stream whose first event is an error */
    SIM_FULL_HANG,  /* nothing */
};

enum {
    SIM_INTERVAL_MAX = 1000,
    SIM_TOOL_CALLS_MAX = 64,
    SIM_TOOL_ROUNDS_MAX = 1000,
    SIM_FRAGMENT_MAX = 4096,
    SIM_REASONING_MAX = 100000,
};

/* All that a simulated service is told. What is pointed to belongs to the caller and must
 * outlive the service. */
struct sim_options {
    const char *host;
    uint16_t port;  /* 0: any; see sim_port() */
    bool port_open; /* other threads serve the same port */
    unsigned index; /* of this thread among `threads` (0 means 1), so that each has dice and
                       connection numbers of its own */
    unsigned threads;
    uint64_t seed;
    const char *model_name;     /* when the request names none */
    struct model model;         /* how long replies are, and, if there is no engine, take */
    struct fleet_options fleet; /* no replicas: no engine, each request for itself */
    enum sim_full full;
    bool instant;      /* no waiting at all */
    unsigned interval; /* tokens in an event */
    enum sim_usage usage;
    bool utf8_text;                 /* hardly any of its characters is ASCII */
    unsigned tool_calls;            /* in a reply, when a request has tools */
    unsigned tool_rounds;           /* replies with calls after each message of the user */
    unsigned tool_fragment;         /* bytes of a call's arguments in a token */
    bool tool_in_turn;              /* pieces of all calls in turn, not one call after another */
    unsigned dimensions;            /* of an embedding */
    unsigned reasoning;             /* tokens before the answer or the calls */
    const char *api_key;            /* NULL: everybody may ask */
    const char *truth;              /* the journal's path; NULL: none */
    const char *bodies;             /* where to keep the bodies of requests; NULL: nowhere */
    const struct tls_identity *tls; /* NULL: plain */
    struct prefix *cache;           /* of prompts, all threads' together; NULL: none */
    const struct wording *metrics;  /* of the page at /metrics; NULL: there is none */
    struct tallies *tallies;        /* of all threads; NULL: the service keeps its own */
    bool remembers;                 /* engines have such a cache of their own */
    bool no_tokenize;               /* do not serve /tokenize */
    struct stretch pause, crash;    /* since the first request: nothing is said; nobody is there */
    nanos ready_after;              /* 503 until then */
    struct sim_rules rules;
};

void sim_options_init(struct sim_options *o); /* the defaults that --help shows */

#endif
