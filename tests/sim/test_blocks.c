/* An engine's memory against an obviously right model: a list of all blocks in the order in which
 * they would be taken. */

#include "base/rng.h"
#include "sim/blocks.h"
#include "tests/tap.h"

#include <stdbool.h>
#include <stdlib.h>

static void test_by_hand(void)
{
    struct blocks *b = blocks_new(3);
    uint32_t one = blocks_take(b), two = blocks_take(b), three = blocks_take(b);

    ok(one && two && three && one != two && two != three && one != three);
    ok(!blocks_take(b) && !blocks_left(b) && blocks_count(b) == 3);
    blocks_name(b, one, 11);
    blocks_name(b, two, 22);
    ok(blocks_find(b, 11) == one && blocks_find(b, 22) == two && !blocks_find(b, 33));
    blocks_drop(b, one);
    blocks_drop(b, two);
    blocks_drop(b, three);
    ok(blocks_left(b) == 3 && blocks_find(b, 11) == one);
    ok(blocks_take(b) == three); /* what nobody can find goes first, */
    blocks_hold(b, one);
    ok(blocks_take(b) == two && !blocks_find(b, 22)); /* then the oldest that nobody holds */
    ok(!blocks_take(b) && blocks_find(b, 11) == one && blocks_holders(b, one) == 1);
    blocks_free(b);
    blocks_free(NULL);
}

static void test_same_key(void)
{
    struct blocks *b = blocks_new(2);
    uint32_t one = blocks_take(b), two = blocks_take(b);

    blocks_name(b, one, 7);
    blocks_name(b, two, 7);
    blocks_name(b, two, 0);
    ok(blocks_find(b, 7) == one && !blocks_find(b, 0));
    blocks_drop(b, two);
    ok(blocks_take(b) == two && blocks_find(b, 7) == one);
    blocks_free(b);
}

enum { COUNT = 40, KEYS = 60 };

struct model {
    struct {
        uint64_t key;
        unsigned holders;
        long dropped; /* when */
    } blocks[COUNT + 1];
    long clock;
};

static uint32_t model_find(const struct model *m, uint64_t key)
{
    for (uint32_t i = 1; i <= COUNT; i++)
        if (m->blocks[i].key == key)
            return i;
    return 0;
}

static size_t model_left(const struct model *m)
{
    size_t left = 0;

    for (uint32_t i = 1; i <= COUNT; i++)
        left += !m->blocks[i].holders;
    return left;
}

/* May the real one have taken this? All that have a key and are newer may not. */
static bool model_take(struct model *m, uint32_t got)
{
    if (!got)
        return !model_left(m);
    if (m->blocks[got].holders)
        return false;
    for (uint32_t i = 1; i <= COUNT; i++)
        if (m->blocks[got].key && !m->blocks[i].holders &&
            (!m->blocks[i].key || m->blocks[i].dropped < m->blocks[got].dropped))
            return false;
    m->blocks[got].holders = 1;
    m->blocks[got].key = 0;
    return true;
}

static uint32_t some_held(const struct model *m, struct rng *dice)
{
    uint32_t at = (uint32_t)rng_below(dice, COUNT) + 1;

    for (unsigned i = 0; i < COUNT; i++, at = at % COUNT + 1)
        if (m->blocks[at].holders)
            return at;
    return 0;
}

static bool move(struct model *m, struct blocks *b, struct rng *dice)
{
    uint64_t key = rng_below(dice, KEYS) + 1;
    uint32_t at = some_held(m, dice), found = blocks_find(b, key);

    switch (rng_below(dice, 4)) {
    case 0: return model_take(m, blocks_take(b));
    case 1:
        if (found != model_find(m, key))
            return false;
        if (found) {
            blocks_hold(b, found);
            m->blocks[found].holders++;
        }
        return true;
    case 2:
        if (at) {
            blocks_name(b, at, key);
            if (!m->blocks[at].key && !model_find(m, key))
                m->blocks[at].key = key;
        }
        return true;
    default:
        if (at) {
            blocks_drop(b, at);
            m->blocks[at].holders--;
            m->blocks[at].dropped = ++m->clock;
        }
        return true;
    }
}

static void test_against_model(void)
{
    struct blocks *b = blocks_new(COUNT);
    struct model m = {0};
    struct rng dice;
    bool same = true;
    int i = 0;

    rng_seed(&dice, tap_seed(1), 0);
    for (; i < 100000 && same; i++)
        same = move(&m, b, &dice) && blocks_left(b) == model_left(&m);
    note("%d moves", i);
    ok(same);
    blocks_free(b);
}

int main(void)
{
    test_by_hand();
    test_same_key();
    test_against_model();
    return tap_done();
}
