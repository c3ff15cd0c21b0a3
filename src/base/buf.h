#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

/* Bytes that grow. Once anything was added, `data` has a '\0' at `data[len]`, so it
 * can be read as C text; the bytes themselves may hold anything. A zeroed buf is
 * empty and ready; its data is NULL until the first byte comes. */
struct buf {
    char *data;
    size_t len, cap;
};

void buf_release(struct buf *b);
void buf_clear(struct buf *b); /* empty, but keeps its memory */
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_put(struct buf *b, const char *text);
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_drop(struct buf *b, size_t n); /* forgets the first n bytes */
char *buf_take(struct buf *b,
               size_t *len); /* the caller's from here on: free(3); len may be NULL */

#endif
