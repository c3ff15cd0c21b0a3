#include "sim/prefix.h"

#include "base/mem.h"
#include "sim/ask.h"
#include "sim/blocks.h"

#include <pthread.h>
#include <stdlib.h>

enum { BLOCK_BYTES = BLOCK_TOKENS * ASK_TOKEN };

/* Each key is of its block and of all before it. */
uint64_t *prefix_keys(const char *prompt, size_t len, size_t *count)
{
    uint64_t *keys = NULL, key = 0;

    *count = len / BLOCK_BYTES;
    if (*count)
        keys = mem_resize(NULL, *count * sizeof *keys);
    for (size_t i = 0; i < *count; i++, prompt += BLOCK_BYTES)
        keys[i] = key = ask_hash(prompt, BLOCK_BYTES) + key * UINT64_C(0x9e3779b97f4a7c15);
    return keys;
}

struct prefix {
    pthread_mutex_t mutex;
    struct blocks *blocks;
};

struct prefix *prefix_new(size_t blocks)
{
    struct prefix *p = mem_new(sizeof *p);

    p->blocks = blocks_new(blocks);
    pthread_mutex_init(&p->mutex, NULL);
    return p;
}

void prefix_free(struct prefix *p)
{
    if (!p)
        return;
    pthread_mutex_destroy(&p->mutex);
    blocks_free(p->blocks);
    free(p);
}

/* Held until all of the prompt is, so that its end does not push out its beginning. */
static uint32_t meet_block(struct blocks *b, uint64_t key)
{
    uint32_t at = blocks_find(b, key);

    if (at) {
        blocks_hold(b, at);
    } else {
        at = blocks_take(b);
        if (at)
            blocks_name(b, at, key);
    }
    return at;
}

/* A prompt may be longer than the cache: then its beginning is kept. What is known is held first,
 * or the rest might take its place. */
static size_t meet(struct blocks *b, const uint64_t *keys, uint32_t *held, size_t count)
{
    size_t known = 0, n = 0;

    while (known < count && blocks_find(b, keys[known]))
        known++;
    while (n < count && (held[n] = meet_block(b, keys[n])))
        n++;
    while (n--)
        blocks_drop(b, held[n]);
    return known;
}

size_t prefix_meet(struct prefix *p, const char *prompt, size_t len)
{
    size_t tokens = len / ASK_TOKEN, count, known;
    uint64_t *keys = prefix_keys(prompt, len, &count);
    uint32_t *held = count ? mem_resize(NULL, count * sizeof *held) : NULL;

    pthread_mutex_lock(&p->mutex);
    known = meet(p->blocks, keys, held, count) * BLOCK_TOKENS;
    pthread_mutex_unlock(&p->mutex);
    free(held);
    free(keys);
    return known && known == tokens ? known - BLOCK_TOKENS : known;
}
