#ifndef SIM_ANSWER_H
#define SIM_ANSWER_H

#include "sim/fault.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct conn;
struct request;

#define ANSWER_ELSEWHERE "/elsewhere" /* in front of a path: it was there that it was sent to */

/* Replies that are known whole. `r` may be NULL where there was no request to speak of. */
void answer_head(struct buf *out, const struct conn *c, const struct request *r, int status,
                 const char *type, const char *more); /* all but the length and the empty line */
void answer_counts(const struct conn *c, const struct request *r,
                   int status); /* a reply is on its way */
void answer(struct conn *c, const struct request *r, int status, const char *type, const char *body,
            size_t len);
bool answer_bare(const struct request *r); /* HEAD: all of a reply is wanted but its body */
/* To whoever only looks on: nobody counts it. */
void answer_aside(struct conn *c, const struct request *r, const char *type, const char *body,
                  size_t len);
/* The same with header lines of one's own instead of the usual Retry-After. */
void answer_with(struct conn *c, const struct request *r, int status, const char *type,
                 const char *more, const char *body, size_t len);
/* As the dialect of the connection's request tells it. */
void answer_error(struct conn *c, const struct request *r, int status, const char *message);
/* The same of a request that asks for what cannot be, with the status that the dialect has for it.
 */
void answer_bad(struct conn *c, const struct request *r, const char *why);

/* A whole reply, head and body, `body` bytes of it body, sent with the given mishap. False
 * when it will never be complete. */
bool answer_whole(struct conn *c, const struct buf *reply, size_t body, struct sim_given g);

#endif
