#ifndef MEASURE_METRICS_H
#define MEASURE_METRICS_H

#include "base/clock.h"
#include "measure/custom.h"
#include "measure/group.h"
#include "measure/label.h"
#include "measure/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct custom;
struct complaints;
struct hist;
struct slices;

/* Everything a worker has measured. It has one writer and no locks: at ticks a worker
 * hands a whole `struct metrics` over and goes on with an empty one; its new owner adds
 * it up. Nothing here reads a clock. */
struct metrics;

/* What is measured under a key, beside the whole run: the key is a label, or a range of turns
 * (measure/turn.h), or the number of a stage (measure/timeline.h) or of one of the service's
 * addresses. */
enum grouping { BY_STEP, BY_SCENARIO, BY_TURN, BY_STAGE, BY_TARGET, GROUPINGS };

struct metrics *metrics_new(const struct labels *labels); /* borrowed, may grow; NULL: the
                                                             merging side, with its own */
void metrics_free(struct metrics *m);

/* A whole exchange: counts, and the distributions of the run and of its step, scenario, turn, stage
 * and target. `in_window`: it ended inside the measured window. Warm-up samples add to window_* and
 * `warmup` alone. What failed is counted and in no distribution; of what the journey stopped,
 * the times to the first token and its tokens are real and kept. */
void metrics_sample(struct metrics *m, const struct sample *s, bool in_window);

/* Between two token events of an exchange, told while they come: the gaps of one that fails
 * later stay. Of turns no gaps are kept, for every token would pay for them. Whoever calls
 * this and what follows leaves the warm-up out. */
void metrics_gap(struct metrics *m, const struct sample *of, nanos gap);
void metrics_one_stage(struct metrics *m); /* is measured: its gaps are the run's, kept once */
void metrics_example(struct metrics *m, enum fault f, const char *text,
                     size_t len);                               /* the first stays */
void metrics_script_fault(struct metrics *m, const char *text); /* counts and keeps */

/* As with samples, a journey of the warm-up adds to window_* alone. */
void metrics_journey(struct metrics *m, const struct journey *j, bool in_window);

/* What came of them in a measured stage, whichever theirs is, for its throughput: in all of them
 * together it is what was told with `in_window`. `share`: of the tokens that came in such stages.
 */
void metrics_came(struct metrics *m, unsigned stage, const struct sample *s, bool ended_in_it,
                  double share);
void metrics_journey_came(struct metrics *m, unsigned stage, const struct journey *j);

/* Journeys of an open load that are due in a measured stage. One begins, having waited so long for
 * a free user (-1: there is no limit to them), and maybe after the window's end. Others never
 * begin: at the end no user was free yet, or there was none when they were due. */
void metrics_arrival(struct metrics *m, label scenario, unsigned stage, nanos waited, bool late);
void metrics_missed(struct metrics *m, label scenario, unsigned stage, uint64_t n);
void metrics_dropped(struct metrics *m, label scenario, unsigned stage, uint64_t n);

void metrics_call(struct metrics *m, label step, nanos took,
                  bool failed); /* of user:step; of the step alone */
void metrics_custom(struct metrics *m, label name, enum custom_kind kind, const char *unit,
                    double value, nanos at);
void metrics_check(struct metrics *m, label check, bool passed);
void metrics_lag(struct metrics *m, nanos lag);   /* how late we began one; -1: unknown, ignored */
void metrics_turn(struct metrics *m, nanos took); /* how long a turn of the loop worked */
void metrics_rate(struct metrics *m,
                  uint64_t per_second); /* one thread's requests/s, each 100 ms */

/* By name, into metrics made with NULL. It reads no labels of `from`: its worker may be
 * adding some just now. */
void metrics_merge(struct metrics *into, const struct metrics *from);
void metrics_clear(struct metrics *m);

struct slices *metrics_slices(const struct metrics *m);   /* over time: measure/slices.h */
const struct group *metrics_run(const struct metrics *m); /* all of it */
const struct counts *metrics_counts(const struct metrics *m);
const struct hist *metrics_hist(const struct metrics *m,
                                enum metric which); /* whole run; never NULL */
const struct hist *metrics_lags(const struct metrics *m);
const struct hist *metrics_turns(const struct metrics *m);
const struct hist *metrics_rates(const struct metrics *m); /* METRICS_RATE_UNIT is 1/s */

/* A rate is kept as so many nanos, since a hist is coarse below 1 us. */
enum { METRICS_RATE_UNIT = 1000 };

const char *metrics_label(const struct metrics *m, label l); /* NULL: nothing under it */
unsigned metrics_labels(const struct metrics *m);            /* labels are below it */

/* NULL: nothing was measured under it. Keys are below metrics_groups(). */
const struct group *metrics_group(const struct metrics *m, enum grouping by, unsigned key);
unsigned metrics_groups(const struct metrics *m, enum grouping by);
void metrics_checked(const struct metrics *m, label check, uint64_t *passed, uint64_t *failed);

/* NULL: the script has not measured that under this name. */
const struct custom *metrics_custom_of(const struct metrics *m, label name, enum custom_kind kind);

struct status_count {
    uint16_t status;
    uint64_t count;
};

/* The nth HTTP status that came, in ascending order; NULL after the last. */
const struct status_count *metrics_status(const struct metrics *m, size_t nth);
const char *metrics_example_of(const struct metrics *m, enum fault f); /* NULL: none */
const struct complaints *metrics_complaints(const struct metrics *m);  /* of script faults */

#endif
