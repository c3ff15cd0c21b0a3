#include "data/csv.h"

#include <string.h>

static void count_lines(struct csv *c, const char *from, const char *to)
{
    for (; (from = memchr(from, '\n', (size_t)(to - from))); from++)
        c->line++;
}

/* A piece of a quoted field, which may be the whole of it: then it stays where it is. */
static void keep(struct csv *c, const char *from, const char *to, bool whole)
{
    count_lines(c, from, to);
    if (whole) {
        c->text = from;
        c->len = (size_t)(to - from);
        return;
    }
    buf_add(&c->scratch, from, (size_t)(to - from));
    c->text = c->scratch.data;
    c->len = c->scratch.len;
}

/* Behind the opening quote: to the closing one, which is the first that is not doubled. */
static bool quoted(struct csv *c)
{
    const char *from = c->at, *quote = from;
    bool whole = true;

    while ((quote = memchr(quote, '"', (size_t)(c->end - quote)))) {
        c->at = quote + 1;
        if (c->at == c->end || *c->at != '"') {
            keep(c, from, quote, whole);
            return true;
        }
        keep(c, from, c->at, false);
        whole = false;
        from = quote = ++c->at;
    }
    return false;
}

static void unquoted(struct csv *c)
{
    c->text = c->at;
    while (c->at < c->end && *c->at != c->delimiter && *c->at != '\n' && *c->at != '\r')
        c->at++;
    c->len = (size_t)(c->at - c->text);
}

static enum csv_after separator(struct csv *c)
{
    if (c->at < c->end && *c->at == c->delimiter) {
        c->at++;
        return CSV_FIELD;
    }
    if (c->at < c->end && *c->at == '\r')
        c->at++;
    if (c->at == c->end)
        return CSV_ROW;
    if (*c->at != '\n')
        return CSV_BROKEN;
    c->at++;
    c->line++;
    return CSV_ROW;
}

enum csv_after csv_next(struct csv *c)
{
    buf_clear(&c->scratch);
    if (c->at == c->end || *c->at != '"')
        unquoted(c);
    else {
        c->at++;
        if (!quoted(c))
            return CSV_BROKEN;
    }
    return separator(c);
}

bool csv_skip_blank(struct csv *c)
{
    size_t len = c->at < c->end && *c->at == '\r';

    if (c->at + len < c->end && c->at[len] == '\n') {
        c->at += len + 1;
        c->line++;
        return true;
    }
    if (c->at + len == c->end)
        c->at = c->end;
    return c->at == c->end;
}

void csv_skip_line(struct csv *c, const char *from, size_t line)
{
    const char *end = memchr(from, '\n', (size_t)(c->end - from));

    c->at = end ? end + 1 : c->end;
    c->line = line + (end != NULL);
}
