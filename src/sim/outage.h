#ifndef SIM_OUTAGE_H
#define SIM_OUTAGE_H

#include "base/clock.h"

#include <stdbool.h>

struct conn;
struct request;
struct sim;

/* Times at which the whole service is not what it should be: its engines stand still, it is gone
 * and refuses connections, it is still loading its model. */
void outage_begin(struct sim *s);                   /* with the service */
void outage_first_request(struct sim *s, nanos at); /* all but the loading counts from there */
void outage_end(struct sim *s);

/* Is it too early to be asked? If so that was said, as the dialect of the path says it. */
bool outage_answer(struct conn *c, const struct request *r);

#endif
