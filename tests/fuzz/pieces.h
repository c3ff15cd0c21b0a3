#ifndef TESTS_FUZZ_PIECES_H
#define TESTS_FUZZ_PIECES_H

#include "tests/net/cuts.h"

#include <stdint.h>

/* The events of a stream that is fed in pieces. The last byte of the stream seeds
 * their sizes, so that the inputs are plain streams, for people to read. */
static inline struct buf pieces_events(const struct decoding *kind, const char *bytes, size_t n,
                                       bool whole)
{
    static struct guard guard;
    struct transcript t = {0};
    struct decoder d = {0};
    uint64_t dice = n ? (unsigned char)bytes[n - 1] : 0;

    if (!guard.bytes)
        guard = guard_new();
    decoder_begin(&d, kind);
    for (size_t at = 0, size; at < n; at += size) {
        size = whole ? n : cuts_draw(&dice) % 24;
        size = size < n - at ? size : n - at;
        decoder_feed(&d, guard_put(&guard, bytes + at, size), size, cuts_write, &t);
        guard_spoil(&guard, size);
    }
    decoder_end(&d, cuts_write, &t);
    decoder_release(&d);
    buf_put(&t.text, "");
    return t.text;
}

static inline void pieces_agree(const struct buf *a, const struct buf *b)
{
    if (a->len == b->len && !memcmp(a->data, b->data, a->len))
        return;
    fprintf(stderr, "these should be the same events:\n%s\nand\n%s\n", a->data, b->data);
    abort();
}

#endif
