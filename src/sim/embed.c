#include "sim/embed.h"

#include "base/error.h"
#include "base/mem.h"
#include "sim/ask.h"
#include "sim/packed.h"
#include "sim/prepared.h"
#include "sim/texts.h"
#include "sim/vector.h"

#include <stdlib.h>

/* A reply beyond it would hold up everybody else's. */
enum { FLOATS_MAX = 4 << 20 };

struct wish {
    struct part input, model, format, size;
};

static int read_wish(struct wish *w, const char *body, size_t len, struct error *err)
{
    struct json j;

    json_begin(&j, body, len);
    if (json_value(&j) != JSON_OBJECT)
        return error_set(err, "The body is no JSON object.");
    while (json_key(&j)) {
        struct part *field = json_is(&j, "input")             ? &w->input
                             : json_is(&j, "model")           ? &w->model
                             : json_is(&j, "encoding_format") ? &w->format
                             : json_is(&j, "dimensions")      ? &w->size
                                                              : NULL;
        struct part value = part_take(&j);

        if (field && !part_is(value, "null"))
            *field = value;
    }
    if (json_over(&j))
        return 0;
    return error_set(err, "The body is not well-formed JSON (near byte %zu).",
                     (size_t)(j.at - body));
}

static int read_size(const struct wish *w, unsigned *size, struct error *err)
{
    struct json j;
    double n = 0;

    if (!w->size.text)
        return 0;
    json_begin(&j, w->size.text, w->size.len);
    if (json_value(&j) == JSON_NUMBER)
        n = json_number(&j);
    if (!(n >= 1 && n <= EMBED_SIZE_MAX && n == (double)(unsigned)n))
        return error_set(err, "The field dimensions must be a whole number from 1 to %d.",
                         EMBED_SIZE_MAX);
    *size = (unsigned)n;
    return 0;
}

/* Six places: printf would take longer than all the rest. */
static void put_float(struct buf *out, float f)
{
    long n = (long)((double)(f < 0 ? -f : f) * 1e6 + 0.5);
    char digits[16], *at = digits + sizeof digits;

    for (int place = 0; place < 6; place++, n /= 10)
        *--at = (char)('0' + n % 10);
    *--at = '.';
    *--at = (char)('0' + n);
    if (f < 0)
        *--at = '-';
    buf_add(out, at, (size_t)(digits + sizeof digits - at));
}

static void put_floats(struct buf *out, const float *v, unsigned size)
{
    for (unsigned i = 0; i < size; i++) {
        buf_add(out, ",", i > 0);
        put_float(out, v[i]);
    }
}

static void put_vector(struct buf *out, const float *v, unsigned size, bool packed)
{
    buf_put(out, packed ? "\"" : "[");
    if (packed)
        packed_put(out, v, size);
    else
        put_floats(out, v, size);
    buf_put(out, packed ? "\"" : "]");
}

static void put_all(struct buf *out, const struct texts *t, unsigned size, bool packed)
{
    float *v = mem_new(size * sizeof *v);

    for (size_t i = 0; i < t->count; i++) {
        struct part text = texts_get(t, i);

        vector_of_text(v, size, text.text, text.len);
        buf_addf(out, "%s{\"object\":\"embedding\",\"index\":%zu,\"embedding\":", i ? "," : "", i);
        put_vector(out, v, size, packed);
        buf_put(out, "}");
    }
    free(v);
}

static void put_answer(struct prepared *p, const struct wish *w, const struct texts *t,
                       unsigned size, const char *model)
{
    struct buf *out = &p->body;

    buf_put(out, "{\"object\":\"list\",\"data\":[");
    put_all(out, t, size, part_is(w->format, "\"base64\""));
    buf_put(out, "],\"model\":");
    if (w->model.len <= 256 && part_is_text(w->model))
        buf_add(out, w->model.text, w->model.len);
    else
        buf_put(out, model);
    buf_addf(out, ",\"usage\":{\"prompt_tokens\":%u,\"total_tokens\":%u}}", p->prompt_tokens,
             p->prompt_tokens);
}

static int answer(struct prepared *p, const struct wish *w, struct texts *t, unsigned size,
                  const char *model, struct error *err)
{
    if (w->format.text && !part_is(w->format, "\"float\"") && !part_is(w->format, "\"base64\""))
        return error_set(err, "The field encoding_format must be \"float\" or \"base64\".");
    if (read_size(w, &size, err) || texts_read_input(t, w->input, "input", err))
        return -1;
    if (t->count * size > FLOATS_MAX)
        return error_set(err, "The field input has too many texts for vectors of %u.", size);
    p->prompt_tokens = ask_tokens(t->bytes.len);
    put_answer(p, w, t, size, model);
    return 0;
}

int embed_answer(struct prepared *p, const char *body, size_t len, unsigned size, const char *model,
                 struct error *err)
{
    struct texts t = {0};
    struct wish w = {0};
    int failed;

    *p = (struct prepared){.hash = ask_hash(body, len)};
    failed = read_wish(&w, body, len, err) || answer(p, &w, &t, size, model, err);
    texts_release(&t);
    return failed ? -1 : 0;
}
