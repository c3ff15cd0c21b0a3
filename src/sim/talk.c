#include "sim/talk.h"

#include "base/buf.h"
#include "base/error.h"
#include "sim/waiting.h"

/* The calls that have not been answered yet. */
struct reading {
    struct talk *talk;
    struct buf *prompt;
    struct waiting waiting;
    size_t caller; /* the number of the message they are in */
    struct error *err;
};

struct message {
    struct part role, content, calls, answers;
};

static int put_waiting(struct reading *r, struct part id)
{
    if (id.len <= 2 || !part_is_text(id))
        return error_set(r->err, "messages[%zu]: a tool call needs an id.", r->talk->count);
    waiting_add(&r->waiting, id);
    return 0;
}

/* Members that are texts count as text, whichever they are. */
static struct part read_member(struct reading *r, struct json *j)
{
    struct part value = part_take(j);

    if (part_is_text(value))
        part_say(value, r->prompt);
    return value;
}

static int read_call(struct reading *r, struct json *j)
{
    struct part id = {0};

    if (json_value(j) != JSON_OBJECT)
        return error_set(r->err, "messages[%zu]: a tool call is no object.", r->talk->count);
    while (json_key(j)) {
        if (json_is(j, "id")) {
            id = part_take(j);
        } else if (json_is(j, "function") && json_peek(j) == JSON_OBJECT) {
            json_value(j);
            while (json_key(j))
                read_member(r, j);
        } else {
            json_skip(j);
        }
    }
    return put_waiting(r, id);
}

/* null, or a list that is empty, is what clients send for no calls. */
static int read_calls(struct reading *r, struct part calls)
{
    struct json j;
    bool any = false;

    json_begin(&j, calls.text, calls.len);
    if (!calls.text || json_value(&j) != JSON_ARRAY)
        return 0;
    for (; json_item(&j); any = true)
        if (read_call(r, &j))
            return -1;
    r->talk->rounds += any;
    r->caller = r->talk->count;
    return 0;
}

static bool known_type(struct part type)
{
    static const char *const known[] = {"text",      "image_url", "input_audio", "file",
                                        "audio_url", "video_url", "refusal"};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (type.len == strlen(known[i]) + 2 && !memcmp(type.text + 1, known[i], type.len - 2))
            return true;
    return false;
}

static int read_part(struct reading *r, struct json *j)
{
    struct part type = {0};

    if (json_value(j) != JSON_OBJECT)
        return error_set(r->err, "messages[%zu]: a part of the content is no object.",
                         r->talk->count);
    while (json_key(j)) {
        bool is_type = json_is(j, "type");

        if (json_is(j, "text"))
            read_member(r, j);
        else if (is_type)
            type = part_take(j);
        else
            json_skip(j);
    }
    if (known_type(type))
        return 0;
    if (!type.text)
        return error_set(r->err, "messages[%zu]: a part of the content needs a type.",
                         r->talk->count);
    return error_set(r->err,
                     "messages[%zu]: a part of the content is of the type %.*s, which is none of "
                     "text, image_url, input_audio.",
                     r->talk->count, part_shown(type), type.text);
}

/* Text, or a list of parts of which some are text. */
static int read_content(struct reading *r, struct part content)
{
    struct json j;

    if (!content.text || part_is(content, "null"))
        return 0;
    json_begin(&j, content.text, content.len);
    if (part_is_text(content)) {
        part_say(content, r->prompt);
        return 0;
    }
    if (json_value(&j) != JSON_ARRAY)
        return error_set(r->err, "messages[%zu]: its content must be a text or a list of parts.",
                         r->talk->count);
    while (json_item(&j))
        if (read_part(r, &j))
            return -1;
    return 0;
}

static int take_result(struct reading *r, const struct message *m)
{
    struct talk *t = r->talk;

    if (!m->answers.text)
        return error_set(r->err, "messages[%zu]: a message of a tool needs a tool_call_id.",
                         t->count);
    if (waiting_answer(&r->waiting, t, m->answers, m->content))
        return 0;
    return error_set(r->err,
                     "messages[%zu]: the tool_call_id %.*s is of no call that the message before "
                     "the answers made, or was answered already.",
                     t->count, part_shown(m->answers), m->answers.text);
}

static int miss_answers(const struct reading *r)
{
    struct buf ids = {0};
    int failed;

    waiting_list(&r->waiting, &ids);
    failed = error_set(r->err,
                       "messages[%zu]: its tool_calls must be followed by a message of the role "
                       "tool for each; without an answer: %s.",
                       r->caller, ids.data);
    buf_release(&ids);
    return failed;
}

static int take_other(struct reading *r, const struct message *m)
{
    if (r->waiting.count)
        return miss_answers(r);
    r->talk->result_count = 0;
    if (part_is(m->role, "\"assistant\""))
        return read_calls(r, m->calls);
    if (part_is(m->role, "\"user\""))
        r->talk->rounds = 0;
    return 0;
}

static int read_message(struct reading *r, struct json *j)
{
    struct message m = {0};

    if (json_value(j) != JSON_OBJECT)
        return error_set(r->err, "messages[%zu] is no object.", r->talk->count);
    while (json_key(j)) {
        struct part *field = json_is(j, "role")           ? &m.role
                             : json_is(j, "content")      ? &m.content
                             : json_is(j, "tool_calls")   ? &m.calls
                             : json_is(j, "tool_call_id") ? &m.answers
                                                          : NULL;
        struct part value = part_take(j);

        if (field)
            *field = value;
    }
    if (!part_is_text(m.role))
        return error_set(r->err, "messages[%zu] needs a role.", r->talk->count);
    if (read_content(r, m.content))
        return -1;
    return part_is(m.role, "\"tool\"") ? take_result(r, &m) : take_other(r, &m);
}

static int read_messages(struct reading *r, struct json *j)
{
    if (json_value(j) != JSON_ARRAY)
        return error_set(r->err, "The field messages must be a list of messages.");
    for (; json_item(j); r->talk->count++)
        if (read_message(r, j))
            return -1;
    return r->waiting.count ? miss_answers(r) : 0;
}

int talk_read(struct talk *t, struct json *j, struct buf *prompt, struct error *err)
{
    struct reading r = {.prompt = prompt, .err = err};
    struct talk got = {0};
    int failed;

    r.talk = &got;
    failed = read_messages(&r, j);
    waiting_release(&r.waiting);
    *t = got;
    return failed;
}
