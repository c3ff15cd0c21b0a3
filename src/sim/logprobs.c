#include "sim/logprobs.h"

#include "base/json.h"
#include "sim/event.h"
#include "sim/words.h"

static void put_comma(struct buf *out, unsigned i)
{
    buf_add(out, ",", i > 0);
}

/* The i-th most likely token instead of one, the 0th being that one itself. */
struct likely {
    const char *text;
    size_t len;
    double logprob;
};

static struct likely likely_of(const struct speech *at, const struct buf *text,
                               const struct voiced *v, unsigned i)
{
    const struct word *w = &at->words[(v->id + i * 7) % WORDS];

    if (!i)
        return (struct likely){text->data, text->len, v->logprob};
    return (struct likely){w->text, w->len, v->logprob - i / 2.0};
}

static void unescape(const struct likely *c, struct buf *plain)
{
    const struct json string = {.text = c->text, .len = c->len, .escaped = true};

    buf_clear(plain);
    if (c->len)
        json_unescape(&string, plain);
}

static void put_bytes(const struct likely *c, struct buf *out)
{
    struct buf plain = {0};

    unescape(c, &plain);
    for (size_t i = 0; i < plain.len; i++)
        buf_addf(out, "%s%u", i ? "," : "", (unsigned char)plain.data[i]);
    buf_release(&plain);
}

static void put_likely(const struct likely *c, struct buf *out)
{
    PUT(out, "{\"token\":\"");
    buf_add(out, c->text, c->len);
    buf_addf(out, "\",\"logprob\":%.4f,\"bytes\":[", c->logprob);
    put_bytes(c, out);
    PUT(out, "]");
}

static void put_tops(const struct speech *at, const struct buf *text, const struct voiced *v,
                     struct buf *out)
{
    PUT(out, ",\"top_logprobs\":[");
    for (unsigned i = 0; i < at->top_logprobs; i++) {
        struct likely c = likely_of(at, text, v, i);

        put_comma(out, i);
        put_likely(&c, out);
        PUT(out, "}");
    }
    PUT(out, "]}");
}

void logprobs_of_chat(struct speech at, struct buf *out, unsigned n)
{
    bool refusal = voice_sort(&at) == REFUSAL;
    struct buf text = {0};

    buf_put(out, refusal ? "{\"content\":null,\"refusal\":[" : "{\"content\":[");
    for (unsigned i = 0; i < n; i++) {
        struct voiced v = voice_token(&at, &text);
        struct likely c = likely_of(&at, &text, &v, 0);

        put_comma(out, i);
        put_likely(&c, out);
        put_tops(&at, &text, &v, out);
    }
    buf_put(out, refusal ? "]}" : "],\"refusal\":null}");
    buf_release(&text);
}

static unsigned characters(const struct buf *text)
{
    unsigned n = 0;

    for (size_t i = 0; i < text->len; i++)
        n += (text->data[i] & 0xc0) != 0x80;
    return n;
}

static unsigned length_of(const struct buf *text)
{
    const struct likely c = {text->data, text->len, 0};
    struct buf plain = {0};
    unsigned n;

    unescape(&c, &plain);
    n = characters(&plain);
    buf_release(&plain);
    return n;
}

/* What was said before is said again to know its length: whoever asks for this pays for it. */
static unsigned offset_of(const struct speech *at)
{
    struct buf before = {0};
    unsigned offset;

    voice_again(at, &before, 0, at->said);
    offset = length_of(&before);
    buf_release(&before);
    return offset;
}

static void put_offsets(struct speech at, struct buf *out, unsigned n)
{
    unsigned offset = offset_of(&at);
    struct buf text = {0};

    PUT(out, "{\"text_offset\":[");
    for (unsigned i = 0; i < n; i++) {
        put_comma(out, i);
        buf_addf(out, "%u", offset);
        voice_token(&at, &text);
        offset += length_of(&text);
    }
    buf_release(&text);
}

static void put_logprobs(struct speech at, struct buf *out, unsigned n)
{
    struct buf text = {0};

    PUT(out, "],\"token_logprobs\":[");
    for (unsigned i = 0; i < n; i++)
        buf_addf(out, "%s%.4f", i ? "," : "", voice_token(&at, &text).logprob);
    buf_release(&text);
}

static void put_texts(struct speech at, struct buf *out, unsigned n)
{
    struct buf text = {0};

    PUT(out, "],\"tokens\":[");
    for (unsigned i = 0; i < n; i++) {
        voice_token(&at, &text);
        buf_addf(out, "%s\"%s\"", i ? "," : "", text.data);
    }
    buf_release(&text);
}

static void put_others(const struct speech *at, const struct buf *text, const struct voiced *v,
                       struct buf *out)
{
    PUT(out, "{");
    for (unsigned i = 0; i < at->top_logprobs; i++) {
        struct likely c = likely_of(at, text, v, i);

        put_comma(out, i);
        buf_addf(out, "\"%.*s\":%.4f", (int)c.len, c.text, c.logprob);
    }
    PUT(out, "}");
}

void logprobs_of_completion(struct speech at, struct buf *out, unsigned n)
{
    struct buf text = {0};

    put_offsets(at, out, n);
    put_logprobs(at, out, n);
    put_texts(at, out, n);
    PUT(out, "],\"top_logprobs\":[");
    for (unsigned i = 0; i < n; i++) {
        struct voiced v = voice_token(&at, &text);

        put_comma(out, i);
        put_others(&at, &text, &v, out);
    }
    PUT(out, "]}");
    buf_release(&text);
}
