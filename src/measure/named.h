#ifndef MEASURE_NAMED_H
#define MEASURE_NAMED_H

#include "measure/custom.h"

/* What a script counts under one name: how a check came out, and measurements of its own. The
 * name is a copy, so that metrics which were handed to another thread have nothing to do with
 * the worker's labels any more. */
struct named {
    char *name; /* NULL: nothing was ever put here */
    uint64_t passed, failed;
    struct custom *customs[CUSTOM_KINDS]; /* NULL until needed */
};

struct custom *named_custom(struct named *n, enum custom_kind kind, const char *unit);
void named_merge(struct named *into, const struct named *from);
void named_clear(struct named *n); /* keeps the name */
void named_release(struct named *n);

#endif
