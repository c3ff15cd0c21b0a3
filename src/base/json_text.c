#include "base/json.h"

#include "base/buf.h"
#include "base/error.h"

#include <string.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits after "\u", or -1. */
static int hex4(const char *at, const char *end)
{
    int code = 0;

    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);

        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

static int put_utf8(char out[4], unsigned code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

/* *at is behind "\u". A character outside the first 65536 is written as two escapes. */
static unsigned unicode(const char **at, const char *end)
{
    int code = hex4(*at, end), low = -1;

    if (code < 0)
        return 0xfffd;
    *at += 4;
    if (code < 0xd800 || code > 0xdfff)
        return (unsigned)code;
    if (code < 0xdc00 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u')
        low = hex4(*at + 2, end);
    if (low < 0xdc00 || low > 0xdfff)
        return 0xfffd;
    *at += 6;
    return 0x10000 + (unsigned)(code - 0xd800) * 0x400 + (unsigned)(low - 0xdc00);
}

/* *at is at a backslash; moves behind the escape and gives its bytes. */
static int unescape(const char **at, const char *end, char out[4])
{
    static const char letters[] = "\"\\/bfnrt", mean[] = "\"\\/\b\f\n\r\t";
    const char *letter;

    if (++*at == end)
        return put_utf8(out, 0xfffd);
    if (**at == 'u') {
        ++*at;
        return put_utf8(out, unicode(at, end));
    }
    letter = memchr(letters, **at, sizeof letters - 1);
    ++*at;
    return put_utf8(out, letter ? (unsigned char)mean[letter - letters] : 0xfffd);
}

bool json_is(const struct json *j, const char *text)
{
    const char *at = j->text, *end = at + j->len;
    size_t left = strlen(text);

    if (!memchr(at, '\\', j->len))
        return left == j->len && memcmp(at, text, left) == 0;
    while (at < end) {
        char bytes[4] = {*at};
        size_t n = 1;

        if (*at == '\\')
            n = (size_t)unescape(&at, end, bytes);
        else
            at++;
        if (left < n || memcmp(text, bytes, n) != 0)
            return false;
        text += n;
        left -= n;
    }
    return left == 0;
}

void json_unescape(const struct json *j, struct buf *out)
{
    const char *at = j->text, *end = at + j->len;

    while (at < end) {
        const char *slash = memchr(at, '\\', (size_t)(end - at));
        char bytes[4];

        buf_add(out, at, (size_t)((slash ? slash : end) - at));
        at = slash ? slash : end;
        if (slash)
            buf_add(out, bytes, (size_t)unescape(&at, end, bytes));
    }
}

void json_complain(const struct json *j, const char *text, struct error *err)
{
    unsigned long line = 1, column = 1;

    for (const char *at = text; at < j->wrong; at++) {
        if (*at == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)*at & 0xc0) != 0x80)
            column++;
    }
    error_write(err, "line %lu, column %lu: %s", line, column, j->why);
}
