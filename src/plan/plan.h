#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "base/clock.h"
#include "base/dist.h"
#include "measure/slo.h"
#include "plan/calibration.h"
#include "plan/scenario.h"
#include "plan/stage.h"
#include "plan/stages.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct records;

/* All that is decided before the first byte is sent. Whoever reads the command line and
 * the script fills the first part, with texts that outlive the plan; plan_check() then
 * says what is wrong with it in one sentence, or decides what was left open. From then on
 * nobody changes it, so threads read it without asking.
 *
 * The load is either closed, `users` at a time, or open, `rate` journeys a second, when
 * `users` is how many may be under way at most. A command line that gives a rate but no
 * number of users must set `users` to 0, and one that gives a count but no duration must
 * set `lasts` to NANOS_NEVER: only it knows what was typed. With stages, which say how the load
 * goes, `users` or `rate` is their peak, and `lasts` is not looked at. */
struct plan {
    const char *url;             /* of the service; may be NULL if there is a script to name it */
    const char *script;          /* path, or NULL: the built-in journey */
    const char *api;             /* protocol, or NULL: the default one */
    const char *model;           /* NULL: none */
    const char *prompt, *system; /* NULL: the built-in prompts; no system prompt */
    const char *api_key;         /* sent as a bearer token, shown nowhere; NULL: none */
    const char *const *headers;  /* "Name: value" */
    size_t header_count;
    struct dist input_tokens, output_tokens; /* lengths to be drawn; count 0: as they come */
    bool exact_output; /* the service knows how to make answers as long as was asked */
    uint64_t prefix_tokens, prefix_groups; /* of a system prompt that many share; 0: none */
    const char *salt;   /* what makes this run's prompts new to every cache; NULL: nothing does */
    bool wants_lengths; /* texts of a length in tokens are made: `calibration` is to be found */
    struct calibration calibration;
    uint64_t max_tokens; /* 0: the service's own limit */
    double temperature;  /* negative: the service's own */
    bool ignore_eos, no_stream;
    uint64_t users;         /* 0: no limit, if the load is open */
    double rate;            /* journeys a second; 0: the load is closed */
    double burstiness;      /* of gamma: the shape of its gaps; 0: not said, 1 */
    uint64_t max_in_flight; /* what `users` becomes if the load is open; 0: not said */
    enum on_full on_full;
    uint64_t requests; /* journeys to begin in all; 0: no limit */
    nanos lasts;       /* after the warm-up; NANOS_NEVER: until `requests` are done */
    nanos warmup;      /* comes before, is not measured; 0: none */
    nanos timeout;     /* of one exchange; NANOS_NEVER: none; so for the next */
    nanos stall;       /* the longest silence in the middle of a stream */
    nanos grace;       /* how long the last journeys may take after the end; 0: none */
    nanos let_go;      /* how long a journey may take that the load, on its way down, has no
                          room for any more; NANOS_NEVER: until it ends */
    uint64_t seed;
    struct slo slo;               /* empty: to end well is good */
    struct plan_script {          /* what was typed for the script; borrowed */
        const char *const *env;   /* "NAME=value", or "NAME": as in our own environment */
        const char *const *args;  /* after `--` */
        const char *const *flags; /* "name=text", or "name" */
        size_t env_count, arg_count, flag_count;
    } typed;
    uint64_t dry_run;              /* so many requests are shown, and none is sent; 0: no */
    bool debug;                    /* one journey, shown as it goes */
    bool gc_stress;                /* collect garbage before anything of a script's runs */
    bool batches;                  /* what a wrk script sends as one text is also measured as one */
    const struct records *records; /* borrowed; NULL: the built-in prompts */
    const uint32_t *known_tokens;  /* of each record of a trace: sent by those before it; or NULL */
    const char *conversations;     /* how those of a file are gone through; NULL: as is usual */
    bool shuffle;                  /* records are dealt one after the other, not drawn */
    bool model_found;              /* the service was asked for it: nobody named one */
    uint64_t pool_size;            /* all users share so many connections; 0: no limit */
    const struct schedule *schedule;       /* of a trace: when journeys are due; borrowed, or NULL.
                                              `rate` is the mean of those that are measured,
                                              `lasts` no longer than they are */
    const struct stage_wish *stage_wishes; /* borrowed; none: one, of `lasts` */
    size_t stage_wish_count;
    const struct scenario_wish *wishes; /* borrowed; none: one scenario, with all of the load */
    size_t wish_count;

    /* Left open as 0 or NULL, these are decided by plan_check(): */
    unsigned threads;                    /* by how much load there is */
    const struct arrival_model *arrival; /* users, or poisson if there is a rate: gamma if it
                                            is bursty */

    /* Made by plan_check(): */
    struct scenario *scenarios; /* at least one; side by side, all with stages of equal length */
    size_t scenario_count;
};

void plan_init(struct plan *p); /* the defaults: 10 users for 10 seconds */
void plan_release(struct plan *p);
int plan_check(struct plan *p, struct error *err); /* may be called again after a change */
nanos plan_lasts(const struct plan *p);  /* all stages; NANOS_NEVER: until the count is reached */
nanos plan_warmup(const struct plan *p); /* those that are warm-up */

/* Of all scenarios together, once it is checked. */
uint64_t plan_users(const struct plan *p); /* 0: an open one has no limit */
double plan_offered(const struct plan *p); /* the area of what is measured of open ones */
double plan_rate(const struct plan *p);
const char *plan_arrival(const struct plan *p); /* "mixed" if they differ */
double plan_burstiness(const struct plan *p);   /* the lowest of the gamma ones; 0: none is */
bool plan_shares_load(
    const struct plan *p); /* is a part of -c or -R anybody's? Before the check, too */

#endif
