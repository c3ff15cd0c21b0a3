#include "net/request.h"

#include "base/buf.h"

#include <string.h>
#include <strings.h>

struct text {
    const char *at;
    size_t len;
};

enum outcome { BAD = -1, MORE, DONE };

/* What may be in a method or a header's name. */
static const bool is_name_byte[256] = {
    ['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['!'] = true,  ['#'] = true,
    ['$'] = true,         ['%'] = true,         ['&'] = true,         ['\''] = true, ['*'] = true,
    ['+'] = true,         ['-'] = true,         ['.'] = true,         ['^'] = true,  ['_'] = true,
    ['`'] = true,         ['|'] = true,         ['~'] = true,
};

static bool is_name(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (!is_name_byte[(unsigned char)t.at[i]])
            return false;
    return t.len;
}

static bool is_printed(struct text t)
{
    unsigned char odd = 0;

    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.at[i];

        odd |= (c < ' ' && c != '\t') | (c == 0x7F);
    }
    return !odd;
}

static bool same(struct text t, const char *word)
{
    return t.len == strlen(word) && !strncasecmp(t.at, word, t.len);
}

static struct text trimmed(struct text t)
{
    while (t.len && (*t.at == ' ' || *t.at == '\t'))
        t.at++, t.len--;
    while (t.len && (t.at[t.len - 1] == ' ' || t.at[t.len - 1] == '\t'))
        t.len--;
    return t;
}

static bool next_line(const char **at, const char *end, struct text *line)
{
    const char *lf = memchr(*at, '\n', (size_t)(end - *at));

    if (!lf)
        return false;
    *line = (struct text){*at, (size_t)(lf - *at)};
    if (line->len && lf[-1] == '\r')
        line->len--;
    *at = lf + 1;
    return true;
}

/* False when there is no name. */
static bool split(struct text line, struct text *name, struct text *value)
{
    const char *colon = memchr(line.at, ':', line.len);

    if (!colon)
        return false;
    *name = (struct text){line.at, (size_t)(colon - line.at)};
    *value = trimmed((struct text){colon + 1, line.len - name->len - 1});
    return is_name(*name);
}

static bool lists(struct text value, const char *word)
{
    while (value.len) {
        const char *comma = memchr(value.at, ',', value.len);
        size_t n = comma ? (size_t)(comma - value.at) : value.len;

        if (same(trimmed((struct text){value.at, n}), word))
            return true;
        n += comma != NULL;
        value.at += n;
        value.len -= n;
    }
    return false;
}

static bool read_first_line(struct request *r, struct text line)
{
    const char *space = memchr(line.at, ' ', line.len), *version;

    if (!space || line.len < sizeof "G / HTTP/1.1" - 1)
        return false;
    version = line.at + line.len - 9;
    if (version <= space || memcmp(version, " HTTP/1.", 8) != 0 || (version[8] & ~1) != '0')
        return false;
    r->method = line.at;
    r->method_len = (size_t)(space - line.at);
    r->target = space + 1;
    r->target_len = (size_t)(version - r->target);
    r->old = version[8] == '0';
    r->keep_alive = !r->old;
    return is_name((struct text){r->method, r->method_len}) && r->target_len &&
           is_printed((struct text){r->target, r->target_len}) &&
           !memchr(r->target, ' ', r->target_len) && !memchr(r->target, '\t', r->target_len);
}

static bool read_length(struct text digits, size_t *length)
{
    size_t n = 0;

    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        n = n * 10 + (size_t)(digits.at[i] - '0');
        if (n > REQUEST_BODY_MAX)
            return false;
    }
    *length = n;
    return digits.len;
}

/* The headers that say where the request ends and what follows it. */
static bool read_header(struct request *r, struct text line, bool *has_length)
{
    struct text name, value;
    size_t length;

    if (!split(line, &name, &value) || !is_printed(value))
        return false;
    if (same(name, "content-length")) {
        if (!read_length(value, &length) || (*has_length && length != r->body_len))
            return false;
        r->body_len = length;
        *has_length = true;
    } else if (same(name, "transfer-encoding")) {
        r->chunked = true;
        return same(value, "chunked");
    } else if (same(name, "connection")) {
        if (lists(value, "close"))
            r->keep_alive = false;
        else if (lists(value, "keep-alive"))
            r->keep_alive = true;
    }
    return true;
}

