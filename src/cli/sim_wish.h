#ifndef CLI_SIM_WISH_H
#define CLI_SIM_WISH_H

#include "cli/sim_engine.h"
#include "sim/options.h"

/* What the command line of `stoke sim` asked for. */
struct sim_wish {
    struct sim_options options;
    bool tls, help;
    const char *certificate; /* a path to write it to */
    nanos quit_after;        /* 0: never */
    uint64_t cache_blocks;   /* 0: no cache */
    struct sim_engine_wish engine;
    const char *paced; /* the option that says how long things take; NULL: none does */
    bool counted;      /* how long replies are was said */
    bool when_full;    /* what to do then was said */
};

struct error;

void sim_wish_init(struct sim_wish *w);
int sim_wish_read(struct sim_wish *w, int argc, char **argv, struct error *err);
void sim_wish_help(void); /* prints it */

#endif
