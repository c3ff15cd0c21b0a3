#include "net/decoder.h"

#include <string.h>

static void tell(struct decoder *d, const char *line, size_t len, event_fn *fn, void *owner)
{
    struct event e = {0};

    if (!decoder_fits(d, len))
        return;
    while (len && decoder_is_space(*line))
        line++, len--;
    while (len && decoder_is_space(line[len - 1]))
        len--;
    e.data = line;
    e.data_len = len;
    if (len)
        decoder_tell(d, &e, fn, owner);
}

static void tell_pending(struct decoder *d, event_fn *fn, void *owner)
{
    tell(d, d->pending.data, d->pending.len, fn, owner);
    buf_clear(&d->pending);
}

static void feed(struct decoder *d, const char *bytes, size_t n, event_fn *fn, void *owner)
{
    const char *at = bytes, *end = bytes + n, *lf;

    while (!decoder_over(d) && (lf = memchr(at, '\n', (size_t)(end - at)))) {
        if (!d->pending.len)
            tell(d, at, (size_t)(lf - at), fn, owner);
        else if (decoder_keep(d, at, (size_t)(lf - at)))
            tell_pending(d, fn, owner);
        at = lf + 1;
    }
    if (!decoder_over(d))
        decoder_keep(d, at, (size_t)(end - at));
}

static void end(struct decoder *d, event_fn *fn, void *owner)
{
    if (d->pending.len)
        tell_pending(d, fn, owner);
}

const struct decoding decoding_ndjson = {feed, end};
