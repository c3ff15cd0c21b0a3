#include "sim/ask.h"

#include "base/error.h"
#include "sim/walk.h"

#include <string.h>

enum { CHOICES_MAX = 1024 };

/* Eight bytes at a time: prompts may be large, and this must not show in the pacing. */
uint64_t ask_hash(const char *body, size_t len)
{
    uint64_t hash = len, part;

    for (; len >= sizeof part; body += sizeof part, len -= sizeof part) {
        memcpy(&part, body, sizeof part);
        hash = (hash ^ part) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    for (; len; body++, len--)
        hash = (hash ^ (unsigned char)*body) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 32;
}

unsigned ask_tokens(size_t bytes)
{
    size_t tokens = bytes / ASK_TOKEN;

    return tokens ? (unsigned)tokens : 1;
}

static int check(const struct ask *a, const struct walk *w)
{
    const struct dialect *d = a->dialect;

    if (w->bad)
        return error_set(w->err, "The field %s has a value that cannot be served.", w->bad);
    if (!w->has_prompt)
        return error_set(w->err, "The field %s is required.", d->needs);
    if (a->prompts > CHOICES_MAX)
        return error_set(w->err, "The field %s has more than %d prompts.", d->needs, CHOICES_MAX);
    if (!a->n || a->n > CHOICES_MAX / a->prompts)
        return error_set(w->err, "The field n must be a whole number from 1 to %u.",
                         CHOICES_MAX / a->prompts);
    return d->check ? d->check(a, w->err) : 0;
}

int ask_read(struct ask *a, const struct dialect *d, const char *body, size_t len,
             struct buf *prompt, struct error *err)
{
    struct ask got = {
        .dialect = d, .framing = d->framing, .stream = d->streams, .prompts = 1, .n = 1};
    struct walk w = {.ask = &got, .prompt = prompt, .err = err};

    buf_clear(prompt);
    json_begin(&w.json, body, len);
    if (json_value(&w.json) != JSON_OBJECT)
        return error_set(err, "The body is no JSON object.");
    walk_fields(&w, d->fields);
    if (w.failed && !w.json.bad)
        return -1;
    if (!json_over(&w.json))
        return error_set(err, "The body is not well-formed JSON (near byte %zu).",
                         (size_t)(w.json.at - body));
    if (check(&got, &w))
        return -1;
    got.prompt_tokens = ask_tokens(prompt->len);
    got.hash = ask_hash(body, len);
    *a = got;
    return 0;
}
