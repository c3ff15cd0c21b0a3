#include "sim/talk_ollama.h"

#include "base/error.h"
#include "sim/ask.h"
#include "sim/walk.h"

static int fail(const struct walk *w, const char *what)
{
    return error_set(w->err, "messages[%zu]: %s", w->ask->talk.count, what);
}

static bool any_calls(struct walk *w, struct part calls)
{
    struct json j;
    bool any = false;

    json_begin(&j, calls.text, calls.len);
    if (!calls.text || json_value(&j) != JSON_ARRAY)
        return false;
    for (; json_item(&j); any = true)
        json_skip(&j);
    buf_add(w->prompt, calls.text, calls.len);
    return any;
}

static void take_result(struct talk *t, struct part content)
{
    if (t->result_count < TALK_RESULTS)
        t->results[t->result_count++] = content;
}

static int read_message(struct walk *w)
{
    struct part role = {0}, content = {0}, thinking = {0}, calls = {0};
    struct talk *t = &w->ask->talk;

    if (json_value(&w->json) != JSON_OBJECT)
        return fail(w, "it is no object");
    PART_GATHER(&w->json, {"role", &role}, {"content", &content}, {"thinking", &thinking},
                {"tool_calls", &calls});
    if (!part_is_text(role))
        return fail(w, "it needs a role");
    if (content.text && !part_is_text(content))
        return fail(w, "its content must be a text");
    walk_say(w, content);
    walk_say(w, thinking);
    if (part_is(role, "\"tool\"")) {
        take_result(t, content);
        return 0;
    }
    t->result_count = 0;
    if (part_is(role, "\"user\""))
        t->rounds = 0;
    t->rounds += any_calls(w, calls);
    return 0;
}

static int read_messages(struct walk *w)
{
    if (json_value(&w->json) != JSON_ARRAY)
        return error_set(w->err, "messages: a list of messages was expected");
    for (; json_item(&w->json); w->ask->talk.count++)
        if (read_message(w))
            return -1;
    return 0;
}

void ollama_messages(struct walk *w, const struct ask_field *f)
{
    (void)f;
    w->failed |= read_messages(w) != 0;
    w->has_prompt |= w->ask->talk.count > 0;
}
