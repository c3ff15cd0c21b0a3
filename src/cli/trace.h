#ifndef CLI_TRACE_H
#define CLI_TRACE_H

struct error;
struct run;

/* --trace: somebody else's requests, when they came. Readers of --speed ("60x", "0.5") and --jitter
 * ("tick", "none"). */
int option_speed(void *speed, const char *text, struct error *err);
int option_jitter(void *jitter, const char *text, struct error *err);

/* Reads the trace, and has the plan follow its times, unless requests are only looked at. */
int trace_fit(struct run *r, struct error *err);

#endif
