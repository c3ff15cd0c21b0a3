#include "sim/prefix.h"

#include "base/mem.h"
#include "sim/ask.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum { BLOCK_BYTES = PREFIX_BLOCK * ASK_TOKEN, USUAL = 64 };

/* Blocks by number, from 1; 0 is none, and the ring of all: the one met last is its next. */
struct block {
    uint64_t key;
    uint32_t newer, older; /* in the ring */
    uint32_t after;        /* in its chain of the table */
};

struct prefix {
    pthread_mutex_t mutex;
    struct block *blocks;
    uint32_t *chains;
    uint32_t count, most, mask;
};

struct prefix *prefix_new(size_t blocks)
{
    struct prefix *p = mem_new(sizeof *p);
    uint32_t chains = 1;

    p->most = blocks < UINT32_MAX / 2 ? (uint32_t)blocks : UINT32_MAX / 2;
    while (chains < p->most)
        chains *= 2;
    p->mask = chains - 1;
    p->blocks = mem_new((p->most + (size_t)1) * sizeof *p->blocks);
    p->chains = mem_new(chains * sizeof *p->chains);
    pthread_mutex_init(&p->mutex, NULL);
    return p;
}

void prefix_free(struct prefix *p)
{
    if (!p)
        return;
    pthread_mutex_destroy(&p->mutex);
    free(p->blocks);
    free(p->chains);
    free(p);
}

static uint32_t find(const struct prefix *p, uint64_t key)
{
    uint32_t at = p->chains[key & p->mask];

    while (at && p->blocks[at].key != key)
        at = p->blocks[at].after;
    return at;
}

static void leave_ring(struct prefix *p, uint32_t at)
{
    const struct block *b = &p->blocks[at];

    p->blocks[b->newer].older = b->older;
    p->blocks[b->older].newer = b->newer;
}

static void join_ring(struct prefix *p, uint32_t at)
{
    uint32_t newest = p->blocks[0].older;

    p->blocks[at].newer = 0;
    p->blocks[at].older = newest;
    p->blocks[newest].newer = at;
    p->blocks[0].older = at;
}

static void leave_chain(struct prefix *p, uint32_t at)
{
    uint32_t *link = &p->chains[p->blocks[at].key & p->mask];

    while (*link != at)
        link = &p->blocks[*link].after;
    *link = p->blocks[at].after;
}

/* Room for one more: a new one, or the one that has not been met for the longest time. */
static uint32_t make_room(struct prefix *p)
{
    uint32_t oldest = p->blocks[0].newer;

    if (p->count < p->most)
        return ++p->count;
    leave_ring(p, oldest);
    leave_chain(p, oldest);
    return oldest;
}

static void keep(struct prefix *p, uint64_t key)
{
    uint32_t at = find(p, key), *chain = &p->chains[key & p->mask];

    if (at) {
        leave_ring(p, at);
    } else {
        at = make_room(p);
        p->blocks[at].key = key;
        p->blocks[at].after = *chain;
        *chain = at;
    }
    join_ring(p, at);
}

/* The end of a prompt is met before its beginning. What is known is met first of all when there is
 * little room, so that it does not go for the sake of the rest. */
static void keep_all(struct prefix *p, const uint64_t *keys, size_t count, size_t known)
{
    if (count - known > p->most - p->count)
        for (size_t i = known; i--;)
            keep(p, keys[i]);
    for (size_t i = count; i--;)
        keep(p, keys[i]);
}

/* Only what leaves a token to compute can be a hit. */
static size_t meet(struct prefix *p, const uint64_t *keys, size_t count, size_t usable)
{
    size_t known = 0;

    pthread_mutex_lock(&p->mutex);
    while (known < usable && find(p, keys[known]))
        known++;
    keep_all(p, keys, count, known);
    pthread_mutex_unlock(&p->mutex);
    return known;
}

/* Each key is of its block and of all before it. */
static void make_keys(uint64_t *keys, size_t count, const char *prompt)
{
    uint64_t key = 0;

    for (size_t i = 0; i < count; i++, prompt += BLOCK_BYTES)
        keys[i] = key = ask_hash(prompt, BLOCK_BYTES) + key * UINT64_C(0x9e3779b97f4a7c15);
}

size_t prefix_meet(struct prefix *p, const char *prompt, size_t len)
{
    size_t tokens = len / ASK_TOKEN, count = tokens / PREFIX_BLOCK, known;
    uint64_t usual[USUAL] = {0},
             *keys = count > USUAL ? mem_resize(NULL, count * sizeof *keys) : usual;

    make_keys(keys, count, prompt);
    known = meet(p, keys, count, tokens ? (tokens - 1) / PREFIX_BLOCK : 0);
    if (keys != usual)
        free(keys);
    return known * PREFIX_BLOCK;
}
