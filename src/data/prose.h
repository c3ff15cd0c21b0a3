#ifndef DATA_PROSE_H
#define DATA_PROSE_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct rng;

/* Language of any length, to the byte: sentences of a text, a few in a row, in the order of the
 * dice. It says nothing, but it reads, and what a tokenizer makes of it is what
 * it makes of language. There is nothing in it that JSON would have to escape. Nobody changes it
 * once it is made, so threads may share it. */
struct prose;

/* NULL: the text has no sentence that could be used. */
struct prose *prose_new(const char *text, size_t len);
void prose_free(struct prose *p);

/* Exactly so many bytes, which end with a word and a full stop. Without the end they are the
 * beginning of what the same dice give when more is wanted. */
void prose_add(const struct prose *p, struct rng *dice, size_t bytes, struct buf *out);

/* The same of the dice that seed and stream make, with a mark in front of it that is theirs: there
 * are few sentences, so texts would begin alike by chance, and a cache of prompts would know them.
 * Those of less than PROSE_MARKED bytes have none. */
enum { PROSE_MARKED = 48 };
void prose_add_marked(const struct prose *p, uint64_t seed, uint64_t stream, size_t bytes,
                      struct buf *out);

#endif
