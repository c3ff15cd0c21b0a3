#ifndef DATA_CSV_H
#define DATA_CSV_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* RFC 4180, a cursor from field to field: quotes are doubled within quotes, where there may
 * be line ends as well. Begin with `at`, `end`, `delimiter` and line 1; release the scratch. */
struct csv {
    const char *at, *end;
    size_t line; /* where `at` is */
    char delimiter;
    const char *text; /* the field, until the next one */
    size_t len;
    struct buf scratch; /* for a field whose quotes had to be undone */
};

enum csv_after {
    CSV_FIELD, /* another one follows in the row */
    CSV_ROW,   /* the row ends with it */
    CSV_BROKEN /* a quote is not closed, or followed by something else */
};

enum csv_after csv_next(struct csv *c);
bool csv_skip_blank(struct csv *c); /* an empty line, which is no row */

/* From the start of a row that turned out to be broken, to the next line. */
void csv_skip_line(struct csv *c, const char *from, size_t line);

#endif
