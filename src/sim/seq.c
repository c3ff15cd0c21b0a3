#include "sim/seq.h"

#include "base/mem.h"
#include "sim/blocks.h"

#include <assert.h>
#include <stdlib.h>

unsigned seq_known(const struct seq *s, const struct blocks *b, unsigned *idle)
{
    unsigned known = 0, usable = (s->prompt + s->said - 1) / BLOCK_TOKENS;
    uint32_t at;

    *idle = 0;
    while (known < usable && known < s->key_count && (at = blocks_find(b, s->keys[known]))) {
        *idle += !blocks_holders(b, at);
        known++;
    }
    return known;
}

static void make_room(struct seq *s, unsigned blocks)
{
    if (s->block_count + blocks <= s->cap)
        return;
    s->cap = s->block_count + blocks + 8;
    s->blocks = mem_resize(s->blocks, s->cap * sizeof *s->blocks);
}

void seq_hold_known(struct seq *s, struct blocks *b, unsigned known)
{
    make_room(s, known);
    for (unsigned i = 0; i < known; i++) {
        uint32_t at = blocks_find(b, s->keys[i]);

        blocks_hold(b, at);
        s->blocks[s->block_count++] = at;
    }
}

unsigned seq_width(const struct seq *s)
{
    return s->choices ? s->choices : 1;
}

static unsigned blocks_of(unsigned tokens)
{
    return (tokens + BLOCK_TOKENS - 1) / BLOCK_TOKENS;
}

unsigned seq_blocks(const struct seq *s, unsigned tokens)
{
    if (seq_width(s) == 1 || tokens <= s->prompt)
        return blocks_of(tokens);
    return blocks_of(s->prompt) + seq_width(s) * blocks_of(tokens - s->prompt);
}

size_t seq_room(const struct seq *s, size_t blocks)
{
    size_t taken = seq_width(s) == 1 ? s->prompt : blocks_of(s->prompt) * (size_t)BLOCK_TOKENS;
    size_t left = blocks * BLOCK_TOKENS > taken ? blocks * BLOCK_TOKENS - taken : 0;

    if (seq_width(s) == 1)
        return left;
    return left / BLOCK_TOKENS / seq_width(s) * BLOCK_TOKENS;
}

unsigned seq_lacks(const struct seq *s, unsigned tokens)
{
    unsigned blocks = seq_blocks(s, tokens);

    return blocks > s->block_count ? blocks - s->block_count : 0;
}

void seq_grow(struct seq *s, struct blocks *b, unsigned blocks)
{
    make_room(s, blocks);
    while (blocks--) {
        uint32_t at = blocks_take(b);

        assert(at);
        s->blocks[s->block_count++] = at;
    }
}

/* The end first, so that it is also the end that is forgotten first. */
void seq_let_go(struct seq *s, struct blocks *b)
{
    while (s->block_count)
        blocks_drop(b, s->blocks[--s->block_count]);
    free(s->blocks);
    s->blocks = NULL;
    s->cap = s->computed = 0;
}

void seq_name_blocks(struct seq *s, struct blocks *b, unsigned from)
{
    unsigned to = s->computed / BLOCK_TOKENS;

    for (unsigned i = from / BLOCK_TOKENS; i < to && i < s->key_count; i++)
        blocks_name(b, s->blocks[i], s->keys[i]);
}

unsigned seq_lacking(const struct seq *s)
{
    return s->prompt + s->said - s->computed;
}

/* A function of the sequence and the token's place, whatever else the engine has to do. */
static double luck(uint64_t dice, unsigned place)
{
    uint64_t mix = dice + (place + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);

    mix = (mix ^ mix >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mix = (mix ^ mix >> 27) * UINT64_C(0x94d049bb133111eb);
    return (double)((mix ^ mix >> 31) >> 11) * 0x1p-53;
}

unsigned seq_accepts(const struct seq *s, unsigned drafts, double acceptance)
{
    unsigned n = 0;

    while (n < drafts && luck(s->dice, s->said + n) < acceptance)
        n++;
    return n;
}
