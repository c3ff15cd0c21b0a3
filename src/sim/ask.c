#include "sim/ask.h"

#include "base/error.h"
#include "base/json.h"

#include <string.h>

enum { TOKENS_MAX = 1000000, BYTES_PER_TOKEN = 4 };

/* What has been found while walking through the body. */
struct walk {
    struct json json;
    struct ask *ask;
    size_t bytes, ids; /* of the prompt: text, and token ids */
    bool has_prompt;
    const char *bad; /* the first field of a wrong kind */
};

/* A value that has just been opened and nobody wants: its members are read over. */
static void pass(struct walk *w, enum json_kind kind)
{
    if (kind == JSON_OBJECT)
        while (json_key(&w->json))
            json_skip(&w->json);
    else if (kind == JSON_ARRAY)
        while (json_item(&w->json))
            json_skip(&w->json);
}

static void read_flag(struct walk *w, bool *flag)
{
    enum json_kind kind = json_value(&w->json);

    *flag = kind == JSON_TRUE;
    pass(w, kind);
}

static void read_count(struct walk *w, unsigned *count, const char *name)
{
    enum json_kind kind = json_value(&w->json);
    double n;

    if (kind == JSON_NULL)
        return;
    n = kind == JSON_NUMBER ? json_number(&w->json) : -1;
    pass(w, kind);
    if (n < 0 || n > TOKENS_MAX || n != (double)(unsigned)n)
        w->bad = name;
    else
        *count = (unsigned)n;
}

static void read_part(struct walk *w)
{
    enum json_kind kind = json_value(&w->json);

    if (kind != JSON_OBJECT) {
        pass(w, kind);
        return;
    }
    while (json_key(&w->json)) {
        bool text = json_is(&w->json, "text");

        kind = json_value(&w->json);
        if (text && kind == JSON_STRING)
            w->bytes += w->json.len;
        pass(w, kind);
    }
}

/* A message's content is text, or a list of parts of which some are text. */
static void read_content(struct walk *w)
{
    enum json_kind kind = json_value(&w->json);

    if (kind == JSON_STRING)
        w->bytes += w->json.len;
    if (kind == JSON_ARRAY)
        while (json_item(&w->json))
            read_part(w);
    else
        pass(w, kind);
}

static void read_message(struct walk *w)
{
    enum json_kind kind = json_value(&w->json);

    if (kind != JSON_OBJECT) {
        w->bad = "messages";
        pass(w, kind);
        return;
    }
    while (json_key(&w->json)) {
        if (json_is(&w->json, "content"))
            read_content(w);
        else
            json_skip(&w->json);
    }
}

static void read_messages(struct walk *w)
{
    enum json_kind kind = json_value(&w->json);

    if (kind != JSON_ARRAY) {
        w->bad = "messages";
        pass(w, kind);
        return;
    }
    while (json_item(&w->json)) {
        w->has_prompt = true;
        read_message(w);
    }
}

/* Text, token ids, or lists of either. */
static void read_prompt(struct walk *w, unsigned depth)
{
    enum json_kind kind = json_value(&w->json);

    w->has_prompt = true;
    if (kind == JSON_STRING)
        w->bytes += w->json.len;
    else if (kind == JSON_NUMBER)
        w->ids++;
    if (kind == JSON_ARRAY && depth < 3)
        while (json_item(&w->json))
            read_prompt(w, depth + 1);
    else
        pass(w, kind);
}

static void read_stream_options(struct walk *w)
{
    enum json_kind kind = json_value(&w->json);

    if (kind != JSON_OBJECT) {
        pass(w, kind);
        return;
    }
    while (json_key(&w->json)) {
        if (json_is(&w->json, "include_usage"))
            read_flag(w, &w->ask->include_usage);
        else if (json_is(&w->json, "continuous_usage_stats"))
            read_flag(w, &w->ask->continuous_usage);
        else
            json_skip(&w->json);
    }
}

static void read_model(struct walk *w)
{
    enum json_kind kind = json_value(&w->json);

    if (kind != JSON_STRING) {
        w->bad = "model";
        pass(w, kind);
        return;
    }
    w->ask->model = w->json.text;
    w->ask->model_len = w->json.len;
}

static void read_field(struct walk *w)
{
    const struct json *j = &w->json;
    struct ask *a = w->ask;

    if (json_is(j, "model"))
        read_model(w);
    else if (json_is(j, "stream"))
        read_flag(w, &a->stream);
    else if (json_is(j, "stream_options"))
        read_stream_options(w);
    else if (json_is(j, "max_tokens") || json_is(j, "max_completion_tokens"))
        read_count(w, &a->max_tokens, "max_tokens");
    else if (json_is(j, "min_tokens"))
        read_count(w, &a->min_tokens, "min_tokens");
    else if (json_is(j, "ignore_eos"))
        read_flag(w, &a->ignore_eos);
    else if (json_is(j, "messages") && a->chat)
        read_messages(w);
    else if (json_is(j, "prompt") && !a->chat)
        read_prompt(w, 0);
    else {
        a->tools |= json_is(j, "tools");
        json_skip(&w->json);
    }
}

/* Eight bytes at a time: prompts may be large, and this must not show in the pacing. */
static uint64_t hash_of(const char *bytes, size_t len)
{
    uint64_t hash = len, part;

    for (; len >= sizeof part; bytes += sizeof part, len -= sizeof part) {
        memcpy(&part, bytes, sizeof part);
        hash = (hash ^ part) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    for (; len; bytes++, len--)
        hash = (hash ^ (unsigned char)*bytes) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 32;
}

static void finish(struct walk *w)
{
    size_t tokens = w->ids + w->bytes / BYTES_PER_TOKEN;

    w->ask->prompt_tokens = tokens ? (unsigned)tokens : 1;
}

int ask_read(struct ask *a, bool chat, const char *body, size_t len, struct error *err)
{
    struct ask got = {.chat = chat};
    struct walk w = {.ask = &got};

    json_begin(&w.json, body, len);
    if (json_value(&w.json) == JSON_OBJECT)
        while (json_key(&w.json))
            read_field(&w);
    else
        return error_set(err, "The body is no JSON object.");
    if (!json_over(&w.json))
        return error_set(err, "The body is not well-formed JSON (near byte %zu).",
                         (size_t)(w.json.at - body));
    if (w.bad)
        return error_set(err, "The field %s has a value that cannot be served.", w.bad);
    if (!w.has_prompt)
        return error_set(err, "The field %s is required.", chat ? "messages" : "prompt");
    finish(&w);
    got.hash = hash_of(body, len);
    *a = got;
    return 0;
}
