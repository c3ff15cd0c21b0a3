#include "sim/blocks.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

/* Those that nobody holds are in a ring, the next one to be taken first. Number 0 is the ring's
 * beginning and end, and none in a chain. */
struct block {
    uint64_t key; /* 0: none */
    uint32_t holders;
    uint32_t next, prev; /* in the ring */
    uint32_t after;      /* in its chain of the table */
};

struct blocks {
    struct block *all;
    uint32_t *chains;
    uint32_t most, used, held, mask; /* those above `used` have never been taken */
};

struct blocks *blocks_new(size_t count)
{
    struct blocks *b = mem_new(sizeof *b);
    uint32_t chains = 1;

    b->most = count < UINT32_MAX / 2 ? (uint32_t)count : UINT32_MAX / 2;
    while (chains < b->most)
        chains *= 2;
    b->mask = chains - 1;
    b->all = mem_new((b->most + (size_t)1) * sizeof *b->all);
    b->chains = mem_new(chains * sizeof *b->chains);
    return b;
}

void blocks_free(struct blocks *b)
{
    if (!b)
        return;
    free(b->all);
    free(b->chains);
    free(b);
}

size_t blocks_count(const struct blocks *b)
{
    return b->most;
}

size_t blocks_left(const struct blocks *b)
{
    return b->most - b->held;
}

uint32_t blocks_find(const struct blocks *b, uint64_t key)
{
    uint32_t at = b->chains[key & b->mask];

    while (at && b->all[at].key != key)
        at = b->all[at].after;
    return at;
}

unsigned blocks_holders(const struct blocks *b, uint32_t number)
{
    return b->all[number].holders;
}

static void leave_ring(struct blocks *b, uint32_t at)
{
    const struct block *one = &b->all[at];

    b->all[one->next].prev = one->prev;
    b->all[one->prev].next = one->next;
}

static void join_ring(struct blocks *b, uint32_t at, uint32_t behind)
{
    uint32_t next = b->all[behind].next;

    b->all[at].prev = behind;
    b->all[at].next = next;
    b->all[behind].next = at;
    b->all[next].prev = at;
}

static void forget_key(struct blocks *b, uint32_t at)
{
    uint32_t *link = &b->chains[b->all[at].key & b->mask];

    if (!b->all[at].key)
        return;
    while (*link != at)
        link = &b->all[*link].after;
    *link = b->all[at].after;
    b->all[at].key = 0;
}

void blocks_hold(struct blocks *b, uint32_t number)
{
    if (b->all[number].holders++)
        return;
    leave_ring(b, number);
    b->held++;
}

/* A new one only when all that lie about are known by a key. */
uint32_t blocks_take(struct blocks *b)
{
    uint32_t at = b->all[0].next;

    if (at && (!b->all[at].key || b->used == b->most)) {
        leave_ring(b, at);
        forget_key(b, at);
    } else if (b->used < b->most) {
        at = ++b->used;
    } else {
        return 0;
    }
    b->all[at].holders = 1;
    b->held++;
    return at;
}

void blocks_drop(struct blocks *b, uint32_t number)
{
    struct block *one = &b->all[number];

    assert(one->holders);
    if (--one->holders)
        return;
    b->held--;
    join_ring(b, number, one->key ? b->all[0].prev : 0);
}

void blocks_name(struct blocks *b, uint32_t number, uint64_t key)
{
    uint32_t *chain = &b->chains[key & b->mask];

    if (!key || b->all[number].key || blocks_find(b, key))
        return;
    b->all[number].key = key;
    b->all[number].after = *chain;
    *chain = number;
}
