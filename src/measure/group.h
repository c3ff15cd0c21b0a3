#ifndef MEASURE_GROUP_H
#define MEASURE_GROUP_H

#include "base/clock.h"
#include "measure/counts.h"
#include "measure/sample.h"

#include <stdbool.h>

struct hist;

/* Distributions of times. Names: metric_name(). */
enum metric {
    METRIC_TTFT,
    METRIC_TTFT_DUE, /* *_due: counted from due instead of sent */
    METRIC_TTFA,
    METRIC_TTFC,
    METRIC_TPOT,
    METRIC_GAP, /* between token events, as they came */
    METRIC_E2E,
    METRIC_E2E_DUE,
    METRIC_LATENCY, /* sent to the end of the reply */
    METRIC_LATENCY_DUE,
    METRIC_CONNECT, /* begun to connection ready (TLS included), new connections only */
    METRIC_WAIT,    /* for one of the connections that all share */
    METRIC_JOURNEY, /* a journey that did not fail, begun to done; of the run and scenarios */
    METRIC_QUEUE,   /* due to ready: journeys of an open load with a limit; of run and scenarios */
    METRIC_STEP,    /* a call of user:step that did not fail, thinking included; of steps */
    METRIC_COUNT,
};

const char *metric_name(enum metric m); /* "ttft_due" */

/* What is measured of all that has something in common: the whole run, a step, a scenario, a
 * turn, a stage. Whatever is measured is added to each group that it belongs to, in the same words,
 * so that all of them can be read, merged and written in one way. */
struct group {
    struct counts counts;
    unsigned kept;                    /* bits 1 << metric; the others are dropped */
    struct hist *hists[METRIC_COUNT]; /* NULL until needed */
};

enum { GROUP_ALL = (1 << METRIC_COUNT) - 1 };

struct group *group_new(unsigned kept);
void group_free(struct group *g);
void group_clear(struct group *g);
void group_merge(struct group *into, const struct group *from);

/* A time that never came (-1) is no value. */
void group_record(struct group *g, enum metric which, nanos value);
void group_sample(struct group *g, const struct sample *s, bool in_window);
void group_journey(struct group *g, const struct journey *j, bool in_window);
void group_due(struct group *g, const struct sample *s); /* but for what came in the window */
void group_journey_due(struct group *g, const struct journey *j);
void group_arrival(struct group *g, nanos waited, bool late); /* waited: -1 without a limit */
void group_call(struct group *g, nanos took, bool failed);    /* of user:step */

const struct hist *group_hist(const struct group *g, enum metric which); /* NULL: no values */

#endif
