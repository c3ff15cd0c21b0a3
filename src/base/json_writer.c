#include "base/json.h"

#include "base/buf.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void new_line(struct json_writer *w)
{
    if (w->indent)
        buf_addf(w->out, "\n%*s", (int)(w->indent * w->depth), "");
}

/* What must stand between the value (or key) about to come and what came before it. */
static void next(struct json_writer *w)
{
    uint64_t bit;

    if (w->after_key || w->depth == 0) {
        w->after_key = false;
        return;
    }
    bit = UINT64_C(1) << (w->depth - 1);
    if (w->started & bit)
        buf_add(w->out, ",", 1);
    w->started |= bit;
    new_line(w);
}

static bool continues(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

/* How many bytes the character at `at` has: 0 when it is not UTF-8, which overlong forms,
 * surrogates and what lies beyond U+10FFFF are not. */
static size_t utf8_length(const unsigned char *at, size_t left)
{
    size_t n = at[0] < 0x80 ? 1 : at[0] < 0xc2 ? 0 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;

    if (n > left || at[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < n; i++)
        if (!continues(at[i]))
            return 0;
    if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ||
        (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
        return 0;
    return n;
}

static void put_escape(struct buf *out, unsigned char c)
{
    static const char raw[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *at = c ? strchr(raw, c) : NULL;

    if (at)
        buf_addf(out, "\\%c", letters[at - raw]);
    else
        buf_addf(out, "\\u%04x", c);
}

static bool as_it_is(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

static void put_quoted(struct buf *out, const char *text, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)text;

    buf_add(out, "\"", 1);
    for (size_t i = 0, from; i < len;) {
        size_t n;

        for (from = i; i < len && as_it_is(bytes[i]);)
            i++;
        buf_add(out, text + from, i - from);
        if (i == len)
            break;
        n = utf8_length(bytes + i, len - i);
        if (n > 1)
            buf_add(out, text + i, n);
        else if (n == 1)
            put_escape(out, bytes[i]);
        else
            buf_put(out, "\xef\xbf\xbd");
        i += n ? n : 1;
    }
    buf_add(out, "\"", 1);
}

/* A whole value that is JSON as it stands. */
static void put_plain(struct json_writer *w, const char *json)
{
    next(w);
    buf_put(w->out, json);
}

void json_open(struct json_writer *w, char bracket)
{
    next(w);
    assert(w->depth < 64);
    w->started &= ~(UINT64_C(1) << w->depth++);
    buf_add(w->out, &bracket, 1);
}

void json_close(struct json_writer *w, char bracket)
{
    assert(w->depth > 0 && !w->after_key);
    w->depth--;
    if (w->started >> w->depth & 1)
        new_line(w);
    buf_add(w->out, &bracket, 1);
}

void json_put_key(struct json_writer *w, const char *name)
{
    assert(w->depth > 0 && !w->after_key);
    next(w);
    put_quoted(w->out, name, strlen(name));
    buf_add(w->out, ": ", w->indent ? 2 : 1);
    w->after_key = true;
}

void json_put_text(struct json_writer *w, const char *text, size_t len)
{
    next(w);
    put_quoted(w->out, text, len);
}

void json_put_string(struct json_writer *w, const char *text)
{
    if (text)
        json_put_text(w, text, strlen(text));
    else
        put_plain(w, "null");
}

void json_put_number(struct json_writer *w, double number)
{
    char text[32];

    if (!isfinite(number)) {
        put_plain(w, "null");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    put_plain(w, text);
}

void json_put_int(struct json_writer *w, int64_t number)
{
    next(w);
    buf_addf(w->out, "%lld", (long long)number);
}

void json_put_unsigned(struct json_writer *w, uint64_t number)
{
    next(w);
    buf_addf(w->out, "%llu", (unsigned long long)number);
}

void json_put_bool(struct json_writer *w, bool yes)
{
    put_plain(w, yes ? "true" : "false");
}
