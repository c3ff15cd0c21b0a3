#ifndef SIM_REPLY_H
#define SIM_REPLY_H

#include <stdbool.h>

struct ask;
struct conn;
struct prepared;
struct request;

/* A completion on its way out: paced by a timer, or as fast as the socket takes it, with
 * the mishaps that were drawn for it. It begins with the request and is over, and journalled,
 * with its last byte or its connection. While it lives it is the connection's `reply`. */
struct reply;

void reply_begin(struct conn *c, const struct request *r, const struct ask *a);
/* A reply without tokens, after the time that the first one would have taken. Takes the body. */
void reply_begin_prepared(struct conn *c, const struct request *r, struct prepared *p);
void reply_go_on(struct reply *r); /* the socket has taken all that was sent */
void reply_end(struct reply *r, bool complete);
void reply_has_status(struct reply *r, int status); /* its header tells it */

#endif
