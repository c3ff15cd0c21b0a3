#include "sim/talk_gemini.h"

#include "base/error.h"
#include "sim/ask.h"
#include "sim/walk.h"

/* Calls have no ids: they are answered by number, all of them in the next turn. */
struct reading {
    struct walk *walk;
    struct talk *talk;
    unsigned waiting, calls, results;
};

static int fail(const struct reading *r, const char *what)
{
    return error_set(r->walk->err, "contents[%zu]: %s.", r->talk->count, what);
}

/* A call's name and arguments, or an answer's name and what it says: it is all text. */
static struct part read_function(struct walk *w, struct part text)
{
    struct part name = {0}, said = {0};
    struct json j;

    json_begin(&j, text.text, text.len);
    if (json_value(&j) == JSON_OBJECT)
        PART_GATHER(&j, {"name", &name}, {"args", &said}, {"response", &said});
    walk_say(w, name);
    buf_add(w->prompt, said.text, said.len);
    return said;
}

static void take_result(struct reading *r, struct part response)
{
    struct talk *t = r->talk;
    struct part said = read_function(r->walk, response);

    r->results++;
    if (t->result_count < TALK_RESULTS)
        t->results[t->result_count++] = said;
}

static int read_part(struct reading *r, struct json *j)
{
    struct part text = {0}, call = {0}, response = {0};

    if (json_value(j) != JSON_OBJECT)
        return fail(r, "a part is no object");
    PART_GATHER(j, {"text", &text}, {"functionCall", &call}, {"function_call", &call},
                {"functionResponse", &response}, {"function_response", &response});
    walk_say(r->walk, text);
    if (call.text) {
        r->calls++;
        read_function(r->walk, call);
    }
    if (response.text)
        take_result(r, response);
    return 0;
}

static int read_parts(struct reading *r, struct part parts)
{
    struct json j;

    bool any = false;

    json_begin(&j, parts.text, parts.len);
    if (!parts.text || json_value(&j) != JSON_ARRAY)
        return fail(r, "it needs a list of parts");
    for (; json_item(&j); any = true)
        if (read_part(r, &j))
            return -1;
    return any ? 0 : fail(r, "its list of parts must not be empty");
}

static int read_turn(struct reading *r, struct part role, struct part parts)
{
    unsigned waiting = r->waiting;

    if (role.text && !part_is(role, "\"user\"") && !part_is(role, "\"model\"") &&
        !part_is(role, "\"function\""))
        return fail(r, "its role must be \"user\" or \"model\"");
    r->calls = r->results = r->talk->result_count = 0;
    if (read_parts(r, parts))
        return -1;
    if (r->results != waiting)
        return fail(r, "there must be as many functionResponse parts as functionCall parts in the "
                       "turn before");
    r->waiting = r->calls;
    if (r->calls)
        r->talk->rounds++;
    else if (!r->results && !part_is(role, "\"model\""))
        r->talk->rounds = 0;
    return 0;
}

static int read_content(struct reading *r, struct json *j)
{
    struct part role = {0}, parts = {0};

    if (json_value(j) != JSON_OBJECT)
        return fail(r, "it is no object");
    PART_GATHER(j, {"role", &role}, {"parts", &parts});
    return read_turn(r, role, parts);
}

static int read_contents(struct reading *r, struct json *j)
{
    if (json_value(j) != JSON_ARRAY)
        return error_set(r->walk->err, "contents: a list of contents was expected.");
    for (; json_item(j); r->talk->count++)
        if (read_content(r, j))
            return -1;
    return 0;
}

void gemini_contents(struct walk *w, const struct ask_field *f)
{
    struct reading r = {.walk = w, .talk = &w->ask->talk};

    (void)f;
    w->failed |= read_contents(&r, &w->json) != 0;
    w->has_prompt |= r.talk->count > 0;
}

/* Its parts are read as a turn's, by which no talk is changed. */
void gemini_system(struct walk *w, const struct ask_field *f)
{
    struct part parts = {0}, content = part_take(&w->json);
    struct talk none = {0};
    struct reading r = {.walk = w, .talk = &none};
    struct json j;

    (void)f;
    json_begin(&j, content.text, content.len);
    if (json_value(&j) == JSON_OBJECT)
        PART_GATHER(&j, {"parts", &parts});
    if (parts.text)
        w->failed |= read_parts(&r, parts) != 0;
}
