#ifndef SIM_BLOCKS_H
#define SIM_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

/* An engine's memory for what it has computed, in blocks of 16 tokens, numbered from 1. A block
 * is held by all who use it. One that nobody holds may be taken for something else, but until
 * then it is found again by its key, if it was given one: those without a key are taken first,
 * then those that were dropped the longest time ago. Nothing here takes longer the more blocks
 * there are, and memory is used as blocks come. */
struct blocks;

enum { BLOCK_TOKENS = 16 };

struct blocks *blocks_new(size_t count); /* at least 1 */
void blocks_free(struct blocks *b);

size_t blocks_count(const struct blocks *b);
size_t blocks_left(const struct blocks *b); /* that nobody holds */

uint32_t blocks_find(const struct blocks *b, uint64_t key);       /* 0: there is none */
unsigned blocks_holders(const struct blocks *b, uint32_t number); /* how many hold it */

void blocks_hold(struct blocks *b, uint32_t number); /* what was found, once more */
uint32_t blocks_take(struct blocks *b); /* one without a key, held once; 0: none is left */
void blocks_drop(struct blocks *b, uint32_t number);

/* From here on it is found by this key, not 0, unless another one already is. */
void blocks_name(struct blocks *b, uint32_t number, uint64_t key);

#endif
