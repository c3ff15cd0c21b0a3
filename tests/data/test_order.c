/* Orders: each row once a pass, over any number of workers; shuffles that are fair; users that
 * keep out of each other's way. */
#include "data/order.h"
#include "tests/tap.h"

#include <stdbool.h>

static const uint64_t counts[] = {1, 2, 3, 4, 5, 7, 16, 17, 64, 65, 100, 1000, 4097};
enum { COUNTS = sizeof counts / sizeof *counts };

static bool deals_each_once(struct order o, uint64_t pass, unsigned workers)
{
    bool *seen = calloc(o.count, 1), once = true;

    for (unsigned w = 0; w < workers; w++)
        for (uint64_t p = w; p < o.count * (pass + 1); p += workers) {
            uint64_t row = p < o.count * pass ? 0 : order_at(&o, p);

            if (p < o.count * pass)
                continue;
            once = once && row < o.count && !seen[row];
            if (row < o.count)
                seen[row] = true;
        }
    free(seen);
    return once;
}

static void test_once(enum order_kind kind)
{
    bool good = true;

    for (size_t i = 0; i < COUNTS; i++)
        for (uint64_t seed = 0; seed < 20; seed++)
            for (uint64_t pass = 0; pass < 3; pass++) {
                struct order o = {.kind = kind, .count = counts[i], .seed = seed};
                bool each = deals_each_once(o, pass, 1 + (unsigned)(seed % 7));

                if (!each)
                    note("count %d, seed %d, pass %d", (int)counts[i], (int)seed, (int)pass);
                good = good && each;
            }
    ok(good);
}

static void test_sequence(void)
{
    struct order o = {.kind = ORDER_SEQUENCE, .count = 5};

    ok(order_at(&o, 0) == 0 && order_at(&o, 4) == 4 && order_at(&o, 5) == 0 &&
       order_at(&o, 13) == 3);
}

static int differing(struct order a, struct order b, uint64_t b_from)
{
    int n = 0;

    for (uint64_t p = 0; p < a.count; p++)
        n += order_at(&a, p) != order_at(&b, p + b_from);
    return n;
}

static void test_seeds(void)
{
    struct order a = {.kind = ORDER_SHUFFLE, .count = 1000, .seed = 1}, b = a;

    ok(differing(a, b, 0) == 0);
    note("another pass, another seed, the file's own order: nearly every row is elsewhere");
    ok(differing(a, b, 1000) > 950);
    b.seed = 2;
    ok(differing(a, b, 0) > 950);
    b.kind = ORDER_SEQUENCE;
    ok(differing(a, b, 0) > 950);
}

/* The 24 orders of four rows, and each row at each place of 100, by chi squared: 23 and 9801
 * degrees of freedom, of which the limit is far out. */
static void test_fair_of_four(void)
{
    enum { SEEDS = 24000 };
    int times[256] = {0};
    double chi = 0;

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct order o = {.kind = ORDER_SHUFFLE, .count = 4, .seed = seed};
        unsigned code = 0;

        for (uint64_t p = 0; p < 4; p++)
            code = code << 2 | (unsigned)order_at(&o, p);
        times[code]++;
    }
    for (int i = 0; i < 256; i++)
        chi += times[i] ? (times[i] - 1000.0) * (times[i] - 1000.0) / 1000 : 0;
    note("chi squared of the orders of four: %.1f", chi);
    ok(chi < 60);
}

static void test_fair_of_hundred(void)
{
    enum { SEEDS = 20000 };
    static int times[100][100];
    double chi = 0, expected = SEEDS / 100.0;

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct order o = {.kind = ORDER_SHUFFLE, .count = 100, .seed = seed};

        for (uint64_t p = 0; p < 100; p++)
            times[p][order_at(&o, p)]++;
    }
    for (int p = 0; p < 100; p++)
        for (int row = 0; row < 100; row++)
            chi += (times[p][row] - expected) * (times[p][row] - expected) / expected;
    note("chi squared of 100 rows at 100 places: %.0f", chi);
    ok(chi < 9801 + 5 * 140 && chi > 9801 - 5 * 140);
}

static void test_random(void)
{
    struct order even = {.kind = ORDER_RANDOM, .count = 10, .seed = 7}, skewed = even;
    int times[10] = {0}, often[10] = {0};
    bool same = true;

    skewed.skew = 1.2;
    for (uint64_t p = 0; p < 10000; p++) {
        times[order_at(&even, p)]++;
        often[order_at(&skewed, p)]++;
        same = same && order_at(&even, p) == order_at(&even, p);
    }
    ok(same && times[0] > 850 && times[0] < 1150 && times[9] > 850 && times[9] < 1150);
    ok(often[0] > 3 * often[3] && often[3] > often[9] && often[9] > 0);
}

/* Users 1 to count begin with different rows; each has all rows before one comes again. */
static bool users_are_apart(uint64_t count)
{
    bool *began = calloc(count, 1), *had = calloc(count, 1), good = true;

    for (uint64_t i = 0; i < count; i++) {
        uint64_t first = order_for_user(count, i + 1, 0), later = order_for_user(count, 3, i);

        good = good && first < count && later < count && !began[first] && !had[later];
        began[first % count] = had[later % count] = true;
    }
    free(began);
    free(had);
    return good && order_for_user(count, 3, count) == order_for_user(count, 3, 0);
}

static void test_users(void)
{
    bool good = true;

    for (size_t i = 0; i < COUNTS; i++)
        good = good && users_are_apart(counts[i]);
    ok(good);
    note("10 users of 1,000 rows begin at least 40 rows from each other");
    for (uint64_t a = 1; a <= 10; a++)
        for (uint64_t b = 1; b < a; b++) {
            int64_t gap = (int64_t)order_for_user(1000, a, 0) - (int64_t)order_for_user(1000, b, 0);

            good = good && (gap < 0 ? -gap : gap) >= 40 && (gap < 0 ? -gap : gap) <= 960;
        }
    ok(good);
}

int main(void)
{
    test_once(ORDER_SEQUENCE);
    test_once(ORDER_SHUFFLE);
    test_sequence();
    test_seeds();
    test_fair_of_four();
    test_fair_of_hundred();
    test_random();
    test_users();
    return tap_done();
}
