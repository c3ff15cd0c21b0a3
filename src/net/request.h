#ifndef NET_REQUEST_H
#define NET_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* An HTTP/1.1 request as text. Stateless: it reads from the start of what has
 * arrived and points into it. The simulated service reads what comes over the wire
 * with it, and wrk's scripts, which return requests as text, are understood by it.
 *
 * Lines may end in CRLF or, as people write them, in LF alone. A body is there by
 * its Content-Length or in chunks; a request that gives both, or two lengths, is none. */
struct request {
    const char *method, *target, *headers, *body;
    size_t method_len, target_len, headers_len, body_len;
    bool keep_alive;
    bool old;     /* HTTP/1.0: whoever asks does not know chunks */
    bool chunked; /* `body` is as it came over the wire: see request_unchunk() */
};

enum { REQUEST_HEAD_MAX = 64 << 10, REQUEST_BODY_MAX = 64 << 20 }; /* bytes, on the wire */

/* The bytes it took, 0 when more are needed, -1 when it is no request. While 0, all but
 * the body is already there if `headers` is not NULL (so that "Expect: 100-continue"
 * can be answered), and body_len is what the body will have, or 0 when it is chunked. */
long request_read(struct request *r, const char *bytes, size_t n);

/* The value of the first header of that name in any case, without the space around it
 * and not ending in '\0'; NULL when there is none. */
const char *request_header(const struct request *r, const char *name, size_t *len);

/* Appends what the chunks of a chunked request's body carry; trailers are dropped. */
void request_unchunk(const struct request *r, struct buf *out);

#endif
