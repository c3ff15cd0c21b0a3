#ifndef SIM_PREFIX_H
#define SIM_PREFIX_H

#include <stddef.h>
#include <stdint.h>

/* What an engine with a prefix cache still knows of earlier prompts, as vLLM's does: a prompt is
 * cut into blocks of 16 tokens, each known by all the text up to its end, so that only the
 * beginnings of prompts are ever found again. Those not met for the longest time go first, and of
 * one prompt its end before its beginning. Answers are not kept, which real engines do. */

/* The keys of a prompt's whole blocks, in order. Takes them with free(3); NULL when there is no
 * whole block. */
uint64_t *prefix_keys(const char *prompt, size_t len, size_t *count);

/* A cache without an engine, which computes every prompt at once. All threads of a service share
 * it. */
struct prefix;

struct prefix *prefix_new(size_t blocks); /* at least 1; memory is used as blocks come */
void prefix_free(struct prefix *p);

/* How many of the prompt's tokens are known; from here on all its whole blocks are. At least one
 * token is always new: an engine has to compute something. */
size_t prefix_meet(struct prefix *p, const char *prompt, size_t len);

#endif
