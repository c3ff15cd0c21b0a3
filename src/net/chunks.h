#ifndef NET_CHUNKS_H
#define NET_CHUNKS_H

#include <stdbool.h>
#include <stddef.h>

/* The chunks of an HTTP/1.1 body (RFC 9112, 7.1), as far as they lie whole in what was read:
 * each one's data is told, until `fn` returns false. It gives how many bytes they took, frames
 * included, and stops without a word where something else begins: a chunk that goes on in the
 * next read, one with an extension, the last one. */
typedef bool chunk_fn(void *owner, const char *data, size_t n);

size_t chunks_whole(const char *bytes, size_t n, chunk_fn *fn, void *owner);

#endif
