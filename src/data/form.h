#ifndef DATA_FORM_H
#define DATA_FORM_H

#include "data/fields.h"
#include "data/records.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* How the rows of a file are requests; people know it as --format. A form is an entry in one of
 * the files form_*.c and its line in form.c. Only for the files that read records. */
struct form_row {
    const struct dataset *set;
    size_t number;
    struct fields fields;
    struct buf *scratch; /* for who has to look into texts */
};

struct form {
    const char *name;
    const char *also;       /* what others call it; NULL: nothing else */
    const char *told_by;    /* what it is recognised by, for people */
    const char *expected;   /* a row of it */
    enum dataset_kind kind; /* how its file is cut into rows */
    bool prompts;           /* a row is one, which the data set knows where to find */
    unsigned block;         /* tokens for each of its hash_ids */
    bool (*looks)(const struct form_row *row);
    /* Fills in what the row says of times and lengths: NULL, or why it cannot be asked. */
    const char *(*read)(const struct form_row *row, struct record *out);
};

extern const struct form form_mooncake, form_vllm_trace, form_bailian, form_azure, form_burstgpt;
extern const struct form form_sharegpt, form_aiperf, form_aiperf_multi;
extern const struct form form_openai, form_openai_batch, form_vllm;
extern const struct form form_lines, form_csv, form_jsonl, form_json;

const struct form *form_named(const char *name);                       /* NULL: there is none */
const struct form *form_of(const struct form_row *rows, size_t count); /* what most look like */

#endif
