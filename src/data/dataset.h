#ifndef DATA_DATASET_H
#define DATA_DATASET_H

#include "data/csv.h"

#include <stdbool.h>
#include <stddef.h>

struct misfits;
struct source;

/* The rows of a file, read once and then only read, by all threads. Kept are the bytes of the
 * file (source.h) and where each row begins, eight bytes a row; a row is decoded when somebody
 * asks for it.
 *
 *   lines      a row a line
 *   jsonl      a JSON value a line
 *   json       an array of JSON values
 *   sharegpt   either of them, of objects with "conversations" in which a human says something
 *   csv        by RFC 4180; the first row names the columns, unless it is said to be none
 *
 * Blank lines are no rows. A row that is broken is left out, counted, and the first of them
 * are remembered with the reason. */
enum dataset_kind {
    DATASET_ANY,    /* what it looks like: by the name's ending, or by its beginning */
    DATASET_PLAIN,  /* the same, but conversations are rows as others are: never sharegpt */
    DATASET_VALUES, /* json or jsonl, whichever it is */
    DATASET_LINES,
    DATASET_JSONL,
    DATASET_JSON,
    DATASET_SHAREGPT,
    DATASET_CSV,
    DATASET_KINDS
};

struct dataset_wish {
    enum dataset_kind kind;
    bool headless;  /* csv: the first row is one like the others */
    char delimiter; /* csv; 0: a comma, or a tab if the name ends in .tsv */
};

struct dataset;

enum dataset_kind dataset_kind_named(const char *name); /* DATASET_KINDS when unknown */
const char *dataset_kind_name(enum dataset_kind kind);
const char *dataset_expected(enum dataset_kind kind); /* what its file should be, in words */

/* Fills in what the wish leaves open. */
void dataset_settle(struct dataset_wish *wish, const char *path, const struct source *source);

/* Takes the source, and copies the path. It may come out empty: dataset_none() says why. */
struct dataset *dataset_new(const char *path, const struct dataset_wish *settled,
                            struct source *source);
void dataset_free(struct dataset *d);

const char *dataset_path(const struct dataset *d);
enum dataset_kind dataset_kind(const struct dataset *d);
size_t dataset_count(const struct dataset *d);
size_t dataset_skipped(const struct dataset *d);

/* Rows are counted from 0. */
const char *dataset_at(const struct dataset *d, size_t row, size_t *len); /* as it stands */
void dataset_fields(const struct dataset *d, size_t row, struct csv *c);  /* csv: to begin with */

/* The row's prompt is added to `out`. False: a row in which none can be, not one in which it
 * is empty. `talk`: it was found in a conversation; may be NULL. */
bool dataset_prompt(const struct dataset *d, size_t row, struct buf *out, bool *talk);

size_t dataset_columns(const struct dataset *d); /* of a csv */
const char *dataset_column(const struct dataset *d, size_t column);
int dataset_prompt_column(const struct dataset *d); /* named prompt, text or question; or -1 */

/* Who goes through all rows says so now and then: a mapped file's memory goes back. */
void dataset_rest(const struct dataset *d);

/* For messages. A place is "line 7", or in an array "row 7". */
void dataset_place(const struct dataset *d, size_t row, struct buf *out);
size_t dataset_number(const struct dataset *d, size_t row); /* the line's, or the row's, from 1 */

/* For whoever asks about one row after the other: lines that were counted, up to the mark, are not
 * counted again. It begins with zeros. */
struct dataset_mark {
    size_t row, line;
};
size_t dataset_number_on(const struct dataset *d, size_t row, struct dataset_mark *mark);
const char *dataset_counts(const struct dataset *d); /* what that number counts: "line" */
const struct misfits *dataset_left_out(const struct dataset *d);
const char *dataset_misfit(const struct dataset *d, size_t nth, struct buf *place); /* why */
void dataset_misfits(const struct dataset *d, struct buf *out); /* "3 of 20 rows are ..." */
void dataset_none(const struct dataset *d, struct buf *out);    /* why there is no row */

#endif
