#ifndef CLI_QUOTE_H
#define CLI_QUOTE_H

#include <stddef.h>

struct buf;

/* What a service said, for a sentence on a terminal: one line of its beginning, without secrets (a
 * list that NULL ends) and without what would move the cursor. */
void quote(struct buf *out, const char *text, size_t len, const char *const *secrets);

/* Puts spaces in place of characters that command terminals, but for those of `keep`: text may come
 * from a service, or from what a model has said. */
void quote_calm(char *text, size_t len, const char *keep);

#endif
