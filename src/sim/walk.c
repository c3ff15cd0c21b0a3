#include "sim/walk.h"

#include "base/error.h"
#include "sim/ask.h"

enum { COUNT_MAX = 1000000 };

static void *place(const struct walk *w, const struct ask_field *f)
{
    return (char *)w->ask + f->into;
}

void walk_say(struct walk *w, struct part text)
{
    if (part_is_text(text))
        part_say(text, w->prompt);
}

void walk_text(struct walk *w, const struct ask_field *f)
{
    (void)f;
    walk_say(w, part_take(&w->json));
}

void walk_pass(struct walk *w, enum json_kind kind)
{
    if (kind == JSON_OBJECT)
        while (json_key(&w->json))
            json_skip(&w->json);
    else if (kind == JSON_ARRAY)
        while (json_item(&w->json))
            json_skip(&w->json);
}

/* null is as if nothing had been said. */
static void pass_wrong(struct walk *w, const struct ask_field *f, enum json_kind kind)
{
    if (kind != JSON_NULL)
        w->bad = f->name;
    walk_pass(w, kind);
}

void walk_flag(struct walk *w, const struct ask_field *f)
{
    enum json_kind kind = json_value(&w->json);

    if (kind == JSON_TRUE || kind == JSON_FALSE)
        *(bool *)place(w, f) = kind == JSON_TRUE;
    else
        pass_wrong(w, f, kind);
}

void walk_count(struct walk *w, const struct ask_field *f)
{
    enum json_kind kind = json_value(&w->json);
    double n;

    if (kind == JSON_NULL)
        return;
    n = kind == JSON_NUMBER ? json_number(&w->json) : -1;
    walk_pass(w, kind);
    if (n < 0 || n > COUNT_MAX || n != (double)(unsigned)n)
        w->bad = f->name;
    else
        *(unsigned *)place(w, f) = (unsigned)n;
}

void walk_most(struct walk *w, const struct ask_field *f)
{
    bool said = json_peek(&w->json) == JSON_NUMBER;

    walk_count(w, f);
    if (said && !*(unsigned *)place(w, f))
        w->bad = f->name;
}

void walk_limit(struct walk *w, const struct ask_field *f)
{
    struct json number = w->json;

    if (json_peek(&number) == JSON_NUMBER && json_value(&number) && json_number(&number) < 0)
        w->json = number;
    else
        walk_count(w, f);
}

void walk_part(struct walk *w, const struct ask_field *f)
{
    *(struct part *)place(w, f) = part_take(&w->json);
}

void walk_inside(struct walk *w, const struct ask_field *f)
{
    enum json_kind kind = json_value(&w->json);

    if (kind == JSON_OBJECT)
        walk_fields(w, f->inside);
    else
        pass_wrong(w, f, kind);
}

void walk_model(struct walk *w, const struct ask_field *f)
{
    enum json_kind kind = json_value(&w->json);

    if (kind != JSON_STRING) {
        w->bad = f->name;
        walk_pass(w, kind);
        return;
    }
    w->ask->model = w->json.text;
    w->ask->model_len = w->json.len;
}

/* A token's id takes the room of a token's text. */
static void put_id(struct walk *w)
{
    double id = json_number(&w->json);
    uint32_t bytes = id >= 0 && id <= UINT32_MAX ? (uint32_t)id : 0;

    buf_add(w->prompt, &bytes, sizeof bytes);
}

static bool read_prompt(struct walk *w, unsigned depth);

/* A list of texts, or of lists, is as many prompts; one of ids is one. */
static bool read_prompts(struct walk *w, unsigned depth)
{
    unsigned count = 0, all = 0;
    bool good = true;

    for (bool ids = true; json_item(&w->json); count += !ids, all++) {
        ids = json_peek(&w->json) == JSON_NUMBER;
        good &= read_prompt(w, depth + 1);
    }
    if (depth == 0 && count)
        w->ask->prompts = count;
    return good && all;
}

/* A number alone is no prompt, and neither is a list without anything in it. */
static bool read_prompt(struct walk *w, unsigned depth)
{
    enum json_kind kind = json_value(&w->json);

    if (kind == JSON_STRING)
        part_say((struct part){w->json.text - 1, w->json.len + 2}, w->prompt);
    else if (kind == JSON_NUMBER && depth)
        put_id(w);
    else if (kind == JSON_ARRAY && depth < 3)
        return read_prompts(w, depth);
    else
        walk_pass(w, kind);
    return kind == JSON_STRING || (kind == JSON_NUMBER && depth);
}

void walk_prompt(struct walk *w, const struct ask_field *f)
{
    if (json_peek(&w->json) == JSON_NULL)
        json_skip(&w->json);
    else if (read_prompt(w, 0))
        w->has_prompt = true;
    else
        w->bad = f->name;
}

void walk_messages(struct walk *w, const struct ask_field *f)
{
    struct ask *a = w->ask;

    (void)f;
    w->failed |= talk_read(&a->talk, &w->json, w->prompt, w->err) != 0;
    w->has_prompt |= a->talk.count > 0;
}

/* {"type": "function", "function": {"name": ...}}, or without the inner object. */
static void read_tool_name(struct walk *w, struct json *j)
{
    while (json_key(j)) {
        bool name = json_is(j, "name");

        if (json_is(j, "function") && json_peek(j) == JSON_OBJECT) {
            json_value(j);
            read_tool_name(w, j);
        } else {
            struct part value = part_take(j);

            if (name)
                w->ask->tool = value;
        }
    }
}

void walk_tool_choice(struct walk *w, const struct ask_field *f)
{
    struct part choice = part_take(&w->json);
    struct json j;

    (void)f;
    w->ask->tools_never = part_is(choice, "\"none\"");
    w->ask->tools_must = part_is(choice, "\"required\"");
    json_begin(&j, choice.text, choice.len);
    if (json_value(&j) != JSON_OBJECT)
        return;
    read_tool_name(w, &j);
    w->ask->tools_must = w->ask->tool.text;
}

void walk_parallel(struct walk *w, const struct ask_field *f)
{
    (void)f;
    w->ask->one_tool = json_peek(&w->json) == JSON_FALSE;
    json_skip(&w->json);
}

void walk_fields(struct walk *w, const struct ask_field *fields)
{
    while (!w->failed && json_key(&w->json)) {
        const struct ask_field *f = fields;

        while (f->name && !json_is(&w->json, f->name))
            f++;
        if (f->name)
            f->take(w, f);
        else
            json_skip(&w->json);
    }
}
