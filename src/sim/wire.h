#ifndef SIM_WIRE_H
#define SIM_WIRE_H

#include "sim/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* How a stream's bytes go out when it is not in the usual way: with other line ends, cut where
 * nobody expects it, compressed, without chunks. What is said comes as it is always said, as HTTP
 * chunks of an event each; here they are taken apart and put together anew, so that whoever says
 * it need not know. */
struct wire {
    const struct sim_given *given;
    bool odd;        /* else the bytes may go out as they are said */
    bool chunked;    /* on the wire */
    bool closes;     /* the connection, once all is said */
    bool begun;      /* something has gone out */
    uint32_t crc;    /* of what was compressed */
    uint32_t length; /* of the same */
};

/* Whoever takes the bytes, a write at a time. */
struct wire_out {
    void (*send)(void *to, const char *bytes, size_t n);
    void *to;
};

void wire_begin(struct wire *w, const struct sim_given *g, bool old); /* for HTTP/1.0 */

/* The lines of a stream's header that tell how its body is delimited and coded, each ended; and
 * those of a whole body of so many bytes. */
void wire_stream_header(const struct wire *w, struct buf *header);
void wire_whole_header(const struct wire *w, struct buf *header, size_t len);

/* Chunks, or what is to be a broken one. The last one ends the stream. */
void wire_send(struct wire *w, const struct buf *said, const struct wire_out *out);
void wire_whole(const struct wire *w, struct buf *body); /* as it is coded */

#endif
