#ifndef SIM_HEADER_H
#define SIM_HEADER_H

#include <stddef.h>

struct buf;
struct conn;
struct request;
struct wire;

/* A good reply's header, as what befalls the request has it: its version, its type, and how the
 * body is delimited. A reply that ends with its connection makes it the connection's last. */
void header_stream(struct buf *out, struct conn *c, const struct request *r, const struct wire *w,
                   const char *type);

/* All but the length and the empty line; and those, once the body is known. */
void header_whole(struct buf *out, struct conn *c, const struct request *r, const struct wire *w,
                  const char *type);
void header_length(struct buf *out, const struct wire *w, size_t body);

#endif
