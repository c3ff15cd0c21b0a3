#ifndef DATA_LIBRARY_H
#define DATA_LIBRARY_H

#include "data/dataset.h"

#include <stddef.h>

struct error;

/* The data sets of a run. A file that is opened again as the same kind is the same memory, so
 * every Lua state opens it, and one has read it. Sets stay until the library goes. Opening is
 * guarded, so that it does not matter which thread does; reading needs no guard. */
struct library;

struct library *library_new(void);
void library_free(struct library *l);

/* NULL: it cannot be read, or not one row of it can. */
const struct dataset *library_open(struct library *l, const char *path,
                                   const struct dataset_wish *wish, struct error *err);

const struct dataset *library_at(struct library *l, size_t nth); /* NULL behind the last */

#endif
