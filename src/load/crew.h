#ifndef LOAD_CREW_H
#define LOAD_CREW_H

#include "base/clock.h"
#include "load/worker.h"

struct error;
struct metrics;

/* The workers of a run, from the outside. */
struct crew;

struct crew_view {               /* of the run so far */
    const struct metrics *total; /* merged; changes until the next view */
    nanos elapsed;
    uint64_t running; /* journeys */
    bool draining;    /* no new ones begin */
    const char *news; /* a sentence to be shown at once; NULL: none */
};

/* Called in the caller's thread, some five times a second. */
typedef void crew_tick_fn(void *owner, const struct crew_view *view);

struct crew *crew_new(const struct worker_setup *setup, struct error *err);

/* Opens the connections that the load begins with, in the caller's thread. fn returns false to have
 * no more of it. -1: one of them could not be opened. */
typedef bool crew_open_fn(void *owner, uint64_t opened, uint64_t wanted);
int crew_preconnect(struct crew *c, crew_open_fn *fn, void *owner, struct error *err);

/* Runs the load to its end, or until SIGINT or SIGTERM: the first lets what runs end, the
 * second does not. The two must be blocked in all threads. */
int crew_run(struct crew *c, crew_tick_fn *fn, void *owner, struct error *err);

/* From within a tick: begins no more, and gives up what runs. That is no interruption. */
void crew_stop(struct crew *c);

/* After crew_run(). */
const struct metrics *crew_metrics(const struct crew *c);
nanos crew_window(const struct crew *c); /* the measured one */
/* The nth stage since the run began: its latest end counts. False: it has not begun. */
bool crew_stage(const struct crew *c, size_t nth, nanos *from, nanos *to);
nanos crew_elapsed(const struct crew *c);
nanos crew_thinned(const struct crew *c); /* from the first that had begun its part of a count to
                                             the last: so long the load was less than planned */
double crew_cpu(const struct crew *c);    /* of the busiest worker */
struct http_tally crew_connections(const struct crew *c); /* of all workers */
bool crew_interrupted(const struct crew *c);
bool crew_script_failed(const struct crew *c);
const char *crew_stuck(const struct crew *c); /* where, if a worker had to be given up; or NULL */
void crew_free(struct crew *c);

#endif
