#ifndef SIM_GZIP_H
#define SIM_GZIP_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/* The gzip format without compression: every reader of it reads this too, and each write can be
 * read as soon as it has come. Begin, any number of blocks, end; the sum starts at 0. */
void gzip_begin(struct buf *out);
uint32_t gzip_block(struct buf *out, const char *bytes, size_t n, uint32_t sum); /* the new sum */
void gzip_end(struct buf *out, uint32_t sum, uint32_t length);

#endif
