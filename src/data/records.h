#ifndef DATA_RECORDS_H
#define DATA_RECORDS_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct dataset;
struct error;
struct fields;
struct json;
struct library;
struct misfits;

/* The rows of a file as requests: when each was made, how long it was and its answer, and what it
 * says. They lie upon a data set (data/dataset.h): what a row says is read from its bytes when
 * somebody asks. Kept are the numbers that a file has, four to twenty bytes a row.
 *
 * The format is recognised by what the first rows look like, or is the one that was wished. A row
 * that cannot be asked is left out, and counted by its reason; only when none is left it is an
 * error. Records are in the order of their times, or else in the file's; they are counted from 0.
 */
struct records;

struct records_range { /* tokens */
    uint32_t min, max;
};

struct records_wish {
    const char *format; /* NULL: what it looks like */
    nanos from, to; /* since the first row; only for files with times. NANOS_NEVER: to the end */
    struct records_range input, output; /* 0 to UINT32_MAX: any, even if the file says none */
    bool shuffle;                       /* the contents, not the times */
    uint64_t seed;
};

struct record {
    nanos at;                             /* since the first row, or since `from`; -1: not said */
    uint32_t input_tokens, output_tokens; /* 0: not said */
    bool whole; /* it names its model as well: nobody has to be asked for one */
};

#define RECORDS_ANY                                                          \
    {                                                                        \
        .to = NANOS_NEVER, .input.max = UINT32_MAX, .output.max = UINT32_MAX \
    }

/* Is there such a format? The message names all. */
int records_check_format(const char *name, struct error *err);
void records_formats(struct buf *out); /* "lines, csv, ..." */

/* NULL: it cannot be read, or there is nothing to ask in it. The library keeps the file. */
struct records *records_open(struct library *library, const char *path,
                             const struct records_wish *wish, struct error *err);
void records_free(struct records *r);

size_t records_count(const struct records *r);
void records_at(const struct records *r, size_t n, struct record *out); /* numbers alone */
bool records_timed(const struct records *r);                            /* each has a time */
bool records_whole(const struct records *r);                            /* all are */
bool records_has_lengths(const struct records *r);   /* each has an input length */
const nanos *records_times(const struct records *r); /* ascending, `count` of them; or NULL */

nanos records_first(const struct records *r); /* when the first row was, as the file counts */

const char *records_path(const struct records *r);
const char *records_format(const struct records *r);
const char *records_told_by(const struct records *r); /* what it was recognised by; NULL: wished */
unsigned records_block(const struct records *r);      /* tokens for each of the hash_ids */
const struct dataset *records_set(const struct records *r);
size_t records_row(const struct records *r, size_t n); /* of the set */

/* What a record says. Its prompt, as UTF-8, is added to `out`; only of formats of prompts. */
void records_prompt(const struct records *r, size_t n, struct buf *out);
void records_text(const struct records *r, size_t n, struct buf *out);    /* all that is said */
void records_fields(const struct records *r, size_t n, struct fields *f); /* see data/fields.h */
/* To go on with json_item() and json_value(), which give its hash_ids. False: it has none. */
bool records_hashes(const struct records *r, size_t n, struct json *j);

/* What was left out: rows that cannot be read or asked, and those that were not wished. A number
 * in the misfits is a line's, or a row's: records_counts() says which. */
const struct misfits *records_broken(const struct records *r);   /* as JSON or CSV */
const struct misfits *records_left_out(const struct records *r); /* as requests */
const struct misfits *records_unwanted(const struct records *r); /* kept out by the wish */
const char *records_counts(const struct records *r);
void records_tell(const struct records *r, struct buf *out); /* of them, a line each; or nothing */

#endif
