#include "data/dataset.h"

#include "base/json.h"
#include "base/mem.h"
#include "data/format.h"
#include "data/line.h"
#include "data/prompt.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *expected;
} kinds[DATASET_KINDS] = {
    [DATASET_ANY] = {"any",      ""                                                          },
    [DATASET_PLAIN] = {"plain",    ""                                                          },
    [DATASET_VALUES] = {"values",   ""                                                          },
    [DATASET_LINES] = {"lines",    "a row a line"                                              },
    [DATASET_JSONL] = {"jsonl",    "a JSON value a line, such as {\"question\": \"...\"}"      },
    [DATASET_JSON] = {"json",     "a JSON array of rows, such as [{\"question\": \"...\"}]"   },
    [DATASET_SHAREGPT] = {"sharegpt", "objects such as {\"conversations\": [{\"from\": \"human\", "
                                      "\"value\": \"...\"}]}"},
    [DATASET_CSV] = {"csv",      "a row that names the columns, and rows of as many fields"  },
};

enum dataset_kind dataset_kind_named(const char *name)
{
    enum dataset_kind kind = 0;

    while (kind < DATASET_KINDS && strcmp(name, kinds[kind].name) != 0)
        kind++;
    return kind;
}

const char *dataset_kind_name(enum dataset_kind kind)
{
    return kinds[kind].name;
}

const char *dataset_expected(enum dataset_kind kind)
{
    return kinds[kind].expected;
}

/* What it looks like. */

static bool ends_in(const char *path, const char *ending)
{
    size_t len = strlen(path), n = strlen(ending);

    return len > n && strcmp(path + len - n, ending) == 0;
}

static bool is_talk(const struct source *s, bool array)
{
    struct json j;

    json_begin(&j, s->text, s->len);
    if (array && (json_value(&j) != JSON_ARRAY || !json_item(&j)))
        return false;
    return prompt_has_talk(j.at, (size_t)(j.end - j.at));
}

static enum dataset_kind recognise(const char *path, const struct source *s)
{
    if (ends_in(path, ".csv") || ends_in(path, ".tsv"))
        return DATASET_CSV;
    if (ends_in(path, ".jsonl") || ends_in(path, ".ndjson"))
        return DATASET_JSONL;
    if (layout_is_array(s->text, s->len))
        return DATASET_JSON;
    if (layout_is_lines_of_json(s->text, s->len))
        return DATASET_JSONL;
    return layout_is_table(s->text, s->len) ? DATASET_CSV : DATASET_LINES;
}

void dataset_settle(struct dataset_wish *wish, const char *path, const struct source *source)
{
    enum dataset_kind asked = wish->kind;

    if (asked <= DATASET_PLAIN)
        wish->kind = recognise(path, source);
    else if (asked == DATASET_VALUES)
        wish->kind = layout_is_array(source->text, source->len) ? DATASET_JSON : DATASET_JSONL;
    if (asked == DATASET_ANY && (wish->kind == DATASET_JSON || wish->kind == DATASET_JSONL) &&
        is_talk(source, wish->kind == DATASET_JSON))
        wish->kind = DATASET_SHAREGPT;
    if (!wish->delimiter)
        wish->delimiter = ends_in(path, ".tsv") ? '\t' : ',';
}

/* Reading. */

void dataset_add(struct dataset *d, const char *row)
{
    if (d->count == d->cap) {
        d->cap = d->cap ? 2 * d->cap : 256;
        d->starts = mem_resize(d->starts, d->cap * sizeof *d->starts);
    }
    d->starts[d->count++] = (uint64_t)(row - d->source.text);
    source_reached(&d->source, row);
}

void dataset_skip(struct dataset *d, size_t number, const char *why, ...)
{
    char words[MISFIT_WORDS];
    va_list args;

    va_start(args, why);
    vsnprintf(words, sizeof words, why, args);
    va_end(args);
    misfits_add(&d->misfits, number, words);
}

const char *dataset_check_json(const struct dataset *d, const char *text, size_t len)
{
    struct buf said = {0};
    bool good = d->wish.kind != DATASET_SHAREGPT || prompt_of_talk(text, len, &said);

    buf_release(&said);
    return good ? NULL : "there are no \"conversations\" in which a human says something";
}

static const struct layout *layout_of(enum dataset_kind kind, const struct source *s)
{
    if (kind == DATASET_CSV)
        return &layout_table;
    if (kind == DATASET_JSON || (kind == DATASET_SHAREGPT && layout_is_array(s->text, s->len)))
        return &layout_array;
    return &layout_lines;
}

struct dataset *dataset_new(const char *path, const struct dataset_wish *settled,
                            struct source *source)
{
    struct dataset *d = mem_new(sizeof *d);

    d->path = mem_text(path);
    d->wish = *settled;
    d->source = *source;
    *source = (struct source){0};
    d->layout = layout_of(settled->kind, &d->source);
    d->layout->read(d);
    if (d->count)
        d->starts = mem_resize(d->starts, d->count * sizeof *d->starts);
    source_rest(&d->source);
    return d;
}

void dataset_free(struct dataset *d)
{
    if (!d)
        return;
    for (size_t i = 0; i < d->column_count; i++)
        free(d->columns[i]);
    free(d->columns);
    free(d->starts);
    free(d->path);
    source_release(&d->source);
    free(d);
}

/* Asking. */

const char *dataset_path(const struct dataset *d)
{
    return d->path;
}

enum dataset_kind dataset_kind(const struct dataset *d)
{
    return d->wish.kind;
}

size_t dataset_count(const struct dataset *d)
{
    return d->count;
}

size_t dataset_skipped(const struct dataset *d)
{
    return d->misfits.count;
}

const struct misfits *dataset_left_out(const struct dataset *d)
{
    return &d->misfits;
}

void dataset_rest(const struct dataset *d)
{
    source_rest(&d->source);
}

const char *dataset_at(const struct dataset *d, size_t row, size_t *len)
{
    const char *text = d->source.text + d->starts[row];

    *len = d->layout->length(d, text, d->source.len - d->starts[row]);
    return text;
}

size_t dataset_columns(const struct dataset *d)
{
    return d->column_count;
}

const char *dataset_column(const struct dataset *d, size_t column)
{
    return d->columns[column];
}

static bool field(const struct dataset *d, size_t row, int column, struct buf *out)
{
    struct csv c;

    if (column < 0)
        return false;
    dataset_fields(d, row, &c);
    for (; column >= 0; column--)
        csv_next(&c);
    buf_add(out, c.text, c.len);
    buf_release(&c.scratch);
    return true;
}

bool dataset_prompt(const struct dataset *d, size_t row, struct buf *out, bool *talk)
{
    enum prompt_place place;
    const char *text;
    size_t len;

    if (talk)
        *talk = false;
    if (d->wish.kind == DATASET_CSV)
        return field(d, row, dataset_prompt_column(d), out);
    text = dataset_at(d, row, &len);
    if (d->wish.kind == DATASET_LINES) {
        buf_add(out, text, len);
        return true;
    }
    if (d->wish.kind == DATASET_SHAREGPT)
        return prompt_of_talk(text, len, out);
    place = prompt_find(text, len, out);
    if (talk)
        *talk = place == PROMPT_TALK;
    return place != PROMPT_NONE;
}
