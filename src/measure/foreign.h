#ifndef MEASURE_FOREIGN_H
#define MEASURE_FOREIGN_H

#include <stddef.h>

struct json_writer;

/* Text that is not ours goes into JSON through here alone: each of the secrets (a list that
 * NULL ends; NULL: none) in it becomes "***". */

/* A member of at most `most` bytes, cut at a character. No text, no member. */
void foreign_text(struct json_writer *w, const char *name, const char *text, size_t most,
                  const char *const *secrets);
void foreign_key(struct json_writer *w, const char *name, const char *const *secrets);

#endif
