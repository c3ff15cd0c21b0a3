#ifndef CLI_STAGES_H
#define CLI_STAGES_H

#include "plan/stages.h"

struct error;
struct wish;

/* How the load goes over the run, as one says it on the command line. A level is a number of users,
 * or with a unit ("5/s", "30/m") a rate; next to a rate, and with -R, a bare number is one too. */
int stages_read(struct stage_wish *w, const char *text, struct error *err); /* 2m:50, 2m:20..50 */
int stages_read_ramp(struct stage_wish *w, const char *text, struct error *err); /* 5:200/10m */
int stages_read_level(const char *text, double *level, enum stage_unit *unit, struct error *err);

/* --spike 3x/30s: so many times the load, for so long, in the middle of the run. */
struct spike {
    double times; /* 0: none */
    nanos lasts;
};
int stages_read_spike(struct spike *s, const char *text, struct error *err);

/* That `word`, an option's name, says how the load goes: only one may. */
int stages_claim(struct wish *w, const char *word, struct error *err);

/* Room for one more of the wish's stages; NULL: there are too many. */
struct stage_wish *stages_add(struct wish *w, struct error *err);

/* Gives the plan its stages, if any were asked for, and their peak. */
int stages_fit(struct wish *w, struct error *err);

/* What was typed wins: if it says how the load goes, what the script says of that is forgotten. */
void stages_prefer(struct wish *of_script, const struct wish *typed);

#endif
