#ifndef DATA_PREFIXES_H
#define DATA_PREFIXES_H

#include <stddef.h>
#include <stdint.h>

struct json;
struct records;
struct seen;

/* How much of a prompt was sent before, by the hashes of its blocks: what a cache that forgets
 * nothing would not have to compute again. A hash stands for its block and all before it. */

/* Takes in a row's hash_ids, to be read with json_item(), each for `block` tokens of `tokens`; the
 * tokens that an earlier row began with as well. */
uint32_t prefixes_known(struct seen *blocks, struct json *hash_ids, unsigned block,
                        uint32_t tokens);

/* For each of the records, in their order; the caller frees. NULL: they have no hashes. */
uint32_t *prefixes_of(const struct records *r);

#endif
