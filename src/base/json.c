#include "base/json.h"

#include "base/buf.h"
#include "base/mem.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 64 };

/* Being at the end is what makes everything after a fault fail as well. */
static enum json_kind bad_at(struct json *j, const char *at, const char *why)
{
    if (!j->bad) {
        j->wrong = at;
        j->why = why;
        j->cut = at == j->end;
    }
    j->bad = true;
    j->at = j->text = j->end;
    j->len = 0;
    return JSON_BAD;
}

static enum json_kind bad(struct json *j, const char *why)
{
    return bad_at(j, j->at, why);
}

/* What begins at `at` is right as far as it goes, but the text ends inside of it. */
static enum json_kind cut_at(struct json *j, const char *at, const char *why)
{
    bool first = !j->bad;

    bad_at(j, at, why);
    j->cut |= first;
    return JSON_BAD;
}

static void space(struct json *j)
{
    while (j->at < j->end && (*j->at == ' ' || *j->at == '\n' || *j->at == '\r' || *j->at == '\t'))
        j->at++;
}

static bool take(struct json *j, char c)
{
    if (j->at == j->end || *j->at != c)
        return false;
    j->at++;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Marks, by its top bit, each of eight bytes that is a quote, a backslash or below 0x20. The
 * usual trick: subtracting borrows into a byte's top bit where the byte was too small. A borrow
 * may also mark a byte above a true one, so only the lowest mark is sure to be one. */
static uint64_t special(uint64_t b)
{
    const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    uint64_t quote = b ^ ones * '"', slash = b ^ ones * '\\';

    return (((b - ones * 0x20) & ~b) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) &
           tops;
}

static const char *skip_plain(const char *at, const char *end)
{
    for (; end - at >= 8; at += 8) {
        uint64_t bytes, marks;

        memcpy(&bytes, at, sizeof bytes);
        marks = special(le64toh(bytes));
        if (marks)
            return at + __builtin_ctzll(marks) / 8;
    }
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* `at` is behind a backslash. NULL when what follows is no escape. */
static const char *skip_escape(const char *at, const char *end)
{
    if (at == end)
        return NULL;
    if (*at == 'u') {
        for (int i = 0; i < 4; i++)
            if (++at == end || !is_hex(*at))
                return NULL;
        return at + 1;
    }
    return *at && strchr("\"\\/bfnrt", *at) ? at + 1 : NULL;
}

/* What is no escape may be the beginning of one. */
static bool begins_escape(const char *slash, const char *end)
{
    const char *at = slash + 1;

    if (at < end && *at++ != 'u')
        return false;
    while (at < end && is_hex(*at))
        at++;
    return at == end;
}

static enum json_kind bad_escape(struct json *j, const char *slash)
{
    if (begins_escape(slash, j->end))
        return cut_at(j, slash, "this is no escape");
    return bad_at(j, slash, "this is no escape");
}

static enum json_kind string(struct json *j)
{
    const char *at = j->at + 1, *slash;

    j->escaped = false;
    for (;;) {
        at = skip_plain(at, j->end);
        if (at == j->end)
            return cut_at(j, j->at, "this string has no end");
        if (*at != '"' && *at != '\\')
            return bad_at(j, at, "a control character in a string must be escaped");
        if (*at == '"')
            break;
        j->escaped = true;
        slash = at;
        at = skip_escape(at + 1, j->end);
        if (!at)
            return bad_escape(j, slash);
    }
    j->text = j->at + 1;
    j->len = (size_t)(at - j->text);
    j->at = at + 1;
    return JSON_STRING;
}

static bool digits(struct json *j)
{
    const char *from = j->at;

    while (j->at < j->end && is_digit(*j->at))
        j->at++;
    return j->at > from;
}

static enum json_kind number(struct json *j)
{
    const char *from = j->at;

    take(j, '-');
    if (!take(j, '0') && !digits(j))
        return bad(j, "expected a digit");
    if (take(j, '.') && !digits(j))
        return bad(j, "expected a digit");
    if (take(j, 'e') || take(j, 'E')) {
        if (!take(j, '+'))
            take(j, '-');
        if (!digits(j))
            return bad(j, "expected a digit");
    }
    j->text = from;
    j->len = (size_t)(j->at - from);
    return JSON_NUMBER;
}

static enum json_kind word(struct json *j, const char *name, size_t len, enum json_kind kind)
{
    size_t left = (size_t)(j->end - j->at);

    if (memcmp(j->at, name, left < len ? left : len) != 0)
        return bad(j, "expected a value");
    if (left < len)
        return cut_at(j, j->at, "expected a value");
    j->text = j->at;
    j->len = len;
    j->at += len;
    return kind;
}

static enum json_kind opened(struct json *j, enum json_kind kind)
{
    if (j->depth == DEEPEST)
        return bad(j, "nested more than 64 deep");
    j->depth++;
    j->first = true;
    j->text = j->at++;
    j->len = 1;
    return kind;
}

/* Either the closing bracket, or the comma that must stand between two members. */
static bool another(struct json *j, char bracket)
{
    space(j);
    if (take(j, bracket)) {
        j->depth--;
        j->first = false;
        return false;
    }
    if (!j->first && !take(j, ',')) {
        bad(j, bracket == '}' ? "expected ',' or '}'" : "expected ',' or ']'");
        return false;
    }
    j->first = false;
    space(j);
    return !j->bad;
}

void json_begin(struct json *j, const char *text, size_t len)
{
    if (!text)
        text = "";
    *j = (struct json){.at = text, .end = text + len, .text = text, .first = true};
}

enum json_kind json_peek(struct json *j)
{
    space(j);
    if (j->at == j->end)
        return JSON_BAD;
    switch (*j->at) {
    case '"': return JSON_STRING;
    case '{': return JSON_OBJECT;
    case '[': return JSON_ARRAY;
    case 'n': return JSON_NULL;
    case 't': return JSON_TRUE;
    case 'f': return JSON_FALSE;
    default: return is_digit(*j->at) || *j->at == '-' ? JSON_NUMBER : JSON_BAD;
    }
}

enum json_kind json_value(struct json *j)
{
    enum json_kind kind = json_peek(j);

    j->first = false;
    switch (kind) {
    case JSON_STRING: return string(j);
    case JSON_NUMBER: return number(j);
    case JSON_OBJECT:
    case JSON_ARRAY: return opened(j, kind);
    case JSON_NULL: return word(j, "null", 4, kind);
    case JSON_TRUE: return word(j, "true", 4, kind);
    case JSON_FALSE: return word(j, "false", 5, kind);
    default: return bad(j, "expected a value");
    }
}

bool json_key(struct json *j)
{
    if (!another(j, '}'))
        return false;
    if (j->at == j->end || *j->at != '"')
        bad(j, "expected a key in quotes");
    else if (string(j) == JSON_STRING) {
        space(j);
        if (!take(j, ':'))
            bad(j, "expected ':'");
    }
    return !j->bad;
}

bool json_item(struct json *j)
{
    return another(j, ']');
}

void json_skip(struct json *j)
{
    const char *from;

    space(j);
    from = j->at;
    switch (json_value(j)) {
    case JSON_OBJECT:
        while (json_key(j))
            json_skip(j);
        break;
    case JSON_ARRAY:
        while (json_item(j))
            json_skip(j);
        break;
    default: return;
    }
    if (j->bad)
        return;
    j->text = from;
    j->len = (size_t)(j->at - from);
}

bool json_over(struct json *j)
{
    space(j);
    if (j->at < j->end)
        bad(j, "expected nothing more");
    else if (j->first || j->depth > 0)
        bad(j, "expected more");
    return !j->bad;
}

/* Most numbers are short and whole; a double holds any of 15 digits. */
static bool small(const struct json *j, double *value)
{
    int64_t whole = 0;

    if (j->len > 15)
        return false;
    for (size_t i = 0; i < j->len; i++) {
        if (!is_digit(j->text[i]))
            return false;
        whole = whole * 10 + (j->text[i] - '0');
    }
    *value = (double)whole;
    return true;
}

/* strtod wants a '\0', which our text has not: it is copied. */
double json_number(const struct json *j)
{
    char copy[64], *all;
    double value;

    if (small(j, &value))
        return value;
    if (j->len < sizeof copy) {
        memcpy(copy, j->text, j->len);
        copy[j->len] = '\0';
        return strtod(copy, NULL);
    }
    all = mem_copy(j->text, j->len);
    value = strtod(all, NULL);
    free(all);
    return value;
}
