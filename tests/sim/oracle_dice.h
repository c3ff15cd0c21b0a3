#ifndef TESTS_SIM_ORACLE_DICE_H
#define TESTS_SIM_ORACLE_DICE_H

#include <math.h>
#include <stdint.h>

/* The dice of the program that the engine is held against, which is written in Python: the
 * Mersenne Twister (Matsumoto and Nishimura, 1998) with its seeding from a list of numbers. With
 * the same draws the two must come to the same, not just to something like it. */
enum { ORACLE_WORDS = 624, ORACLE_LAG = 397 };

struct oracle_dice {
    uint32_t word[ORACLE_WORDS];
    unsigned at;
};

static inline uint32_t oracle_stir(uint32_t before, uint32_t factor)
{
    return (before ^ before >> 30) * factor;
}

static inline void oracle_seed(struct oracle_dice *d, uint32_t seed)
{
    uint32_t *w = d->word;
    unsigned i = 1;

    w[0] = 19650218;
    for (unsigned k = 1; k < ORACLE_WORDS; k++)
        w[k] = oracle_stir(w[k - 1], 1812433253) + k;
    for (unsigned k = 0; k < 2 * ORACLE_WORDS - 1; k++) {
        w[i] = k < ORACLE_WORDS ? (w[i] ^ oracle_stir(w[i - 1], 1664525)) + seed
                                : (w[i] ^ oracle_stir(w[i - 1], 1566083941)) - i;
        if (++i == ORACLE_WORDS) {
            w[0] = w[ORACLE_WORDS - 1];
            i = 1;
        }
    }
    w[0] = UINT32_C(1) << 31;
    d->at = ORACLE_WORDS;
}

static inline void oracle_twist(struct oracle_dice *d)
{
    for (unsigned i = 0; i < ORACLE_WORDS; i++) {
        uint32_t next = d->word[(i + 1) % ORACLE_WORDS];
        uint32_t mix = (d->word[i] & UINT32_C(1) << 31) | (next & 0x7fffffff);

        d->word[i] =
            d->word[(i + ORACLE_LAG) % ORACLE_WORDS] ^ mix >> 1 ^ (next & 1 ? 0x9908b0df : 0);
    }
    d->at = 0;
}

static inline uint32_t oracle_word(struct oracle_dice *d)
{
    uint32_t w;

    if (d->at == ORACLE_WORDS)
        oracle_twist(d);
    w = d->word[d->at++];
    w ^= w >> 11;
    w ^= w << 7 & 0x9d2c5680;
    w ^= w << 15 & 0xefc60000;
    return w ^ w >> 18;
}

static inline double oracle_unit(struct oracle_dice *d)
{
    uint32_t high = oracle_word(d) >> 5, low = oracle_word(d) >> 6;

    return (high * 67108864.0 + low) / 9007199254740992.0;
}

/* A whole number around the mean, as the oracle draws lengths: half of it more or less. */
static inline unsigned oracle_length(struct oracle_dice *d, unsigned mean, unsigned least)
{
    unsigned n = (unsigned)(mean * (.5 + oracle_unit(d)));

    return n < least ? least : n;
}

static inline double oracle_gap(struct oracle_dice *d, double rate)
{
    return -log(1 - oracle_unit(d)) / rate;
}

#endif
