#include "sim/ask.h"

#include "base/error.h"
#include "base/json.h"

#include <string.h>

enum { TOKENS_MAX = 1000000 };

/* What has been found while walking through the body. */
struct walk {
    struct json json;
    struct ask *ask;
    struct buf *prompt;
    bool has_prompt;
    const char *bad; /* the first field of a wrong kind */
    bool failed;     /* the messages cannot be served, and err says why */
    struct error *err;
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

/* A token's id takes the room of a token's text. */
static void put_id(struct walk *w)
{
    double id = json_number(&w->json);
    uint32_t bytes = id >= 0 && id <= UINT32_MAX ? (uint32_t)id : 0;

    buf_add(w->prompt, &bytes, sizeof bytes);
}

/* Text, token ids, or lists of either. */
static void read_prompt(struct walk *w, unsigned depth)
{
    enum json_kind kind = json_value(&w->json);

    w->has_prompt = true;
    if (kind == JSON_STRING)
        part_say((struct part){w->json.text - 1, w->json.len + 2}, w->prompt);
    else if (kind == JSON_NUMBER)
        put_id(w);
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

/* "none", "auto", "required", or the one tool by its name. */
static void read_tool_choice(struct walk *w)
{
    struct json j;
    struct part choice = part_take(&w->json);

    w->ask->tools_never = part_is(choice, "\"none\"");
    w->ask->tools_must = part_is(choice, "\"required\"");
    json_begin(&j, choice.text, choice.len);
    if (json_value(&j) != JSON_OBJECT)
        return;
    while (json_key(&j)) {
        if (json_is(&j, "function") && json_peek(&j) == JSON_OBJECT) {
            json_value(&j);
            while (json_key(&j)) {
                bool name = json_is(&j, "name");
                struct part value = part_take(&j);

                if (name)
                    w->ask->tool = value;
            }
        } else {
            json_skip(&j);
        }
    }
    w->ask->tools_must = w->ask->tool.text;
}

static void read_messages(struct walk *w)
{
    struct ask *a = w->ask;

    w->failed |= talk_read(&a->talk, &w->json, w->prompt, w->err) != 0;
    w->has_prompt |= a->talk.count > 0;
}

static bool read_tool_field(struct walk *w)
{
    struct ask *a = w->ask;

    if (json_is(&w->json, "tools")) {
        a->tools = part_take(&w->json);
    } else if (json_is(&w->json, "tool_choice")) {
        read_tool_choice(w);
    } else if (json_is(&w->json, "parallel_tool_calls")) {
        a->one_tool = json_peek(&w->json) == JSON_FALSE;
        json_skip(&w->json);
    } else {
        return false;
    }
    return true;
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
    else if (!a->chat || !read_tool_field(w))
        json_skip(&w->json);
}

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

static void walk_through(struct walk *w)
{
    while (!w->failed && json_key(&w->json))
        read_field(w);
}

int ask_read(struct ask *a, bool chat, const char *body, size_t len, struct buf *prompt,
             struct error *err)
{
    struct ask got = {.chat = chat};
    struct walk w = {.ask = &got, .prompt = prompt, .err = err};

    buf_clear(prompt);
    json_begin(&w.json, body, len);
    if (json_value(&w.json) != JSON_OBJECT)
        return error_set(err, "The body is no JSON object.");
    walk_through(&w);
    if (w.failed && !w.json.bad)
        return -1;
    if (!json_over(&w.json))
        return error_set(err, "The body is not well-formed JSON (near byte %zu).",
                         (size_t)(w.json.at - body));
    if (w.bad)
        return error_set(err, "The field %s has a value that cannot be served.", w.bad);
    if (!w.has_prompt)
        return error_set(err, "The field %s is required.", chat ? "messages" : "prompt");
    got.prompt_tokens = ask_tokens(prompt->len);
    got.hash = ask_hash(body, len);
    *a = got;
    return 0;
}
