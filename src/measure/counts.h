#ifndef MEASURE_COUNTS_H
#define MEASURE_COUNTS_H

#include "measure/lengths.h"
#include "measure/sample.h"

#include <stdbool.h>
#include <stdint.h>

/* What is added up of samples, beside their distributions. Adding the counts of all
 * workers gives the run's. */
struct counts {
    uint64_t begun, ok, stopped, failed, unfinished; /* exchanges; begun = sum of the rest */
    uint64_t warmup;                                 /* exchanges left out of all the above */
    uint64_t llm_ok;                                 /* of ok: those with tokens to count */
    uint64_t with_usage;                             /* of llm_ok: the service counted */
    uint64_t with_input, with_cached; /* of ok and stopped: it counted what was asked, too */
    uint64_t streamed;                /* of llm_ok */
    uint64_t tokens_out, tokens_in, tokens_cached; /* of exchanges that began in the window */
    uint64_t tokens_shared;                        /* of tokens_in: sent before in this run */
    struct lengths prompts, answers;
    uint64_t events, token_events, coalesced;
    uint64_t kernel_stamped;  /* token-bearing exchanges stamped by the kernel alone */
    uint64_t token_bearing;   /* exchanges with at least one token event, streamed */
    uint64_t window_requests; /* exchanges that ended well inside the window, whenever begun */
    double window_tokens;     /* output tokens that arrived inside it, whenever begun: of
                                 exchanges that did not fail */
    double window_tokens_in;  /* input tokens of window_requests */
    uint64_t bytes_up, bytes_down;
    uint64_t connects, reused; /* new connections; exchanges on an open one */
    uint64_t retried;          /* exchanges sent again because a kept connection had been closed */
    uint64_t good;             /* of ok and stopped: all limits were kept, if there are any */
    uint64_t window_good;      /* of window_requests */
    uint64_t journeys, journeys_failed, journeys_missed, journeys_good;
    uint64_t journeys_begun;      /* of open loads: those due in the window; and of these: */
    uint64_t journeys_late;       /* begun after its end */
    uint64_t journeys_queued;     /* that waited for a free user */
    uint64_t journeys_dropped;    /* due while no user was free, and not begun for it */
    uint64_t journeys_unfinished; /* no part of `journeys` */
    uint64_t journey_requests;    /* exchanges of `journeys` */
    uint64_t window_journeys; /* that did not fail and ended inside the window, whenever begun */
    uint64_t window_journeys_good;
    uint64_t calls, calls_failed; /* of user:step */
    uint64_t faults[FAULT_COUNT];
};

/* In two parts, since they may belong to two stages: an exchange, which is where it was due, and
 * what came of it in the measured window, wherever that was (`share`: of its tokens in there).
 * What failed adds nothing but its failure and its bytes: tokens are those of exchanges that
 * ended well, or as far as the journey wanted them. */
void counts_due(struct counts *c, const struct sample *s);
void counts_came(struct counts *c, const struct sample *s, bool in_window, double share);
void counts_journey_due(struct counts *c, const struct journey *j);
void counts_journey_came(struct counts *c, const struct journey *j, bool in_window);
/* A journey of an open load has begun. */
void counts_arrival(struct counts *c, nanos waited, bool late);
uint64_t counts_offered(const struct counts *c); /* journeys due in the window, of open loads */
void counts_merge(struct counts *into, const struct counts *from);
bool counts_well(const struct sample *s); /* ok, or stopped by the journey */

/* Has anybody counted? Text in one piece without usage tells nothing, and few services say what
 * they had cached. */
bool counts_output_known(const struct counts *c);
bool counts_input_known(const struct counts *c);

#endif
