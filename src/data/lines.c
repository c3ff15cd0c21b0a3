#include "base/json.h"
#include "data/format.h"
#include "data/line.h"

#include <string.h>

/* Rows that are lines: of text, or of JSON. */

static const char *check(const struct dataset *d, const char *text, size_t len)
{
    struct json j;

    if (d->wish.kind == DATASET_LINES)
        return NULL;
    json_begin(&j, text, len);
    json_skip(&j);
    if (!json_over(&j))
        return "this is no JSON";
    return dataset_check_json(d, text, len);
}

static void read_lines(struct dataset *d)
{
    struct line l = {.rest = d->source.text, .left = d->source.len};
    const char *why;

    while (line_next(&l)) {
        if (line_blank(l.text, l.len))
            continue;
        why = check(d, l.text, l.len);
        if (why)
            dataset_skip(d, l.number, "%s", why);
        else
            dataset_add(d, l.text);
    }
}

static size_t length(const struct dataset *d, const char *row, size_t left)
{
    struct line l = {.rest = row, .left = left};

    (void)d;
    line_next(&l);
    return l.len;
}

static char after_space(const char **at, const char *end)
{
    while (*at < end && strchr(" \t\r\n", **at) && **at)
        ++*at;
    return *at < end ? *(*at)++ : '\0';
}

static bool is_string_line(const char *text, size_t len)
{
    struct line l = {.rest = text, .left = len};
    struct json j;

    line_next(&l);
    json_begin(&j, l.text, l.len);
    return json_value(&j) == JSON_STRING && json_over(&j);
}

bool layout_is_lines_of_json(const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    char first = after_space(&at, end), next;

    if (first == '"')
        return is_string_line(text, len) && !layout_is_table(text, len);
    if (first != '{')
        return false;
    next = after_space(&at, end);
    return next == '"' || next == '}' || next == '\0';
}

/* A line of text may begin with a bracket as well ("[INST] Write ..."), so the character
 * after it is looked at, too. */
bool layout_is_array(const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    char next;

    if (after_space(&at, end) != '[')
        return false;
    next = after_space(&at, end);
    return next == '{' || next == '"' || next == ']' || next == '\0';
}

const struct layout layout_lines = {.place = "line", .read = read_lines, .length = length};
