#include "data/prompt.h"

#include "base/buf.h"
#include "base/json.h"
#include "data/line.h"

#include <string.h>

static bool part(struct json *j, struct buf *out)
{
    if (json_value(j) != JSON_OBJECT)
        return false;
    while (json_key(j))
        if (json_is(j, "text") && json_peek(j) == JSON_STRING) {
            json_value(j);
            if (out->len)
                buf_put(out, "\n");
            json_unescape(j, out);
        } else
            json_skip(j);
    return !j->bad;
}

/* A text, or the array of parts that may stand for one. False when it is neither. */
static bool text_of(struct json *j, struct buf *out)
{
    bool good = true;

    switch (json_value(j)) {
    case JSON_NULL: return true;
    case JSON_STRING: json_unescape(j, out); return true;
    case JSON_ARRAY:
        while (good && json_item(j))
            good = part(j, out);
        return good && !j->bad;
    default: return false;
    }
}

struct turn {
    bool human;
    struct buf text;
};

static bool is_human(const struct json *j)
{
    return json_is(j, "human") || json_is(j, "user");
}

static bool read_turn(struct json *j, struct turn *t)
{
    t->human = false;
    buf_clear(&t->text);
    if (json_value(j) != JSON_OBJECT)
        return false;
    while (json_key(j))
        if (json_is(j, "from") || json_is(j, "role"))
            t->human = json_value(j) == JSON_STRING && is_human(j);
        else if (json_is(j, "value") || json_is(j, "content")) {
            if (!text_of(j, &t->text))
                return false;
        } else
            json_skip(j);
    return !j->bad;
}

/* What the human said the first or the last time that it was anything. */
static bool turns(struct json *j, struct buf *out, bool first)
{
    struct turn t = {0};
    bool good = json_value(j) == JSON_ARRAY;

    while (good && json_item(j)) {
        good = read_turn(j, &t);
        if (!t.human || line_blank(t.text.data, t.text.len) || (first && out->len))
            continue;
        buf_clear(out);
        buf_add(out, t.text.data, t.text.len);
    }
    buf_release(&t.text);
    return good && !j->bad;
}

static bool last_of_user(struct json *j, struct buf *out)
{
    return turns(j, out, false);
}

static bool first_of_human(struct json *j, struct buf *out)
{
    return turns(j, out, true);
}

/* Where an object may keep its prompt, the best place first. */
static const struct place {
    const char *name;
    bool (*read)(struct json *j, struct buf *out);
} places[] = {
    {"prompt",        text_of       },
    {"text",          text_of       },
    {"question",      text_of       },
    {"messages",      last_of_user  },
    {"conversations", first_of_human},
};

enum { PLACES = sizeof places / sizeof *places, TALK = PLACES - 1 };

static size_t place_of_key(const struct json *j)
{
    size_t i = 0;

    while (i < PLACES && !json_is(j, places[i].name))
        i++;
    return i;
}

/* One member that may hold the prompt: it replaces what was found at a worse place. */
static void read_place(struct json *j, size_t place, size_t *best, struct buf *out)
{
    struct buf here = {0};
    bool good = places[place].read(j, &here);

    if (good && (*best == PLACES || (here.len && (place < *best || !out->len)))) {
        buf_clear(out);
        buf_add(out, here.data, here.len);
        *best = place;
    }
    buf_release(&here);
}

/* Gives the place where the prompt was found, PLACES when there is none. A member that has a
 * good name but holds something else is passed over by a cursor of its own. */
static size_t read_object(struct json *j, struct buf *out)
{
    size_t best = PLACES;

    json_value(j);
    while (json_key(j)) {
        size_t place = place_of_key(j);
        struct json member = *j;

        json_skip(j);
        if (place < PLACES && !j->bad)
            read_place(&member, place, &best, out);
    }
    return j->bad ? PLACES : best;
}

enum prompt_place prompt_find(const char *text, size_t len, struct buf *out)
{
    size_t place = PLACES;
    struct json j;

    json_begin(&j, text, len);
    if (json_peek(&j) == JSON_STRING)
        return text_of(&j, out) ? PROMPT_PLAIN : PROMPT_NONE;
    if (json_peek(&j) == JSON_OBJECT)
        place = read_object(&j, out);
    if (place == PLACES)
        return PROMPT_NONE;
    return place == TALK ? PROMPT_TALK : PROMPT_PLAIN;
}

void prompt_names(struct buf *out)
{
    for (size_t i = 0; i < PLACES; i++)
        buf_addf(out, "%s\"%s\"", !i ? "" : i < PLACES - 1 ? ", " : " or ", places[i].name);
}

bool prompt_has_talk(const char *text, size_t len)
{
    bool found = false;
    struct json j;

    json_begin(&j, text, len);
    if (json_value(&j) != JSON_OBJECT)
        return false;
    for (; !found && json_key(&j); json_skip(&j))
        found = json_is(&j, places[TALK].name);
    return found && !j.bad;
}

bool prompt_of_talk(const char *text, size_t len, struct buf *out)
{
    bool good = false;
    struct json j;

    json_begin(&j, text, len);
    if (json_value(&j) != JSON_OBJECT)
        return false;
    while (json_key(&j)) {
        struct json member = j;
        bool talk = json_is(&j, places[TALK].name);

        json_skip(&j);
        if (talk && !j.bad)
            good = first_of_human(&member, out);
    }
    return good && !line_blank(out->data, out->len);
}
