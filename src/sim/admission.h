#ifndef SIM_ADMISSION_H
#define SIM_ADMISSION_H

#include <stdbool.h>

struct reply;
struct request;

/* A reply and its engine, if the service has any. */

void admission_remember(struct reply *r); /* so that the engine may know its prompt */
/* Into an engine's queue. False when there was no place: then the request has its answer. */
bool admission_enter(struct reply *r, const struct request *request);
void admission_learn(struct reply *r); /* what the engine has done with it until now */
void admission_leave(struct reply *r); /* fine without an engine, and when it is over there */

unsigned admission_ready(const struct reply *r);     /* tokens that may be said now */
bool admission_has_something(const struct reply *r); /* an engine may have come to nothing yet */

#endif
