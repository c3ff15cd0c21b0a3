#ifndef CLI_LOOK_H
#define CLI_LOOK_H

#include "measure/trace.h"

#include <stdatomic.h>
#include <stdbool.h>

struct run;
struct wish;

/* --dry-run and --debug: a run that is looked at instead of measured. */
struct look {
    struct trace trace;
    char *const *secrets; /* nobody sees these */
    unsigned long most;   /* requests to be shown; 0: this is --debug, and all is shown */
    atomic_ulong shown;
    unsigned depth; /* of what is shown, in steps */
};

bool look_wanted(const struct wish *w);
void look_fit(struct wish *w); /* a load of one thread, so much as there is to be looked at */
bool look_seen(const struct look *l); /* all that --dry-run is to show? */
void look_init(struct look *l, const struct run *r);

#endif
