#ifndef TESTS_NET_LARGE_H
#define TESTS_NET_LARGE_H

/* Feeds a decoder more than it may hold. */
#include "net/decoder.h"

#include <stdlib.h>
#include <string.h>

/* Owner: a size_t, the length of the last event told. */
static inline bool large_told(void *owner, const struct event *e)
{
    size_t *last = owner;

    *last = e->data_len;
    return true;
}

/* `total` bytes of text in pieces of `piece`. */
static inline void large_feed(struct decoder *d, size_t total, size_t piece, size_t *last)
{
    char *bytes = malloc(piece);

    memset(bytes, 'x', piece);
    for (size_t fed = 0, n; fed < total; fed += n) {
        n = total - fed < piece ? total - fed : piece;
        decoder_feed(d, bytes, n, large_told, last);
    }
    free(bytes);
}

#endif
