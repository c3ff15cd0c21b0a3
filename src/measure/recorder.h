#ifndef MEASURE_RECORDER_H
#define MEASURE_RECORDER_H

#include "base/clock.h"
#include "measure/label.h"
#include "measure/timeline.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal;
struct metrics;
struct journey;
struct sample;
struct slo;
struct trace;

/* Where what a worker measures goes, and what of it counts: an exchange belongs to the stage in
 * which it was due, a journey to the one in which it began, and what belongs to a warm-up is left
 * out. Its worker fills it in and may put other metrics in place of these at any turn. */
struct recorder {
    struct metrics *metrics;
    struct labels *labels;
    struct journal *journal; /* NULL: none is kept */
    bool token_stamps;       /* the journal wants every token's moment */
    struct timeline timeline;
    const struct trace *trace; /* NULL: nobody watches */
    const struct slo *slo;     /* what good is; NULL: to end well is enough */
    uint64_t done;             /* exchanges that ended well, warm-up too */
};

/* To whoever watches; only when somebody does. */
struct trace_line;
void recorder_tell(const struct recorder *r, const struct trace_line *line);

bool recorder_counts(const struct recorder *r, nanos at);      /* inside a measured stage? */
bool recorder_leaves_out(const struct recorder *r, nanos due); /* what was due then is warm-up */

/* An exchange was begun. */
void recorder_begun(struct recorder *r, nanos at);

/* A token event of an exchange came: before that is noted in its `token_events` and `last_token`.
 */
void recorder_token(struct recorder *r, struct sample *s, nanos at);

/* Between two tokens of an exchange: it counts if the exchange will. Its stage is decided here, if
 * it was not before. */
void recorder_gap(struct recorder *r, struct sample *s, nanos gap);

/* A journey of an open load begins; `waited` as in metrics_arrival(). */
void recorder_arrival(struct recorder *r, label scenario, nanos due, nanos waited, nanos now);

/* Its stage, `j->warmup` and whether it is good all in all are decided here; its `good` was of its
 * exchanges. */
void recorder_journey(struct recorder *r, struct journey *j);

/* One that was due then is not waited for any more; so many were dropped, the last due then. */
void recorder_missed(struct recorder *r, label scenario, nanos due);
void recorder_dropped(struct recorder *r, label scenario, uint64_t n, nanos due);

/* Its stage, `s->warmup` and `s->good` are decided here. `words` explain a fault, and may be NULL.
 */
void recorder_sample(struct recorder *r, struct sample *s, const char *words, size_t len,
                     const char *request_id, const nanos *tokens_at, size_t tokens);

#endif
