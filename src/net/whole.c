#include "net/decoder.h"

/* Some services send empty lines before a late JSON body, to keep the connection alive. */
static void feed(struct decoder *d, const char *bytes, size_t n, event_fn *fn, void *owner)
{
    (void)fn;
    (void)owner;
    if (!d->pending.len)
        while (n && decoder_is_space(*bytes))
            bytes++, n--;
    decoder_keep(d, bytes, n);
}

static void end(struct decoder *d, event_fn *fn, void *owner)
{
    const struct event e = {.data = d->pending.data, .data_len = d->pending.len};

    if (e.data_len)
        decoder_tell(d, &e, fn, owner);
}

const struct decoding decoding_whole = {feed, end};