static enum outcome read_headers(struct request *r, const char **at, const char *end)
{
    const char *first = *at, *before = *at;
    bool has_length = false;
    struct text line;

    while (next_line(at, end, &line)) {
        if (!line.len) {
            r->headers = first;
            r->headers_len = (size_t)(before - first);
            return r->chunked && has_length ? BAD : DONE;
        }
        if (!read_header(r, line, &has_length))
            return BAD;
        before = *at;
    }
    return MORE;
}

/* Empty lines before a request are left over from the body of the one before it. */
static enum outcome read_head(struct request *r, const char **at, const char *end)
{
    const char *start = *at;
    enum outcome outcome;
    struct text line;

    while (*at < end && (**at == '\r' || **at == '\n'))
        ++*at;
    if (*at < end && !is_name_byte[(unsigned char)**at])
        return BAD; /* such as the hello of a TLS client: it would never end a line */
    if (next_line(at, end, &line))
        outcome = read_first_line(r, line) ? read_headers(r, at, end) : BAD;
    else
        outcome = MORE;
    if ((outcome == MORE ? end : *at) - start > REQUEST_HEAD_MAX)
        return BAD;
    return outcome;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What follows the number, after a ';', is nothing that anybody uses. */
static bool read_chunk_size(struct text line, size_t *size)
{
    size_t n = 0, digits = 0;

    for (; digits < line.len && hex(line.at[digits]) >= 0; digits++) {
        n = n * 16 + (size_t)hex(line.at[digits]);
        if (n > REQUEST_BODY_MAX)
            return false;
    }
    *size = n;
    line = trimmed((struct text){line.at + digits, line.len - digits});
    return digits && (!line.len || *line.at == ';');
}

static enum outcome read_trailers(const char **at, const char *end)
{
    struct text line;

    while (next_line(at, end, &line))
        if (!line.len)
            return DONE;
    return MORE;
}

/* Steps from chunk to chunk, so that a body is not read again each time more of it came. */
static enum outcome read_chunks(const char **at, const char *end, struct buf *out)
{
    struct text line;
    size_t size;

    while (next_line(at, end, &line)) {
        if (!read_chunk_size(line, &size))
            return BAD;
        if (!size)
            return read_trailers(at, end);
        if ((size_t)(end - *at) < size)
            return MORE;
        if (out)
            buf_add(out, *at, size);
        *at += size;
        if (!next_line(at, end, &line))
            return end - *at < 2 ? MORE : BAD;
        if (line.len)
            return BAD;
    }
    return MORE;
}

static enum outcome read_body(struct request *r, const char **at, const char *end)
{
    enum outcome outcome;

    r->body = *at;
    if (!r->chunked) {
        if ((size_t)(end - *at) < r->body_len)
            return MORE;
        *at += r->body_len;
        return DONE;
    }
    outcome = read_chunks(at, end, NULL);
    if ((outcome == MORE ? end : *at) - r->body > REQUEST_BODY_MAX)
        return BAD;
    if (outcome == DONE)
        r->body_len = (size_t)(*at - r->body);
    return outcome;
}

long request_read(struct request *r, const char *bytes, size_t n)
{
    const char *at = bytes, *end = bytes + n;
    enum outcome outcome;

    *r = (struct request){0};
    outcome = read_head(r, &at, end);
    if (outcome == DONE)
        outcome = read_body(r, &at, end);
    return outcome == DONE ? at - bytes : (long)outcome;
}

const char *request_header(const struct request *r, const char *name, size_t *len)
{
    const char *at = r->headers;
    struct text line, found, value;

    while (at && next_line(&at, r->headers + r->headers_len, &line))
        if (split(line, &found, &value) && same(found, name)) {
            *len = value.len;
            return value.at;
        }
    return NULL;
}

void request_unchunk(const struct request *r, struct buf *out)
{
    const char *at = r->body;

    read_chunks(&at, r->body + r->body_len, out);
}
