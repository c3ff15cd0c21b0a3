#ifndef SIM_LIFE_H
#define SIM_LIFE_H

#include "base/clock.h"

#include <stdbool.h>

/* How a request ended: the model had said all, or as much as it might; the client left; or it
 * was us who could not go on. */
enum life_end {
    LIFE_STOP,
    LIFE_LENGTH,
    LIFE_ABORT,
    LIFE_ERROR,
    LIFE_ENDS /* how many there are */
};

/* What happened to one request inside the engine: moments on the monotonic clock, 0 for what it
 * never came to, and counts. The moments are the engine's own; when the tokens were really sent
 * is for the journal. Without an engine nothing waits and nothing is prefilled: it is scheduled as
 * it arrives, and prefilled when its first token is there. */
struct life {
    nanos arrived, scheduled, prefilled, first, last, ended;
    unsigned prompt, cached, said; /* tokens; said by each choice */
    unsigned asked;                /* max_tokens; 0: not said */
    unsigned choices;              /* answers at once; 0 is 1 */
    unsigned batch;                /* how many ran with its first token, itself among them */
    unsigned preemptions;
    unsigned engine; /* which of several it went to */
    int status;      /* of the HTTP reply; 0: it had none */
    enum life_end end;
};

/* What can be said of a life in one number, and of an engine's steps: spans in nanoseconds, then
 * counts. */
enum measure {
    MEASURE_TTFT,
    MEASURE_GAP, /* between two tokens; no single number of a life */
    MEASURE_TPOT,
    MEASURE_E2E,
    MEASURE_QUEUE,
    MEASURE_PREFILL,
    MEASURE_DECODE,
    MEASURE_INFERENCE,
    MEASURE_TOKEN, /* e2e over all tokens, the first one's wait among them, as TGI counts */
    MEASURE_PROMPT,
    MEASURE_SAID,
    MEASURE_MOST, /* of its choices, the longest */
    MEASURE_ASKED,
    MEASURE_CHOICES,
    MEASURE_COMPUTED, /* of the prompt, what no cache knew */
    MEASURE_PREEMPTIONS,
    MEASURE_STEP,  /* tokens in a step of the engine; of no life, like the next */
    MEASURE_BATCH, /* sequences in it */
    MEASURES       /* how many there are */
};

static inline unsigned life_choices(const struct life *l)
{
    return l->choices ? l->choices : 1;
}

static inline bool measure_is_span(enum measure m)
{
    return m < MEASURE_PROMPT;
}

nanos life_measure(const struct life *l, enum measure m); /* -1: it has none */
const char *life_end_name(enum life_end end);

#endif
