#ifndef MEASURE_REDACT_H
#define MEASURE_REDACT_H

#include <stddef.h>

struct buf;

/* Text from outside, on its way to people: a service may well echo the key it was given.
 * Adds `text` to `out` with each of the secrets (NULL-terminated, or NULL for none) replaced
 * by "***". A text that was cut off may end in a part of a secret: a tail that is the
 * beginning of one, from REDACT_TAIL bytes on, is replaced as well. */
void redact(struct buf *out, const char *text, size_t len, const char *const *secrets);

enum { REDACT_TAIL = 4 };

#endif
