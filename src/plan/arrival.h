#ifndef PLAN_ARRIVAL_H
#define PLAN_ARRIVAL_H

#include "base/clock.h"
#include "base/rng.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stage;

/* The part of the load that is one worker's: member `index` of `count`. Threads
 * are shares of a process; processes on other machines can be shares as well.
 * All shares together begin exactly what a single one would. */
struct share {
    unsigned index, count;
};

uint64_t share_of(uint64_t whole, struct share s); /* its part of a number of things */

/* Decides when journeys begin. It reads no clock and does no I/O: given the time
 * and how many journeys are running, it says whether one is due.
 *
 *     while (arrival_next(&a, now, running, &due))
 *         begin(due);                          (`due` may well be past: keep it, it is
 *     wake_me_at(due);                          when the user wanted the answer)
 *
 * When none is due, `due` is when to ask again; NANOS_NEVER means when a journey or the
 * stage ends. Open models ignore `running`, closed ones have no past: a user that is
 * missing is due now. `running` is the share's own.
 *
 * Stages follow one another: first take what is still due of the old one, then call
 * arrival_stage(). What was not taken by then is due when the new stage begins. The new one
 * begins when the old one was to end, however late the call comes, so that all shares agree;
 * only after one without an end does it begin `now`. For the same reason all shares must
 * be given the same moment in arrival_start(). */
struct arrival {
    const struct stage *stage;
    struct share share;
    struct rng rng;
    nanos first_began, began; /* the first stage; this one */
    double area;              /* under the lines of all stages, up to the next one due */
    double behind;            /* how much of it belongs to the stages before this one */
    uint64_t nth; /* journeys begun by all shares, as far as this one knows; the last one taken
                     was number nth - 1 */
    bool drawn;   /* `area` is the next one's */
};

/* A model is a file in plan/ and a word in this list. */
#define ARRIVAL_MODELS(X) X(users) X(constant) X(poisson) X(gamma)

/* What gamma's burstiness may be. Far below, nearly all gaps are nothing, and the next that is not
 * is longer than a run; above, they are constant. */
#define ARRIVAL_BURSTIEST 0.01
#define ARRIVAL_EVENEST 1000.0

struct arrival_model {
    const char *name;
    bool open; /* by the clock, not by who is free */
    bool (*next)(struct arrival *a, nanos now, uint64_t running, nanos *due);
};

#define ARRIVAL_DECLARE(name) extern const struct arrival_model arrival_##name;
ARRIVAL_MODELS(ARRIVAL_DECLARE)
ARRIVAL_DECLARE(trace) /* comes with a trace and with nothing else, so nobody names it */

const struct arrival_model *arrival_find(const char *name); /* NULL when unknown */
const struct arrival_model *arrival_unless_told(double rate, double burstiness);
const char *arrival_open_names(char *out, size_t size); /* "constant, poisson, ..." */
void arrival_start(struct arrival *a, const struct stage *s, struct share share, uint64_t seed,
                   nanos now);
void arrival_stage(struct arrival *a, const struct stage *s, nanos now); /* the next stage */
bool arrival_next(struct arrival *a, nanos now, uint64_t running, nanos *due);

/* How many users a closed stage's line wants at a moment, since it began; share_of() is a share's.
 */
uint64_t arrival_users_at(const struct stage *s, nanos into);

/* What every open model is made of: gaps with a mean of 1, laid along the area under
 * the stage's line. Ramps and shares come out right by themselves, because every
 * share draws the whole sequence and keeps each count-th. */
typedef double arrival_gap_fn(struct rng *r, const struct stage *s);
bool arrival_open(struct arrival *a, nanos now, nanos *due, arrival_gap_fn *gap);

#endif
