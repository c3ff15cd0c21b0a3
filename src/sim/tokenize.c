#include "sim/tokenize.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "sim/ask.h"
#include "sim/dialect.h"

#include <string.h>

static void put_ids(struct json_writer *w, const struct buf *prompt)
{
    uint32_t id;

    json_open(w, '[');
    for (size_t at = 0; at + sizeof id <= prompt->len; at += sizeof id) {
        memcpy(&id, prompt->data + at, sizeof id);
        json_put_unsigned(w, id);
    }
    json_close(w, ']');
}

int tokenize(struct buf *out, const char *body, size_t len, struct buf *prompt, unsigned longest,
             struct error *err)
{
    struct json_writer w = {.out = out};
    struct error of_messages;
    struct ask a;

    if (ask_read(&a, &dialect_completions, body, len, prompt, err) &&
        ask_read(&a, &dialect_chat, body, len, prompt, &of_messages))
        return -1;
    json_open(&w, '{');
    json_put_key(&w, "count");
    json_put_unsigned(&w, a.prompt_tokens);
    json_put_key(&w, "max_model_len");
    json_put_unsigned(&w, longest);
    json_put_key(&w, "tokens");
    put_ids(&w, prompt);
    json_close(&w, '}');
    return 0;
}

/* What a reply needs to know, as how long it may be, is not asked for here. */
int tokenize_request(const struct dialect *d, struct buf *out, const char *body, size_t len,
                     struct buf *prompt, struct error *err)
{
    struct dialect lenient = *d;
    struct ask a;

    lenient.check = NULL;
    if (ask_read(&a, &lenient, body, len, prompt, err))
        return -1;
    buf_addf(out, "{\"%s\":%u}", d->counted, a.prompt_tokens);
    return 0;
}
