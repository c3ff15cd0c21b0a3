#ifndef SIM_ENGINE_H
#define SIM_ENGINE_H

#include "base/clock.h"
#include "sim/cost.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seq;

/* An imaginary inference engine: all requests share its steps, its memory and its queue, so that
 * each feels the others. It schedules as vLLM's does: in every step those that run come first, in
 * order of arrival, then the queue is let in; who speaks and who still reads its prompt share the
 * tokens that a step may have, and long prompts are read in pieces; when memory runs out, the one
 * that came last goes back to the front of the queue and loses what it had computed.
 *
 * It has no clock: whoever drives it calls engine_step() at engine_due(), where a step ends, and
 * after that once more, where the next one begins: who has come by then takes part in it. Moments
 * are the driver's, and must not go back. */
struct engine;

struct engine_options {
    struct cost cost;
    double efficiency;    /* that the machine reaches; 1: all that `cost` says */
    double jitter;        /* of a step's time: coefficient of variation; 0: none */
    uint64_t seed;        /* of the jitter */
    size_t blocks;        /* of 16 tokens */
    unsigned max_seqs;    /* that run at once */
    unsigned step_tokens; /* that a step may compute */
    unsigned model_len;   /* of prompt and reply together; 0: as much as there is memory */
    unsigned max_queue;   /* that may wait; 0: any number */
    unsigned spec_tokens; /* drafts that a step checks for each who speaks */
    double spec_accept;   /* the probability that one is right if the one before it was */
};

struct engine *engine_new(const struct engine_options *o);
void engine_free(struct engine *e); /* first abort what is in it */

enum engine_verdict { ENGINE_TAKEN, ENGINE_FULL, ENGINE_TOO_LONG };

unsigned engine_room(const struct engine *e); /* tokens of prompt and reply that are not too long */
/* Of the reply alone, in each of its choices, beside such a prompt. */
unsigned engine_reply_room(const struct engine *e, const struct seq *s);
enum engine_verdict engine_submit(struct engine *e, struct seq *s, nanos now);
void engine_abort(struct engine *e, struct seq *s); /* also when it is not there any more */

nanos engine_due(const struct engine *e);      /* when a step ends or begins; NANOS_NEVER: none */
void engine_step(struct engine *e, nanos now); /* ends or begins it if it is due */

/* To be asked after each end of a step, until there are no more: the next of those whose turn to
 * speak the step was, or whose prompt is read and nothing wanted: `gained`, `last` and `ended` are
 * news. One that has ended is not the engine's any more. */
struct seq *engine_told(struct engine *e); /* NULL: no more */

nanos engine_wait(const struct engine *e, nanos now); /* how long somebody new may have to queue */

struct engine_gauges {
    unsigned running, waiting;
    size_t blocks, held;
    uint64_t preemptions, steps, aborted;
    uint64_t scheduled;                 /* that have left the queue, each once */
    uint64_t computed;                  /* tokens, of prompts and replies, again after preemption */
    uint64_t queries, hits;             /* tokens of prompts, and those of them that were known */
    nanos busy;                         /* time in steps */
    unsigned step_tokens, step_seqs;    /* in the last one */
    uint64_t drafts, drafted, accepted; /* times there were any; tokens of them; the right ones */
};

struct engine_gauges engine_gauges(const struct engine *e);

/* How many tokens at the beginning of such a prompt it knows. */
unsigned engine_knows(const struct engine *e, const struct seq *s);

#endif
