#ifndef DATA_FORMAT_H
#define DATA_FORMAT_H

#include "data/dataset.h"
#include "data/misfits.h"
#include "data/source.h"

#include <stdint.h>

/* Only for the files that read data sets. A layout says where rows begin and end; what a row
 * must be is the kind's. */
struct dataset {
    char *path;
    struct dataset_wish wish;
    const struct layout *layout;
    struct source source;
    uint64_t *starts; /* of each row in the source's text */
    size_t count, cap;
    struct misfits misfits; /* the rows that were skipped */
    char **columns;
    size_t column_count;
};

struct layout {
    const char *place; /* how a row is counted: "line", "row" */
    void (*read)(struct dataset *d);
    size_t (*length)(const struct dataset *d, const char *row, size_t left);
};

extern const struct layout layout_lines, layout_array, layout_table;

bool layout_is_array(const char *text, size_t len);
bool layout_is_lines_of_json(const char *text, size_t len);
bool layout_is_table(const char *text, size_t len); /* with a column that may be a prompt's */

void dataset_add(struct dataset *d, const char *row);
void dataset_skip(struct dataset *d, size_t number, const char *why, ...)
    __attribute__((format(printf, 3, 4)));

/* What is wrong with a JSON value as a row of this set; NULL: nothing. */
const char *dataset_check_json(const struct dataset *d, const char *text, size_t len);

#endif
