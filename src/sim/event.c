#include "sim/event.h"

#include "base/buf.h"
#include "sim/digits.h"
#include "sim/speech.h"

#include <string.h>

enum { DIGITS = 4, MORE_DIGITS = 8 };

/* A chunk's length is known at its end, so four digits of room are left for it. */
static size_t chunk_open(struct buf *out)
{
    PUT(out, "0000\r\n");
    return out->len;
}

static void put_digits(char *at, size_t len, int count)
{
    static const char digits[] = "0123456789abcdef";

    while (count--)
        *at++ = digits[len >> 4 * count & 15];
}

/* An event that says the whole reply may need more of them than there is room for. */
static void make_room(struct buf *out, size_t from)
{
    PUT(out, "0000");
    memmove(out->data + from + DIGITS, out->data + from, out->len - from - DIGITS);
    memcpy(out->data + from + DIGITS - 2, "\r\n", 2);
}

static void chunk_close(struct buf *out, size_t from)
{
    size_t len = out->len - from;
    bool fits = len <= 0xffff;

    if (!fits)
        make_room(out, from);
    put_digits(out->data + from - DIGITS - 2, len, fits ? DIGITS : MORE_DIGITS);
    PUT(out, "\r\n");
}

static void put_newline(const struct speech *s, struct buf *out)
{
    buf_add(out, s->newline, s->newline[0] == '\r' ? 2 : 1);
}

static void open_chunk(struct speech *s, struct buf *out)
{
    s->event = chunk_open(out);
    s->events++;
}

void event_open(struct speech *s, struct buf *out)
{
    open_chunk(s, out);
    if (s->framing == FRAMING_SSE)
        PUT(out, "data: ");
    else if (s->framing == FRAMING_ARRAY)
        buf_put(out, s->events == 1 ? "[" : ",\r\n");
}

void event_open_named(struct speech *s, struct buf *out, const char *name)
{
    open_chunk(s, out);
    PUT(out, "event: ");
    buf_put(out, name);
    put_newline(s, out);
    PUT(out, "data: ");
}

void event_open_prepared(struct speech *s, struct buf *out)
{
    open_chunk(s, out);
    buf_add(out, s->start.data, s->start.len);
}

void event_open_paused(struct speech *s, struct buf *out, unsigned number)
{
    open_chunk(s, out);
    buf_add(out, s->start.data, s->pause);
    digits_put(out, number);
    buf_add(out, s->start.data + s->pause, s->start.len - s->pause);
}

/* Both newlines: an event ends in an empty line. */
void event_close(struct speech *s, struct buf *out)
{
    put_newline(s, out);
    if (s->framing == FRAMING_SSE)
        put_newline(s, out);
    chunk_close(out, s->event);
}

size_t event_end(const struct speech *s, const struct buf *out)
{
    size_t end = out->len - 2;

    while (end > s->event && (out->data[end - 1] == '\n' || out->data[end - 1] == '\r'))
        end--;
    return end;
}

void event_plain(const struct speech *s, struct buf *out, const char *first, const char *second)
{
    size_t chunk = chunk_open(out);

    buf_put(out, first);
    if (second) {
        put_newline(s, out);
        buf_put(out, second);
    }
    put_newline(s, out);
    put_newline(s, out);
    chunk_close(out, chunk);
}

void event_end_array(const struct speech *s, struct buf *out)
{
    size_t chunk = chunk_open(out);

    buf_put(out, s->events ? "]" : "[]");
    chunk_close(out, chunk);
}
