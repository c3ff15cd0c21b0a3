#include "net/decoder.h"

#include <string.h>
#include <strings.h>

static bool mentions(const char *text, size_t len, const char *word)
{
    size_t n = strlen(word);

    for (; len >= n; text++, len--)
        if (!strncasecmp(text, word, n))
            return true;
    return false;
}

bool decoder_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The first byte knows better than the content type: event streams are sent as
 * application/json and text/plain, and gateways answer a stream's request with a plain
 * JSON error under text/event-stream. Only JSON by lines looks like JSON. */
const struct decoding *decoding_sniff(const char *content_type, size_t len, const char *bytes,
                                      size_t n)
{
    while (n && decoder_is_space(*bytes))
        bytes++, n--;
    if (!n)
        return NULL;
    if (*bytes != '{' && *bytes != '[')
        return &decoding_sse;
    if (content_type &&
        (mentions(content_type, len, "ndjson") || mentions(content_type, len, "jsonl")))
        return &decoding_ndjson;
    return &decoding_whole;
}

void decoder_begin(struct decoder *d, const struct decoding *kind)
{
    d->kind = kind;
    buf_clear(&d->pending);
    buf_clear(&d->name);
    buf_clear(&d->data);
    buf_clear(&d->note);
    d->state = 0;
    d->stopped = d->too_large = false;
}

void decoder_feed(struct decoder *d, const char *bytes, size_t n, event_fn *fn, void *owner)
{
    if (n && !decoder_over(d))
        d->kind->feed(d, bytes, n, fn, owner);
}

void decoder_end(struct decoder *d, event_fn *fn, void *owner)
{
    if (!decoder_over(d))
        d->kind->end(d, fn, owner);
}

void decoder_release(struct decoder *d)
{
    buf_release(&d->pending);
    buf_release(&d->name);
    buf_release(&d->data);
    buf_release(&d->note);
}

bool decoder_over(const struct decoder *d)
{
    return d->stopped || d->too_large;
}

bool decoder_fits(struct decoder *d, size_t n)
{
    if (n > DECODER_MAX)
        d->too_large = true;
    return !d->too_large;
}

bool decoder_keep(struct decoder *d, const char *bytes, size_t n)
{
    if (!decoder_fits(d, d->pending.len + n))
        return false;
    buf_add(&d->pending, bytes, n);
    return true;
}

void decoder_tell(struct decoder *d, const struct event *e, event_fn *fn, void *owner)
{
    if (!fn(owner, e))
        d->stopped = true;
}
