#include "sim/event.h"

#include "base/buf.h"
#include "sim/speech.h"

/* String constants, with their length known to the compiler. */
#define PUT(out, text) buf_add(out, text, sizeof(text) - 1)

/* A chunk's length is known at its end, so four digits of room are left for it. */
static size_t chunk_open(const struct speech *s, struct buf *out)
{
    if (!s->bare)
        PUT(out, "0000\r\n");
    return out->len;
}

static void chunk_close(const struct speech *s, struct buf *out, size_t from)
{
    static const char digits[] = "0123456789abcdef";
    size_t len = out->len - from;
    char *at;

    if (s->bare)
        return;
    at = out->data + from - 6;
    for (int shift = 12; shift >= 0; shift -= 4)
        *at++ = digits[len >> shift & 15];
    PUT(out, "\r\n");
}

static void put_newline(const struct speech *s, struct buf *out)
{
    buf_add(out, s->newline, s->newline[0] == '\r' ? 2 : 1);
}

size_t event_open(const struct speech *s, struct buf *out)
{
    size_t chunk = chunk_open(s, out);

    buf_add(out, s->start, s->start_len);
    return chunk;
}

/* Both newlines: an event ends in an empty line. */
void event_over(const struct speech *s, struct buf *out, size_t chunk)
{
    put_newline(s, out);
    put_newline(s, out);
    chunk_close(s, out, chunk);
}

void event_close(const struct speech *s, struct buf *out, size_t chunk)
{
    PUT(out, "]");
    if (s->continuous) {
        PUT(out, ",");
        event_usage(s, out);
    }
    PUT(out, "}");
    event_over(s, out, chunk);
}

void event_usage(const struct speech *s, struct buf *out)
{
    buf_addf(out, "\"usage\":{\"prompt_tokens\":%u,\"total_tokens\":%u,\"completion_tokens\":%u",
             s->prompt_tokens, s->prompt_tokens + s->said, s->said);
    if (s->reasoning)
        buf_addf(out, ",\"completion_tokens_details\":{\"reasoning_tokens\":%u}",
                 s->said < s->reasoning ? s->said : s->reasoning);
    if (s->caches)
        buf_addf(out, ",\"prompt_tokens_details\":{\"cached_tokens\":%u}", s->cached_tokens);
    PUT(out, "}");
}

void event_plain(const struct speech *s, struct buf *out, const char *first, const char *second)
{
    size_t chunk = chunk_open(s, out);

    buf_put(out, first);
    if (second) {
        put_newline(s, out);
        buf_put(out, second);
    }
    event_over(s, out, chunk);
}
