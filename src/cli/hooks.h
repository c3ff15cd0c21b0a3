#ifndef CLI_HOOKS_H
#define CLI_HOOKS_H

#include "base/clock.h"
#include "base/error.h"
#include "cli/progress.h"

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct crew_view;
struct lua_State;
struct run;

/* The script's functions that are called in main's state: prepare() and cleanup() around the
 * load, tick() while it runs, done() and report() when its results are out. Whatever goes wrong
 * in those after the beginning is told on stderr, and costs no result. */
struct hooks {
    struct run *run;
    struct progress progress;
    nanos tick_next, tick_before; /* in elapsed time */
    double tokens_before;
    uint64_t requests_before;
    bool ticks; /* there is a tick() */
    uint64_t tick_failures;
    struct error tick_failure; /* the first */
    bool failed;               /* one of them did: the run is no success */
};

/* Finds what users go through, so that a script without it is known now, and calls prepare(). What
 * that returns is on top of the main state's stack: *shared is that state, or NULL if it is nil.
 * An exit code, and a sentence in err unless it is 0. */
int hooks_prepare(struct hooks *h, struct run *r, struct lua_State **shared, struct error *err);
void hooks_begin(struct hooks *h); /* signals are blocked from here on: hooks look for them */
void hooks_tick(void *hooks, const struct crew_view *view); /* a crew_tick_fn */
void hooks_cleanup(struct hooks *h);
void hooks_done(struct hooks *h, const struct buf *summary);

#endif
