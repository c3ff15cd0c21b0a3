#ifndef CLI_SENSE_H
#define CLI_SENSE_H

struct error;
struct run;
struct wish;

/* Do the options make sense together? One that would have no effect is a mistake of whoever gave
 * it, and a run that goes well in spite of it is believed. */

/* Two options that say the same thing differently: only one may be given in one place. */
int sense_rivals(const struct wish *w, struct error *err);

/* What was typed wins over its rival in the script: that one is as if it had not been given. */
void sense_settle(struct wish *of_script, const struct wish *typed);

/* Of the whole wish, when it is known what sort of run it makes. */
int sense_check(const struct run *r, struct error *err);

#endif
