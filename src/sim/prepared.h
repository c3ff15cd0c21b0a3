#ifndef SIM_PREPARED_H
#define SIM_PREPARED_H

#include "base/buf.h"

#include <stdint.h>

/* A reply that is one object and known before it is sent: what comes of texts by computing,
 * not by speaking. */
struct prepared {
    struct buf body;
    unsigned prompt_tokens; /* a guess, as in ask.h */
    uint64_t hash;          /* of the request's body */
};

#endif
