#include "base/mem.h"
#include "data/format.h"

#include <stdlib.h>
#include <strings.h>

/* Rows of a CSV file. */

#define BROKEN                                                                        \
    "a quote is not closed, or more than a comma follows it; expected a row such as " \
    "\"say \"\"hi\"\"\",7"

static struct csv begin(const struct dataset *d, const char *at)
{
    return (struct csv){
        .at = at, .end = d->source.text + d->source.len, .line = 1, .delimiter = d->wish.delimiter};
}

static void add_column(struct dataset *d, const struct csv *c)
{
    const char *from = c->text, *end = from + c->len;

    while (from < end && (*from == ' ' || *from == '\t'))
        from++;
    while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    d->columns = mem_resize(d->columns, (d->column_count + 1) * sizeof *d->columns);
    d->columns[d->column_count++] = mem_copy(from, (size_t)(end - from));
}

/* False when the first row is broken: nobody can tell then what the others hold. */
static bool read_header(struct dataset *d, struct csv *c)
{
    const char *from = c->at;
    size_t line = c->line;
    enum csv_after after;

    do {
        after = csv_next(c);
        if (after != CSV_BROKEN)
            add_column(d, c);
    } while (after == CSV_FIELD);
    if (after == CSV_BROKEN || d->wish.headless) {
        c->at = from;
        c->line = line;
    }
    return after != CSV_BROKEN;
}

/* A row that has more than the header may have lost the quotes around a comma: what it holds
 * is not where it seems to be. Nothing behind a last comma is nothing lost. */
static enum csv_after read_row(struct csv *c, size_t columns, size_t *fields, bool *more)
{
    enum csv_after after;

    *fields = 0;
    *more = false;
    do {
        after = csv_next(c);
        *more = *more || (*fields >= columns && c->len);
        ++*fields;
    } while (after == CSV_FIELD);
    return after;
}

static void judge_row(struct dataset *d, struct csv *c)
{
    const char *from = c->at;
    size_t line = c->line, fields;
    bool more;
    enum csv_after after = read_row(c, d->column_count, &fields, &more);

    if (after == CSV_BROKEN) {
        csv_skip_line(c, from, line);
        dataset_skip(d, line, BROKEN);
    } else if (fields < d->column_count || more)
        dataset_skip(d, line, "expected %zu columns as in the %s, got %zu", d->column_count,
                     d->wish.headless ? "first row" : "header", fields);
    else
        dataset_add(d, from);
}

static void read_table(struct dataset *d)
{
    struct csv c = begin(d, d->source.text);

    while (c.at < c.end && csv_skip_blank(&c))
        ;
    if (c.at < c.end && !read_header(d, &c)) {
        dataset_skip(d, c.line, BROKEN);
        c.at = c.end;
    }
    while (c.at < c.end)
        if (!csv_skip_blank(&c))
            judge_row(d, &c);
    buf_release(&c.scratch);
}

static size_t length(const struct dataset *d, const char *row, size_t left)
{
    struct csv c = begin(d, row);
    size_t len;

    (void)left;
    while (csv_next(&c) == CSV_FIELD)
        ;
    len = (size_t)(c.at - row);
    buf_release(&c.scratch);
    while (len && (row[len - 1] == '\n' || row[len - 1] == '\r'))
        len--;
    return len;
}

void dataset_fields(const struct dataset *d, size_t row, struct csv *c)
{
    *c = begin(d, d->source.text + d->starts[row]);
}

static const char *const names[] = {"prompt", "text", "question"};
enum { NAMES = sizeof names / sizeof *names };

/* How good a column's name is: the lower the better, NAMES is none of them. */
static size_t rank(const char *name)
{
    size_t i = 0;

    while (i < NAMES && strcasecmp(name, names[i]) != 0)
        i++;
    return i;
}

int dataset_prompt_column(const struct dataset *d)
{
    size_t best = NAMES;
    int found = -1;

    for (size_t i = 0; d->columns && !d->wish.headless && i < d->column_count; i++)
        if (rank(d->columns[i]) < best) {
            best = rank(d->columns[i]);
            found = (int)i;
        }
    return found;
}

/* Columns that only traces have; others are too ordinary to tell a table by. */
static bool is_of_trace(const char *name)
{
    return strcasecmp(name, "ContextTokens") == 0 || strcasecmp(name, "Request tokens") == 0;
}

static bool has_trace_column(const struct dataset *d)
{
    for (size_t i = 0; i < d->column_count; i++)
        if (is_of_trace(d->columns[i]))
            return true;
    return false;
}

static void free_columns(struct dataset *d)
{
    for (size_t i = 0; i < d->column_count; i++)
        free(d->columns[i]);
    free(d->columns);
}

bool layout_is_table(const char *text, size_t len)
{
    struct dataset head = {
        .wish.delimiter = ',', .source = {.text = text, .len = len}
    };
    struct csv c = begin(&head, text);
    bool is =
        read_header(&head, &c) && (dataset_prompt_column(&head) >= 0 || has_trace_column(&head));

    buf_release(&c.scratch);
    free_columns(&head);
    return is;
}

const struct layout layout_table = {.place = "line", .read = read_table, .length = length};
