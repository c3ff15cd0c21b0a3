#include "sim/quote.h"

#include "sim/talk.h"

/* Of what a tool has said, that much is quoted. */
enum { QUOTE_MAX = 200 };

/* What was added since then is cut, but no character is. */
static void shorten(struct buf *out, size_t from)
{
    size_t end = from + QUOTE_MAX;

    if (out->len <= end)
        return;
    while ((out->data[end] & 0xc0) == 0x80 && end > from)
        end--;
    out->len = end;
}

static void quote_text(struct buf *out, struct part text)
{
    size_t from = out->len;

    if (!part_is_text(text))
        return;
    part_say(text, out);
    shorten(out, from);
}

static void quote_list(struct buf *out, struct json *j)
{
    while (json_item(j)) {
        struct part text = {0};

        if (json_value(j) == JSON_OBJECT)
            PART_GATHER(j, {"text", &text});
        quote_text(out, text);
    }
}

/* A string, the texts of a list of parts, or an object as it stands. */
static void quote_result(struct buf *out, struct part result)
{
    size_t from = out->len;
    struct json j;

    json_begin(&j, result.text, result.len);
    switch (json_peek(&j)) {
    case JSON_STRING: quote_text(out, result); break;
    case JSON_ARRAY:
        json_value(&j);
        quote_list(out, &j);
        break;
    case JSON_OBJECT:
        buf_add(out, result.text, result.len);
        shorten(out, from);
        break;
    default: break;
    }
}

void quote_results(struct buf *out, const struct talk *t)
{
    struct json_writer w = {.out = out};
    struct buf plain = {0};

    for (unsigned i = 0; i < t->result_count; i++) {
        buf_put(&plain, i ? "; " : "The tools said: ");
        quote_result(&plain, t->results[i]);
    }
    buf_put(&plain, ".");
    json_put_text(&w, plain.data, plain.len);
    buf_drop(out, 1);
    out->len--;
    buf_release(&plain);
}
