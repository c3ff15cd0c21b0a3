#ifndef CLI_CALIBRATE_H
#define CLI_CALIBRATE_H

struct error;
struct script;
struct wish;

/* Finds out, before the load and only if lengths in tokens are wanted, how long the service's
 * tokens are, and whether it can make answers as long as is asked: a few short requests. A service
 * that does not say is no error: then it is a guess. */
int calibrate(struct script *s, struct wish *w, struct error *err);

#endif
