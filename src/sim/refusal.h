#ifndef SIM_REFUSAL_H
#define SIM_REFUSAL_H

#include "sim/fault.h"

#include <stdbool.h>

struct conn;
struct request;

/* Does the service refuse this request, by a status, by silence or by nonsense? If so it has done
 * it. */
bool refusal_answer(struct conn *c, const struct request *r, const struct sim_given *g);

#endif
