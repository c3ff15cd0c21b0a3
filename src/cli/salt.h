#ifndef CLI_SALT_H
#define CLI_SALT_H

struct run;

/* What makes this run's prompts new to the service's cache, unless somebody said it, or wants none:
 * by chance, so that no run is helped by what the one before it left there. */
void salt_choose(struct run *r);

#endif
