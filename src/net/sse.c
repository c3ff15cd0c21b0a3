#include "net/decoder.h"

#include <string.h>

/* What is known of the event being read, while a piece of the stream is fed: its parts
 * lie in that piece as long as they can. Only what must outlive the piece, or be put
 * together from several lines, is copied into the decoder. */
struct text {
    const char *at; /* NULL: not seen */
    size_t len;
};

struct sse {
    struct decoder *d;
    event_fn *fn;
    void *owner;
    struct text name, data, note;
};

enum { HAS_NAME = 1, HAS_DATA = 2, HAS_NOTE = 4, BEGUN = 8, AFTER_CR = 16 };

static bool is(struct text t, const char *word, size_t len)
{
    return t.len == len && !memcmp(t.at, word, len);
}

static void keep(struct buf *b, const struct text *t)
{
    if (!t->at || t->at == b->data)
        return;
    buf_clear(b);
    buf_add(b, t->at, t->len);
}

/* Several lines of the same kind are one text, with line feeds between. */
static void join(struct sse *s, struct buf *b, struct text *t, struct text line)
{
    if (!t->at) {
        *t = line;
        return;
    }
    if (!decoder_fits(s->d, t->len + 1 + line.len))
        return;
    keep(b, t);
    buf_add(b, "\n", 1);
    buf_add(b, line.at, line.len);
    *t = (struct text){b->data, b->len};
}

static void forget(struct sse *s)
{
    s->name = s->data = s->note = (struct text){0};
}

static void tell(struct sse *s)
{
    const struct event e = {
        .name = s->name.at,
        .name_len = s->name.len,
        .data = s->data.at ? s->data.at : "",
        .data_len = s->data.len,
        .note = s->note.at,
        .note_len = s->note.len,
    };

    decoder_tell(s->d, &e, s->fn, s->owner);
}

static bool is_error(const struct sse *s)
{
    return s->name.at && is(s->name, "error", 5);
}

static void take_blank(struct sse *s)
{
    if (s->data.at || is_error(s))
        tell(s);
    forget(s);
}

/* Old llama.cpp reports a failure as a field `error` where it meant an event of that name. */
static void take_field(struct sse *s, struct text field, struct text value)
{
    static const char error[] = "error";

    if (is(field, "data", 4)) {
        join(s, &s->d->data, &s->data, value);
    } else if (is(field, "event", 5)) {
        s->name = value.len ? value : (struct text){0};
    } else if (is(field, "error", 5)) {
        s->name = (struct text){error, 5};
        join(s, &s->d->data, &s->data, value);
    }
}

static void take_line(struct sse *s, struct text line)
{
    const char *colon = memchr(line.at, ':', line.len);
    struct text field = line, value = {line.at + line.len, 0};

    if (colon) {
        field.len = (size_t)(colon - line.at);
        value = (struct text){colon + 1, line.len - field.len - 1};
    }
    if (value.len && *value.at == ' ')
        value.at++, value.len--;
    if (field.len)
        take_field(s, field, value);
    else if (value.len)
        join(s, &s->d->note, &s->note, value); /* a bare ':' only keeps the connection alive */
}

static void take(struct sse *s, struct text line)
{
    if (!decoder_fits(s->d, line.len))
        return;
    if (!(s->d->state & BEGUN)) {
        s->d->state |= BEGUN;
        if (line.len >= 3 && !memcmp(line.at, "\xEF\xBB\xBF", 3))
            line.at += 3, line.len -= 3;
    }
    if (line.len)
        take_line(s, line);
    else
        take_blank(s);
}

static struct text had(const struct decoder *d, unsigned part, const struct buf *b)
{
    return d->state & part ? (struct text){b->data, b->len} : (struct text){0};
}

static struct sse resume(struct decoder *d, event_fn *fn, void *owner)
{
    return (struct sse){
        .d = d,
        .fn = fn,
        .owner = owner,
        .name = had(d, HAS_NAME, &d->name),
        .data = had(d, HAS_DATA, &d->data),
        .note = had(d, HAS_NOTE, &d->note),
    };
}

static void put_by(const struct sse *s)
{
    struct decoder *d = s->d;

    keep(&d->name, &s->name);
    keep(&d->data, &s->data);
    keep(&d->note, &s->note);
    d->state &= ~(unsigned)(HAS_NAME | HAS_DATA | HAS_NOTE);
    d->state |=
        (s->name.at ? HAS_NAME : 0) | (s->data.at ? HAS_DATA : 0) | (s->note.at ? HAS_NOTE : 0);
}

/* A line ends at LF, CR or CRLF. Where the next of each is, is looked up only once it
 * was passed: a stream without any CR is searched for it once a piece, not once a line. */
struct cursor {
    const char *at, *end, *lf, *cr; /* at `end`: no more of them */
};

static const char *find(const struct cursor *c, char byte)
{
    const char *found = memchr(c->at, byte, (size_t)(c->end - c->at));

    return found ? found : c->end;
}

/* A CR that ends the piece ends its line at once: an LF that begins the next piece is
 * then a part of that line end. */
static struct cursor search(struct decoder *d, const char *bytes, size_t n)
{
    struct cursor c = {.at = bytes, .end = bytes + n};

    if (d->state & AFTER_CR && *c.at == '\n')
        c.at++;
    d->state &= ~(unsigned)AFTER_CR;
    c.lf = find(&c, '\n');
    c.cr = find(&c, '\r');
    return c;
}

static bool next_line(struct decoder *d, struct cursor *c, struct text *line)
{
    const char *eol;

    if (c->lf < c->at)
        c->lf = find(c, '\n');
    if (c->cr < c->at)
        c->cr = find(c, '\r');
    eol = c->lf < c->cr ? c->lf : c->cr;
    if (eol == c->end)
        return false;
    *line = (struct text){c->at, (size_t)(eol - c->at)};
    c->at = eol + 1;
    if (*eol == '\r' && c->at == c->end)
        d->state |= AFTER_CR;
    else if (*eol == '\r' && *c->at == '\n')
        c->at++;
    return true;
}

static void feed(struct decoder *d, const char *bytes, size_t n, event_fn *fn, void *owner)
{
    struct cursor c = search(d, bytes, n);
    struct sse s = resume(d, fn, owner);
    bool carried = d->pending.len;
    struct text line;

    while (!decoder_over(d) && next_line(d, &c, &line)) {
        if (carried && decoder_keep(d, line.at, line.len))
            line = (struct text){d->pending.data, d->pending.len};
        carried = false; /* but not cleared yet: the event may point into it */
        take(&s, line);
    }
    if (decoder_over(d))
        return;
    put_by(&s);
    if (!carried && d->pending.len)
        buf_clear(&d->pending);
    if (c.at < c.end)
        decoder_keep(d, c.at, (size_t)(c.end - c.at));
}

static void end(struct decoder *d, event_fn *fn, void *owner)
{
    struct sse s = resume(d, fn, owner);

    if (d->pending.len)
        take(&s, (struct text){d->pending.data, d->pending.len});
    if (!decoder_over(d) && (s.data.len || is_error(&s)))
        tell(&s);
}

const struct decoding decoding_sse = {feed, end};
