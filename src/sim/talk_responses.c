#include "sim/talk_responses.h"

#include "base/error.h"
#include "sim/ask.h"
#include "sim/waiting.h"
#include "sim/walk.h"

struct reading {
    struct walk *walk;
    struct talk *talk;
    struct waiting waiting;
    bool calling; /* the last item was a call */
};

struct item {
    struct part type, role, content, id, name, arguments, output;
};

static int fail(const struct reading *r, const char *what, struct part which)
{
    return error_set(r->walk->err, "input[%zu]: %s%s%.*s.", r->talk->count, what,
                     which.text ? ": " : "", part_shown(which), which.text ? which.text : "");
}

/* A string, or the texts of a list of parts. */
static int say_content(const struct reading *r, struct part content)
{
    struct json j;

    walk_say(r->walk, content);
    if (!content.text || part_is_text(content))
        return 0;
    json_begin(&j, content.text, content.len);
    if (json_value(&j) != JSON_ARRAY)
        return fail(r, "the content must be a text or a list of parts", content);
    while (json_item(&j)) {
        struct part text = {0};

        if (json_value(&j) != JSON_OBJECT)
            return fail(r, "a part of the content is no object", text);
        PART_GATHER(&j, {"text", &text});
        walk_say(r->walk, text);
    }
    return 0;
}

static int miss_outputs(const struct reading *r)
{
    struct buf ids = {0};
    int failed;

    waiting_list(&r->waiting, &ids);
    failed = error_set(r->walk->err, "input: there is no function_call_output for the calls: %s.",
                       ids.data);
    buf_release(&ids);
    return failed;
}

/* Calls that follow each other are one round. */
static int take_call(struct reading *r, const struct item *i)
{
    if (!part_is_text(i->id) || !part_is_text(i->name))
        return fail(r, "a function_call needs a call_id and a name", (struct part){0});
    if (!r->calling) {
        r->talk->rounds++;
        r->talk->result_count = 0;
    }
    waiting_add(&r->waiting, i->id);
    walk_say(r->walk, i->name);
    walk_say(r->walk, i->arguments);
    return 0;
}

static int take_output(struct reading *r, const struct item *i)
{
    if (!i->id.text || !waiting_answer(&r->waiting, r->talk, i->id, i->output))
        return fail(r, "a function_call_output is for no call before it",
                    i->id.text ? i->id : i->type);
    return say_content(r, i->output);
}

static int take_message(struct reading *r, const struct item *i)
{
    if (!part_is_text(i->role))
        return fail(r, "a message needs a role", i->role);
    if (r->waiting.count)
        return miss_outputs(r);
    r->talk->result_count = 0;
    if (part_is(i->role, "\"user\""))
        r->talk->rounds = 0;
    return say_content(r, i->content);
}

static int take_item(struct reading *r, const struct item *i)
{
    if (part_is(i->type, "\"function_call\""))
        return take_call(r, i);
    if (part_is(i->type, "\"function_call_output\""))
        return take_output(r, i);
    if (!i->type.text || part_is(i->type, "\"message\""))
        return take_message(r, i);
    return say_content(r, i->content); /* thoughts, and items that only OpenAI itself knows */
}

static int read_item(struct reading *r, struct json *j)
{
    struct item i = {0};
    int failed;

    if (json_value(j) != JSON_OBJECT)
        return fail(r, "it is no object", i.type);
    PART_GATHER(j, {"type", &i.type}, {"role", &i.role}, {"content", &i.content},
                {"call_id", &i.id}, {"name", &i.name}, {"arguments", &i.arguments},
                {"output", &i.output});
    failed = take_item(r, &i);
    r->calling = part_is(i.type, "\"function_call\"");
    return failed;
}

static int read_input(struct reading *r, struct json *j)
{
    enum json_kind kind = json_peek(j);

    if (kind == JSON_STRING) {
        walk_say(r->walk, part_take(j));
        r->talk->count = 1;
        return 0;
    }
    if (json_value(j) != JSON_ARRAY)
        return error_set(r->walk->err, "input: a text or a list of items was expected.");
    for (; json_item(j); r->talk->count++)
        if (read_item(r, j))
            return -1;
    return r->waiting.count ? miss_outputs(r) : 0;
}

void responses_input(struct walk *w, const struct ask_field *f)
{
    struct reading r = {.walk = w, .talk = &w->ask->talk};

    (void)f;
    w->failed |= read_input(&r, &w->json) != 0;
    w->has_prompt |= r.talk->count > 0;
    waiting_release(&r.waiting);
}
