#include "base/error.h"
#include "base/json.h"
#include "plan/prompts_format.h"

#include <string.h>

#define EXAMPLE "expected a JSON object such as {\"prompt\": \"...\"}"

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
        if (!t.human || prompts_blank(t.text.data, t.text.len) || (first && out->len))
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
    const char *format; /* NULL: that of the file */
} places[] = {
    {"prompt",        text_of,        NULL      },
    {"text",          text_of,        NULL      },
    {"question",      text_of,        NULL      },
    {"messages",      last_of_user,   NULL      },
    {"conversations", first_of_human, "sharegpt"},
};

enum { PLACES = sizeof places / sizeof *places };

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

static int read_row(struct prompts *p, struct json *j, const char *format)
{
    struct buf text = {0};
    size_t place = PLACES;
    bool good = false;

    if (json_peek(j) == JSON_OBJECT) {
        place = read_object(j, &text);
        good = place < PLACES;
    } else if (json_peek(j) == JSON_STRING)
        good = text_of(j, &text);
    else
        json_skip(j);
    if (good)
        prompts_add(p, text.data, text.len);
    if (good && !p->format)
        p->format = place < PLACES && places[place].format ? places[place].format : format;
    buf_release(&text);
    return good && !j->bad ? 0 : -1;
}

static char after_space(const char **at, const char *end)
{
    while (*at < end && strchr(" \t\r\n", **at) && **at)
        ++*at;
    return *at < end ? *(*at)++ : '\0';
}

/* A line of text may begin with a bracket as well ("[INST] Write ..."), so the character
 * after it is looked at, too. */
static bool is_array(const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    char next;

    if (after_space(&at, end) != '[')
        return false;
    next = after_space(&at, end);
    return next == '{' || next == '"' || next == ']' || next == '\0';
}

static int read_array(struct prompts *p, const char *text, size_t len, struct error *err)
{
    struct json j;
    size_t row = 1;
    int result = 0;

    json_begin(&j, text, len);
    json_value(&j);
    while (result == 0 && json_item(&j)) {
        result = read_row(p, &j, "json");
        row += result == 0;
    }
    if (result != 0 && !j.bad)
        return error_set(err, "%s row %zu: " EXAMPLE, p->path, row);
    if (!json_over(&j))
        return error_set(err, "%s row %zu: the JSON breaks off here; " EXAMPLE, p->path, row);
    return 0;
}

static bool is_string_line(const char *text, size_t len)
{
    struct prompts_line line = {.rest = text, .left = len};
    struct json j;

    prompts_next_line(&line);
    json_begin(&j, line.text, line.len);
    return json_value(&j) == JSON_STRING && json_over(&j);
}

static bool is_lines_of_json(const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    char first = after_space(&at, end), next;

    if (first == '"')
        return is_string_line(text, len) && !prompts_csv.is(text, len);
    if (first != '{')
        return false;
    next = after_space(&at, end);
    return next == '"' || next == '}' || next == '\0';
}

static int read_lines_of_json(struct prompts *p, const char *text, size_t len, struct error *err)
{
    struct prompts_line line = {.rest = text, .left = len};
    struct json j;

    while (prompts_next_line(&line)) {
        if (prompts_blank(line.text, line.len))
            continue;
        json_begin(&j, line.text, line.len);
        if (read_row(p, &j, "jsonl") != 0 || !json_over(&j))
            return error_set(err, "%s line %zu: " EXAMPLE, p->path, line.number);
    }
    return 0;
}

const struct prompts_format prompts_json = {.is = is_array, .read = read_array};
const struct prompts_format prompts_jsonl = {.is = is_lines_of_json, .read = read_lines_of_json};
