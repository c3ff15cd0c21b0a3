#ifndef CLI_INVENT_H
#define CLI_INVENT_H

struct buf;
struct http_request;

/* A reply that any protocol takes for a good one, since it has what each of them looks for, and
 * says that it is invented: as many vectors and scores as the request has texts. */
void invent_reply(const struct http_request *r, struct buf *out);

#endif
