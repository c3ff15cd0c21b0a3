/* The prefix cache against an obviously right model: a list of beginnings of prompts. */

#include "base/buf.h"
#include "base/mem.h"
#include "base/rng.h"
#include "sim/ask.h"
#include "sim/blocks.h"
#include "sim/prefix.h"
#include "tests/tap.h"

#include <stdlib.h>

enum { BYTES = BLOCK_TOKENS * ASK_TOKEN };

static size_t meet(struct prefix *p, const char *text)
{
    return prefix_meet(p, text, strlen(text));
}

/* `blocks` blocks, each a letter over and over. */
static const char *blocks(const char *letters)
{
    static char text[64 * BYTES + 1];
    size_t count = strlen(letters);

    for (size_t i = 0; i < count * BYTES; i++)
        text[i] = letters[i / BYTES];
    text[count * BYTES] = '\0';
    return text;
}

static void test_beginnings(void)
{
    struct prefix *p = prefix_new(100);

    ok(meet(p, "") == 0 && prefix_meet(p, NULL, 0) == 0);
    ok(meet(p, blocks("abc")) == 0);
    ok(meet(p, blocks("abcd")) == 3 * BLOCK_TOKENS);
    ok(meet(p, blocks("abxd")) == 2 * BLOCK_TOKENS);
    ok(meet(p, blocks("bcd")) == 0);
    prefix_free(p);
    prefix_free(NULL);
}

/* One token is always computed, and half a block is none. */
static void test_last_token(void)
{
    struct prefix *p = prefix_new(100);
    char more[2 * BYTES + ASK_TOKEN + 1] = "";

    memset(more, 'a', sizeof more - 1);
    ok(meet(p, blocks("aa")) == 0);
    ok(meet(p, blocks("aa")) == BLOCK_TOKENS);
    ok(meet(p, more) == 2 * BLOCK_TOKENS);
    more[2 * BYTES + ASK_TOKEN - 1] = '\0';
    ok(meet(p, more) == BLOCK_TOKENS);
    prefix_free(p);
}

/* The oldest goes first, and of one prompt its end. */
static void test_little_room(void)
{
    struct prefix *p = prefix_new(4);

    meet(p, blocks("ab"));
    meet(p, blocks("cd"));
    ok(meet(p, blocks("abx")) == 2 * BLOCK_TOKENS);
    ok(meet(p, blocks("cd+")) == BLOCK_TOKENS);
    p = (prefix_free(p), prefix_new(1));
    meet(p, blocks("abc"));
    ok(meet(p, blocks("abc")) == BLOCK_TOKENS);
    prefix_free(p);
}

struct model {
    char *known[4096];
    size_t count;
};

static bool model_knows(const struct model *m, const char *text, size_t len)
{
    for (size_t i = 0; i < m->count; i++)
        if (strlen(m->known[i]) == len && !memcmp(m->known[i], text, len))
            return true;
    return false;
}

static size_t model_meet(struct model *m, const char *letters)
{
    size_t len = strlen(letters), known = 0;

    while (known + 1 < len && model_knows(m, letters, known + 1))
        known++;
    for (size_t n = 1; n <= len; n++)
        if (!model_knows(m, letters, n))
            m->known[m->count++] = mem_copy(letters, n);
    return known * BLOCK_TOKENS;
}

static void test_against_model(void)
{
    struct prefix *p = prefix_new(4096);
    struct model m = {0};
    struct rng dice;
    bool same = true;

    rng_seed(&dice, tap_seed(1), 0);
    for (int i = 0; i < 500; i++) {
        char letters[9] = "";

        for (size_t n = 0, len = rng_below(&dice, 8) + 1; n < len; n++)
            letters[n] = (char)('a' + rng_below(&dice, 3));
        same = same && model_meet(&m, letters) == meet(p, blocks(letters));
    }
    ok(same);
    while (m.count)
        free(m.known[--m.count]);
    prefix_free(p);
}

int main(void)
{
    test_beginnings();
    test_last_token();
    test_little_room();
    test_against_model();
    return tap_done();
}
