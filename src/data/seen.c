#include "data/seen.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 1024 };

static uint64_t stir(uint64_t x)
{
    x = (x ^ x >> 32) * 0xd6e8feb86659fd93;
    x = (x ^ x >> 32) * 0xd6e8feb86659fd93;
    return x ^ x >> 32;
}

/* Where the key is, or would be. */
static uint64_t *slot_of(const struct seen *s, uint64_t key)
{
    size_t at = key & (s->room - 1);

    while (s->slots[at] && s->slots[at] != key)
        at = (at + 1) & (s->room - 1);
    return &s->slots[at];
}

static void grow(struct seen *s)
{
    struct seen larger = {.room = s->room ? 2 * s->room : FIRST_ROOM};

    larger.slots = mem_new(larger.room * sizeof *larger.slots);
    for (size_t i = 0; i < s->room; i++)
        if (s->slots[i])
            *slot_of(&larger, s->slots[i]) = s->slots[i];
    free(s->slots);
    s->slots = larger.slots;
    s->room = larger.room;
}

bool seen_add(struct seen *s, uint64_t key)
{
    uint64_t *slot;

    key = stir(key) | 1; /* never the free one */
    if (2 * s->count >= s->room && !seen_full(s))
        grow(s);
    slot = slot_of(s, key);
    if (*slot)
        return true;
    if (!seen_full(s)) {
        *slot = key;
        s->count++;
    }
    return false;
}

bool seen_full(const struct seen *s)
{
    return s->count >= s->limit;
}

void seen_release(struct seen *s)
{
    free(s->slots);
    *s = (struct seen){.limit = s->limit};
}

uint64_t seen_key(uint64_t before, const void *bytes, size_t len)
{
    const char *at = bytes;
    uint64_t key = stir(before + len + 1), word;

    for (; len >= sizeof word; len -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        key = stir(key ^ word);
    }
    word = 0;
    memcpy(&word, at, len);
    return stir(key ^ word);
}
