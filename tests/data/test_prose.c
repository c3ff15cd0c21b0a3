/* Language of a wanted length: to the byte, by the dice alone, and language to its end. */

#include "base/buf.h"
#include "base/mem.h"
#include "base/rng.h"
#include "data/prose.h"
#include "tests/tap.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char source[] =
    "A cat sat on the mat. It was in no hurry and a fine mood, \"none\" at all!  Did anybody ask?\n"
    "We were there to see it; they had gone before noon. Nothing \\ else happened for several "
    "hours.";

static struct buf made(const struct prose *p, uint64_t seed, size_t bytes)
{
    struct buf b = {0};
    struct rng dice;

    rng_seed(&dice, seed, 3);
    prose_add(p, &dice, bytes, &b);
    return b;
}

static bool is_plain(const struct buf *b)
{
    for (size_t i = 0; i < b->len; i++)
        if (!isprint((unsigned char)b->data[i]) || strchr("\"\\", b->data[i]))
            return false;
    return true;
}

/* The last word is one that the text has. */
static bool ends_well(const struct buf *b)
{
    size_t end = b->len - 1, from = end;
    char word[64];

    while (from && b->data[from - 1] != ' ')
        from--;
    snprintf(word, sizeof word, "%.*s", (int)(end - from), b->data + from);
    return b->data[end] == '.' && strstr(source, word);
}

static void test_lengths(const struct prose *p)
{
    bool exact = true, plain = true, well = true;

    for (size_t n = 1; n < 600; n++) {
        struct buf b = made(p, n, n);

        exact = exact && b.len == n;
        plain = plain && is_plain(&b);
        well = well && ends_well(&b);
        buf_release(&b);
    }
    ok(exact);
    ok(plain);
    ok(well);
}

static void test_dice(const struct prose *p)
{
    struct buf a = made(p, 1, 5000), b = made(p, 1, 5000), c = made(p, 2, 5000),
               less = made(p, 1, 3000);

    ok(!memcmp(a.data, b.data, 5000));
    ok(memcmp(a.data, c.data, 200) != 0);
    ok(!memcmp(a.data, less.data, 3000 - 32));
    buf_release(&a);
    buf_release(&b);
    buf_release(&c);
    buf_release(&less);
}

static void test_little(void)
{
    struct prose *p = prose_new("No. ", 4);
    struct buf b = made(p, 1, 10);

    ok(b.len == 10 && !memcmp(b.data, "No. No. N", 9));
    buf_release(&b);
    b = made(p, 1, 0);
    ok(!b.len);
    buf_release(&b);
    prose_free(p);
    ok(!prose_new("", 0) && !prose_new("no end", 6) && !prose_new("\"\n", 2));
    prose_free(NULL);
}

int main(void)
{
    struct prose *p = prose_new(source, sizeof source - 1);

    test_lengths(p);
    test_dice(p);
    test_little();
    prose_free(p);
    return tap_done();
}
