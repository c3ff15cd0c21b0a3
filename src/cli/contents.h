#ifndef CLI_CONTENTS_H
#define CLI_CONTENTS_H

struct error;
struct run;

/* What a file has to ask: the run's records, of --prompts or --trace, if they go with what else is
 * wished. -1: err says what is wrong. */
int contents_open(struct run *r, const char *path, struct error *err);

#endif
