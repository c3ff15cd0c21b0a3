#include "base/error.h"
#include "plan/prompts_format.h"

#include <string.h>
#include <strings.h>

/* RFC 4180, from left to right: fields, then rows, then what the header promises. */
struct csv {
    const char *at, *end;
    size_t line; /* 1 is the first */
    struct buf field;
};

enum after { NEXT_FIELD, END_OF_ROW, BROKEN };

static void keep_until(struct csv *c, const char *end)
{
    for (const char *at = c->at; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        c->line++;
    buf_add(&c->field, c->at, (size_t)(end - c->at));
    c->at = end;
}

/* Behind the opening quote: to the closing one, which is the first that is not doubled. */
static bool quoted(struct csv *c)
{
    const char *quote;

    while ((quote = memchr(c->at, '"', (size_t)(c->end - c->at)))) {
        keep_until(c, quote);
        c->at++;
        if (c->at == c->end || *c->at != '"')
            return true;
        keep_until(c, c->at + 1);
    }
    return false;
}

static void unquoted(struct csv *c)
{
    const char *from = c->at;

    while (c->at < c->end && *c->at != ',' && *c->at != '\n' && *c->at != '\r')
        c->at++;
    buf_add(&c->field, from, (size_t)(c->at - from));
}

static enum after separator(struct csv *c)
{
    if (c->at < c->end && *c->at == ',') {
        c->at++;
        return NEXT_FIELD;
    }
    if (c->at < c->end && *c->at == '\r')
        c->at++;
    if (c->at == c->end)
        return END_OF_ROW;
    if (*c->at != '\n')
        return BROKEN;
    c->at++;
    c->line++;
    return END_OF_ROW;
}

static enum after read_field(struct csv *c)
{
    buf_clear(&c->field);
    if (c->at == c->end || *c->at != '"')
        unquoted(c);
    else {
        c->at++;
        if (!quoted(c))
            return BROKEN;
    }
    return separator(c);
}

/* Keeps the field of one column; `columns` is how many there were. */
static enum after read_row(struct csv *c, size_t column, struct buf *kept, size_t *columns)
{
    enum after what = NEXT_FIELD;

    buf_clear(kept);
    for (*columns = 0; what == NEXT_FIELD; ++*columns) {
        what = read_field(c);
        if (*columns == column && c->field.len)
            buf_add(kept, c->field.data, c->field.len);
    }
    return what;
}

static const char *const names[] = {"prompt", "text", "question"};
enum { NAMES = sizeof names / sizeof *names };

/* How good a column's name is: the lower the better, NAMES is none of them. */
static size_t rank(const struct buf *name)
{
    const char *from = name->data ? name->data : "";

    from += strspn(from, " \t");
    for (size_t i = 0; i < NAMES; i++) {
        size_t len = strlen(names[i]);

        if (strncasecmp(from, names[i], len) == 0 && from[len + strspn(from + len, " \t")] == '\0')
            return i;
    }
    return NAMES;
}

/* The column that has the prompt, or -1. */
static int read_header(struct csv *c, size_t *columns)
{
    enum after what = NEXT_FIELD;
    size_t best = NAMES;
    int found = -1;

    for (*columns = 0; what == NEXT_FIELD; ++*columns) {
        what = read_field(c);
        if (what != BROKEN && rank(&c->field) < best) {
            best = rank(&c->field);
            found = (int)*columns;
        }
    }
    return found;
}

static bool is_csv(const char *text, size_t len)
{
    struct csv c = {.at = text, .end = text + len, .line = 1};
    size_t columns;
    int column = read_header(&c, &columns);

    buf_release(&c.field);
    return column >= 0;
}

static int check_row(const struct prompts *p, size_t line, enum after what, size_t got,
                     size_t expected, struct error *err)
{
    if (what == BROKEN)
        return error_set(err,
                         "%s line %zu: a quote is not closed, or more than a comma follows it; "
                         "expected a row such as \"say \"\"hi\"\"\",7",
                         p->path, line);
    if (got < expected)
        return error_set(err, "%s line %zu: expected %zu columns as in the header, got %zu",
                         p->path, line, expected, got);
    return 0;
}

static bool skip_blank_line(struct csv *c)
{
    size_t len = c->at < c->end && *c->at == '\r';

    if (c->at + len == c->end || c->at[len] != '\n')
        return false;
    c->at += len + 1;
    c->line++;
    return true;
}

static int read_rows(struct prompts *p, struct csv *c, struct buf *kept, struct error *err)
{
    size_t columns, expected, line;
    size_t column = (size_t)read_header(c, &expected);
    enum after what;

    while (c->at < c->end) {
        if (skip_blank_line(c))
            continue;
        line = c->line;
        what = read_row(c, column, kept, &columns);
        if (check_row(p, line, what, columns, expected, err) != 0)
            return -1;
        prompts_add(p, kept->data, kept->len);
    }
    return 0;
}

static int read_csv(struct prompts *p, const char *text, size_t len, struct error *err)
{
    struct csv c = {.at = text, .end = text + len, .line = 1};
    struct buf kept = {0};
    int result = read_rows(p, &c, &kept, err);

    p->format = "csv";
    buf_release(&kept);
    buf_release(&c.field);
    return result;
}

const struct prompts_format prompts_csv = {.is = is_csv, .read = read_csv};
