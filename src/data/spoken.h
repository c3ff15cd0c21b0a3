#ifndef DATA_SPOKEN_H
#define DATA_SPOKEN_H

#include <stddef.h>

struct buf;

/* All that is said in a JSON value, whatever its format: the texts under "content", "value",
 * "text" and the like, however deep, one behind the other. */
void spoken_add(struct buf *out, const char *text, size_t len);

#endif
