#ifndef SIM_TRUTH_H
#define SIM_TRUTH_H

#include "sim/life.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lines;

/* A token on its way to the kernel: when it was about to be given, and when the kernel had it. On
 * loopback it has arrived by then; a long time between the two means that we lost our processor. */
struct handing {
    nanos from, until;
};

/* A journal of what was really sent, and when: a JSON object a line for each request that
 * asked for tokens. Moments are nanoseconds on this machine's monotonic clock, which a
 * client on the same machine shares. */
struct truth_line {
    const char *id; /* the client's X-Request-Id; NULL: none */
    uint64_t conn;
    const struct life *life; /* it arrived when the last byte of the request had */
    const struct handing *tokens;
    size_t count;
    const char *fault; /* what was done to it; NULL: nothing */
    bool complete;     /* false: the client left, or was left waiting */
};

void truth_write(struct lines *l, const struct truth_line *line);

#endif
