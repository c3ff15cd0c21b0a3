#ifndef SIM_BODIES_H
#define SIM_BODIES_H

struct lines;
struct request;

/* Appends what a client has sent: its X-Request-Id (- when there is none), a tab, and the body,
 * whose own line ends become spaces. Requests without a body are left out. */
void bodies_keep(struct lines *l, const struct request *r);

#endif
