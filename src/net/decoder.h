#ifndef NET_DECODER_H
#define NET_DECODER_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Cuts a stream of bytes into events, whatever way the network cut the bytes.
 * Feeding a text at once or byte by byte gives the same events: the tests hold
 * every decoder to that. An event that lies whole inside the bytes fed is told in
 * place, without copying.
 *
 *   sse     server-sent events, as WHATWG wants them but for three things that services
 *           do: an event named "error" is told even without data (its text may hide in
 *           the comments), a field named "error" is an event of that name, and an
 *           event that the end of the stream cuts short is told if it has any data
 *   ndjson  a line is an event; blank lines are skipped
 *   whole   the body is one event, told at the end
 *
 * Events told by decoder_end() were not closed by their service. Whether that is
 * a truncated answer or a service that is sparing with newlines, its text must tell. */
struct decoder {
    const struct decoding *kind;
    struct buf pending, name, data, note; /* zeroed to begin with */
    unsigned state;
    bool stopped;   /* the callback wanted no more */
    bool too_large; /* a line or an event was: the rest of the stream is ignored */
};

enum { DECODER_MAX = 64 << 20 }; /* bytes of one event */

struct event {        /* until the callback returns; nothing here ends in '\0' */
    const char *name; /* NULL: none was given */
    const char *data; /* never NULL */
    const char *note; /* comments before it: some services hide errors there; or NULL */
    size_t name_len, data_len, note_len;
};

/* Returns false to be told no more events of this stream. It may not touch the decoder. */
typedef bool event_fn(void *owner, const struct event *e);

struct decoding {
    void (*feed)(struct decoder *d, const char *bytes, size_t n, event_fn *fn, void *owner);
    void (*end)(struct decoder *d, event_fn *fn, void *owner); /* the stream is over */
};

extern const struct decoding decoding_sse, decoding_ndjson, decoding_whole;

/* Which one a body wants, going by its first bytes where its content type (not ending
 * in '\0'; NULL: none) is missing or wrong. NULL while all bytes so far are
 * white space; no decoder misses those, so they need not be kept. */
const struct decoding *decoding_sniff(const char *content_type, size_t len, const char *bytes,
                                      size_t n);

void decoder_begin(struct decoder *d, const struct decoding *kind); /* keeps its memory */
void decoder_feed(struct decoder *d, const char *bytes, size_t n, event_fn *fn, void *owner);
void decoder_end(struct decoder *d, event_fn *fn, void *owner);
void decoder_release(struct decoder *d);

/* For decodings only. decoder_over() is true once nothing more is to be told,
 * decoder_fits() makes it so when a part of an event is too large, and decoder_keep()
 * adds to `pending` what fits. */
bool decoder_over(const struct decoder *d);
bool decoder_fits(struct decoder *d, size_t n);
bool decoder_keep(struct decoder *d, const char *bytes, size_t n);
void decoder_tell(struct decoder *d, const struct event *e, event_fn *fn, void *owner);
bool decoder_is_space(char c); /* JSON's white space */

#endif
