#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "base/clock.h"

#include <stdbool.h>
#include <stdint.h>

struct crew_view;

/* How a run is going, on stderr: on a terminal one line that is written over some four
 * times a second, elsewhere a plain line every ten seconds. */
struct progress {
    bool quiet, terminal, colour;
    nanos lasts; /* NANOS_NEVER: until `requests` are done */
    uint64_t requests;
    bool llm;
    nanos next; /* line, in elapsed time */
    bool drawn; /* there is a line to be wiped */
    double tokens_before;
    nanos before;
};

void progress_init(struct progress *p, bool quiet);
void progress_tick(void *progress, const struct crew_view *view); /* a crew_tick_fn */
void progress_end(struct progress *p);

#endif
