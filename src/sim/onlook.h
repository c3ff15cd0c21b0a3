#ifndef SIM_ONLOOK_H
#define SIM_ONLOOK_H

#include <stdbool.h>

struct conn;
struct request;

/* Those who only look on: GET /metrics and GET /sim/stats. They need no key, suffer no fault and
 * are counted nowhere, so that looking changes nothing. False: this is a request like others. */
bool onlook(struct conn *c, const struct request *r);

#endif
