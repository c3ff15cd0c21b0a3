#include "sim/wire.h"

#include "base/buf.h"
#include "sim/gzip.h"
#include "sim/style.h"

#include <stdlib.h>
#include <string.h>

enum { LIE = 1 << 20 }; /* bytes that a stream claims to have and has not */

static bool endless(const struct sim_given *g)
{
    return g->by[SIM_HTTP10] || g->by[SIM_NO_LENGTH];
}

void wire_begin(struct wire *w, const struct sim_given *g, bool old)
{
    *w = (struct wire){.given = g, .chunked = !old && !endless(g) && !g->by[SIM_BAD_LENGTH]};
    w->closes = !w->chunked || g->by[SIM_CLOSE];
    w->odd = !w->chunked || g->by[SIM_GZIP] || g->by[SIM_TRAILERS] || g->by[SIM_SPLIT] ||
             g->by[SIM_UTF8] || style_odd(g);
}

static void put_coding(const struct sim_given *g, struct buf *header)
{
    if (g->by[SIM_GZIP])
        buf_put(header, "content-encoding: gzip\r\n");
}

void wire_stream_header(const struct wire *w, struct buf *header)
{
    const struct sim_given *g = w->given;

    put_coding(g, header);
    if (w->chunked)
        buf_put(header, "transfer-encoding: chunked\r\n");
    else if (g->by[SIM_BAD_LENGTH])
        buf_addf(header, "content-length: %d\r\n", LIE);
    if (w->chunked && g->by[SIM_TRAILERS])
        buf_put(header, "trailer: x-sim-end\r\n");
}

void wire_whole_header(const struct wire *w, struct buf *header, size_t len)
{
    const struct sim_given *g = w->given;

    put_coding(g, header);
    if (g->by[SIM_BAD_LENGTH])
        buf_addf(header, "content-length: %zu\r\n", len + LIE);
    else if (!endless(g))
        buf_addf(header, "content-length: %zu\r\n", len);
}

void wire_whole(const struct wire *w, struct buf *body)
{
    struct buf coded = {0};
    uint32_t sum;

    if (!w->given->by[SIM_GZIP])
        return;
    gzip_begin(&coded);
    sum = gzip_block(&coded, body->data, body->len, 0);
    gzip_end(&coded, sum, (uint32_t)body->len);
    buf_release(body);
    *body = coded;
}

/* What comes next of what was said: an event, the end, or what is broken and no chunk. */
enum kind { EVENT, END, BROKEN };

struct piece {
    enum kind kind;
    const char *text;
    size_t len;
};

static struct piece take_chunk(const char **at, const char *end)
{
    char *after;
    size_t size = strtoul(*at, &after, 16), left = (size_t)(end - *at);
    struct piece p = {BROKEN, *at, left};
    bool number = after > *at && end - after >= 2 && !memcmp(after, "\r\n", 2);

    if (number && (size_t)(end - after) >= size + 4) {
        p = (struct piece){size ? EVENT : END, after + 2, size};
        *at = after + size + 4;
    } else {
        *at = end;
    }
    return p;
}

/* Bytes of the body, as HTTP frames them. */
static void frame(const struct wire *w, struct buf *out, const char *bytes, size_t n)
{
    if (w->chunked && n)
        buf_addf(out, "%zx\r\n", n);
    buf_add(out, bytes, n);
    if (w->chunked && n)
        buf_put(out, "\r\n");
}

static void code(struct wire *w, struct buf *out, const char *bytes, size_t n)
{
    struct buf coded = {0};

    if (!w->given->by[SIM_GZIP]) {
        frame(w, out, bytes, n);
        return;
    }
    if (!w->length)
        gzip_begin(&coded);
    w->crc = gzip_block(&coded, bytes, n, w->crc);
    w->length += (uint32_t)n;
    frame(w, out, coded.data, coded.len);
    buf_release(&coded);
}

static bool inside_character(char c)
{
    return (c & 0xc0) == 0x80;
}

/* Where the write that begins at `from` ends. */
static size_t cut(const struct sim_given *g, const char *text, size_t len, size_t from)
{
    size_t parts = (size_t)sim_given_argument(g, SIM_SPLIT, 1), part = len / parts + 1;
    size_t end = from + part < len ? from + part : len;

    if (g->by[SIM_UTF8])
        for (size_t at = from + 1; at < end; at++)
            if (inside_character(text[at]))
                return at;
    return end;
}

static void flush(struct buf *gathered, const struct wire_out *out)
{
    if (gathered->len)
        out->send(out->to, gathered->data, gathered->len);
    buf_clear(gathered);
}

/* An event in one piece waits for what is to go out with it; one that is cut goes at once, a write
 * for each piece. */
static void put_event(struct wire *w, struct buf *gathered, const struct piece *p, bool last,
                      const struct wire_out *out)
{
    struct buf text = {0};

    style_event(w->given, &text, p->text, p->len, !w->begun, last);
    w->begun = true;
    for (size_t from = 0, end; from < text.len; from = end) {
        end = cut(w->given, text.data, text.len, from);
        code(w, gathered, text.data + from, end - from);
        if (from || end < text.len)
            flush(gathered, out);
    }
    buf_release(&text);
}

static void put_end(struct wire *w, struct buf *gathered)
{
    const struct sim_given *g = w->given;
    struct buf coded = {0};

    if (g->by[SIM_GZIP]) {
        gzip_end(&coded, w->crc, w->length);
        frame(w, gathered, coded.data, coded.len);
        buf_release(&coded);
    }
    if (!w->chunked)
        return;
    buf_put(gathered, g->by[SIM_TRAILERS] ? "0\r\nx-sim-end: here\r\n\r\n" : "0\r\n\r\n");
}

/* A chunk that is cut stays so; where there are no chunks, or others, what it has of the body is
 * cut instead. */
static void put_broken(struct wire *w, struct buf *gathered, const struct piece *p)
{
    const char *body = memchr(p->text, '\n', p->len);
    bool bare = body && (!w->chunked || w->given->by[SIM_GZIP]);

    if (bare)
        code(w, gathered, body + 1, (size_t)(p->text + p->len - body - 1));
    else
        buf_add(gathered, p->text, p->len);
}

static bool at_end(const char *at, const char *end)
{
    return end - at == 5 && !memcmp(at, "0\r\n\r\n", 5);
}

void wire_send(struct wire *w, const struct buf *said, const struct wire_out *out)
{
    const char *at = said->data, *end = said->data + said->len;
    struct buf gathered = {0};

    while (at < end) {
        struct piece p = take_chunk(&at, end);

        switch (p.kind) {
        case EVENT: put_event(w, &gathered, &p, at_end(at, end), out); break;
        case END: put_end(w, &gathered); break;
        case BROKEN: put_broken(w, &gathered, &p); break;
        }
    }
    flush(&gathered, out);
    buf_release(&gathered);
}
