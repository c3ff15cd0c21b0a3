#ifndef SIM_SCHEMA_H
#define SIM_SCHEMA_H

#include <stddef.h>

struct buf;
struct rng;

enum { SCHEMA_FILL_MAX = 64 << 10 };

/* Appends JSON that fits a JSON schema, as a model would write it into a tool call: every
 * property there is, numbers within their bounds, one of an enum. What a schema says beyond
 * that (patterns, references, what depends on what) is not looked at; a schema that cannot be
 * understood gets a string. The same dice give the same text. Lists of lists of something large
 * would be larger than any model's: beyond SCHEMA_FILL_MAX bytes it is only brought to its end. */
void schema_fill(struct buf *out, const char *schema, size_t len, struct rng *dice);

/* The same for a tool's `parameters`, which are an object whatever they say: no schema at all
 * gives {}. */
void schema_fill_object(struct buf *out, const char *schema, size_t len, struct rng *dice);

#endif
