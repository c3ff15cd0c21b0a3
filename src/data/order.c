#include "data/order.h"

#include "base/rng.h"

#include <math.h>

enum { ROUNDS = 8 };

/* A number that hardly differs becomes one that has nothing in common with it. */
static uint64_t stir(uint64_t x)
{
    x = (x ^ x >> 33) * 0xff51afd7ed558ccd;
    x = (x ^ x >> 33) * 0xc4ceb9fe1a85ec53;
    return x ^ x >> 33;
}

static unsigned bits_below(uint64_t count)
{
    return count > 1 ? 64 - (unsigned)__builtin_clzll(count - 1) : 0;
}

/* Feistel's network: whatever the rounds stir, it can be run backwards, so no two numbers
 * become the same. It shuffles 2^(2 * half) numbers and needs no memory. */
static uint64_t network(uint64_t x, unsigned half, uint64_t key)
{
    uint64_t mask = (UINT64_C(1) << half) - 1, left = x >> half, right = x & mask;

    for (uint64_t round = 0; round < ROUNDS; round++) {
        uint64_t was = right;

        right = left ^ (stir(right + stir(key + round)) & mask);
        left = was;
    }
    return left << half | right;
}

/* What comes out above the count is sent through again: the rest is still a shuffle. */
static uint64_t shuffled(uint64_t x, uint64_t count, uint64_t key)
{
    unsigned half = (bits_below(count) + 1) / 2;

    do
        x = network(x, half ? half : 1, key);
    while (x >= count);
    return x;
}

static uint64_t drawn(const struct order *o, uint64_t position)
{
    struct rng r;

    rng_seed(&r, o->seed, position);
    return o->skew > 0 ? rng_zipf(&r, o->count, o->skew) : rng_below(&r, o->count);
}

uint64_t order_at(const struct order *o, uint64_t position)
{
    switch (o->kind) {
    case ORDER_RANDOM: return drawn(o, position);
    case ORDER_SHUFFLE:
        return shuffled(position % o->count, o->count,
                        stir(o->seed) + position / o->count * ROUNDS);
    default: return position % o->count;
    }
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

uint64_t order_for_user(uint64_t count, uint64_t user, uint64_t visit)
{
    uint64_t step = (uint64_t)ceil(0.618 * (double)count);

    while (common_divisor(step, count) != 1)
        step++;
    return ((user - 1) % count * step + visit % count) % count;
}
