#ifndef LOAD_WORKER_H
#define LOAD_WORKER_H

#include "base/clock.h"
#include "net/http.h"
#include "net/opening.h"
#include "plan/arrival.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct journal;
struct library;
struct metrics;
struct plan;
struct trace;
struct probe;
struct timeline;

/* A thread with everything it needs and nothing shared: loop, http, Lua, users, metrics. */
struct worker;

struct worker_setup { /* the same for all; outlives them */
    const struct plan *plan;
    const struct http_options *http;
    struct journal *journal;   /* or NULL */
    struct script *main;       /* the main state, for wrk's setup(); or NULL */
    struct library *library;   /* of data sets; or NULL */
    const struct trace *trace; /* or NULL */
    bool token_stamps;
    struct lua_State *shared; /* has on top what prepare() gave; NULL: nothing. For worker_new() */
};

/* Reads the script and makes ready; nothing is sent before worker_start(). */
struct worker *worker_new(const struct worker_setup *setup, struct share share, struct error *err);

/* Opens the connections that the load begins with; how many. */
uint64_t worker_first_connections(const struct worker *w);
int worker_preconnect(struct worker *w, opening_fn *fn, void *owner, struct error *err);
int worker_start(struct worker *w, nanos begins, struct error *err);

/* From any thread while it runs. */
void worker_stop(struct worker *w, bool at_once); /* begins no more; lets the rest end, or not */
void worker_collect(struct worker *w, struct metrics *into); /* what is new since the last call */
bool worker_over(const struct worker *w);
uint64_t worker_running(const struct worker *w); /* journeys, a moment ago */

/* For whoever watches over it (load/watch.h): before the start; since when Lua has been running,
 * or 0; where it is (script/probe.h). */
void worker_watch(struct worker *w, struct probe *p);
nanos worker_since(struct worker *w);
void worker_ask(struct worker *w, struct probe *p, bool end, bool insist);
void worker_peek(struct worker *w, char *out, size_t size);

void worker_join(struct worker *w, struct metrics *into); /* and collects the rest */

/* After the join. */
nanos worker_window(const struct worker *w); /* how long the measured window was */
const struct timeline *worker_timeline(const struct worker *w); /* its stages, as they were */
double worker_cpu(const struct worker *w); /* share of a processor used in it */
struct http_tally worker_connections(const struct worker *w);

struct ended { /* journeys */
    uint64_t well, failed, unfinished;
    bool hopeless; /* it gave up: every one failed */
};
struct ended worker_ended(const struct worker *w);

/* Widens `*first` and `*last` by the moments at which its scenarios had begun their parts of a
 * count. */
void worker_counted(const struct worker *w, nanos *first, nanos *last);

void worker_free(struct worker *w);

#endif
