#include "sim/talk_anthropic.h"

#include "base/error.h"
#include "sim/ask.h"
#include "sim/waiting.h"
#include "sim/walk.h"

struct reading {
    struct walk *walk;
    struct talk *talk;
    struct waiting waiting;
    bool called, answered; /* in the message that is being read */
};

struct block {
    struct part type, text, thinking, id, name, input, answers, content;
};

/* A string, or the texts of a list of blocks. */
static void say_texts(struct walk *w, struct part content)
{
    struct json j;

    walk_say(w, content);
    json_begin(&j, content.text, content.len);
    if (json_value(&j) != JSON_ARRAY)
        return;
    while (json_item(&j)) {
        struct part text = {0};

        if (json_value(&j) == JSON_OBJECT)
            PART_GATHER(&j, {"text", &text});
        walk_say(w, text);
    }
}

void anthropic_system(struct walk *w, const struct ask_field *f)
{
    (void)f;
    say_texts(w, part_take(&w->json));
}

static int fail(const struct reading *r, const char *what, struct part which)
{
    return error_set(r->walk->err, "messages.%zu: %s%s%.*s.", r->talk->count, what,
                     which.text ? ": " : "", part_shown(which), which.text ? which.text : "");
}

static int take_call(struct reading *r, const struct block *b)
{
    if (!part_is_text(b->id) || b->id.len <= 2 || !part_is_text(b->name))
        return fail(r, "a tool_use block needs an id and a name", (struct part){0});
    waiting_add(&r->waiting, b->id);
    r->called = true;
    walk_say(r->walk, b->name);
    buf_add(r->walk->prompt, b->input.text, b->input.len);
    return 0;
}

static int take_result(struct reading *r, const struct block *b)
{
    if (!waiting_answer(&r->waiting, r->talk, b->answers, b->content))
        return fail(r, "a tool_result block answers no tool_use of the message before",
                    b->answers.text ? b->answers : b->type);
    r->answered = true;
    say_texts(r->walk, b->content);
    return 0;
}

static bool is_other(struct part type)
{
    return part_is(type, "\"text\"") || part_is(type, "\"thinking\"") ||
           part_is(type, "\"redacted_thinking\"") || part_is(type, "\"image\"") ||
           part_is(type, "\"document\"") || part_is(type, "\"search_result\"");
}

static int take_block(struct reading *r, const struct block *b)
{
    if (part_is(b->type, "\"tool_use\""))
        return take_call(r, b);
    if (part_is(b->type, "\"tool_result\""))
        return take_result(r, b);
    if (!b->type.text)
        return fail(r, "a block of the content needs a type", b->type);
    if (!is_other(b->type))
        return fail(r, "a block of the content is of an unknown type", b->type);
    walk_say(r->walk, b->text);
    walk_say(r->walk, b->thinking);
    return 0;
}

static int read_block(struct reading *r, struct json *j)
{
    struct block b = {0};

    if (json_value(j) != JSON_OBJECT)
        return fail(r, "a block of the content is no object", b.type);
    PART_GATHER(j, {"type", &b.type}, {"text", &b.text}, {"thinking", &b.thinking}, {"id", &b.id},
                {"name", &b.name}, {"input", &b.input}, {"tool_use_id", &b.answers},
                {"content", &b.content});
    return take_block(r, &b);
}

static int read_blocks(struct reading *r, struct part content)
{
    struct json j;

    walk_say(r->walk, content);
    json_begin(&j, content.text, content.len);
    if (json_value(&j) != JSON_ARRAY)
        return part_is_text(content)
                   ? 0
                   : fail(r, "its content must be a text or a list of blocks", content);
    while (json_item(&j))
        if (read_block(r, &j))
            return -1;
    return 0;
}

static int miss_answers(const struct reading *r)
{
    struct buf ids = {0};
    int failed;

    waiting_list(&r->waiting, &ids);
    failed = error_set(r->walk->err,
                       "messages.%zu: the message after tool_use blocks must have a tool_result "
                       "block for each; without one: %s.",
                       r->talk->count, ids.data);
    buf_release(&ids);
    return failed;
}

/* What an assistant's message calls is answered by the user's next one, all of it. */
static int read_turn(struct reading *r, struct part role, struct part content)
{
    bool user = part_is(role, "\"user\"");

    if (!user && !part_is(role, "\"assistant\""))
        return fail(r, "its role must be \"user\" or \"assistant\"", role);
    if (r->waiting.count && !user)
        return miss_answers(r);
    r->called = r->answered = false;
    r->talk->result_count = 0;
    if (read_blocks(r, content))
        return -1;
    if (r->waiting.count && user)
        return miss_answers(r);
    if (r->called)
        r->talk->rounds++;
    else if (user && !r->answered)
        r->talk->rounds = 0;
    return 0;
}

static int read_message(struct reading *r, struct json *j)
{
    struct part role = {0}, content = {0};

    if (json_value(j) != JSON_OBJECT)
        return fail(r, "it is no object", role);
    PART_GATHER(j, {"role", &role}, {"content", &content});
    return read_turn(r, role, content);
}

static int read_messages(struct reading *r, struct json *j)
{
    if (json_value(j) != JSON_ARRAY)
        return error_set(r->walk->err, "messages: a list of messages was expected.");
    for (; json_item(j); r->talk->count++)
        if (read_message(r, j))
            return -1;
    return r->waiting.count ? miss_answers(r) : 0;
}

void anthropic_messages(struct walk *w, const struct ask_field *f)
{
    struct reading r = {.walk = w, .talk = &w->ask->talk};

    (void)f;
    w->failed |= read_messages(&r, &w->json) != 0;
    w->has_prompt |= r.talk->count > 0;
    waiting_release(&r.waiting);
}
