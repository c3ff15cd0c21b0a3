/* What stands still for a stretch is late by it afterwards, and by nothing before. */

#include "base/error.h"
#include "base/rng.h"
#include "sim/stretch.h"
#include "tests/tap.h"

#include <string.h>

static void test_reading(void)
{
    static const char *const bad[] = {"",       "5s",         "5s..", "..6s", "5s..5s",
                                      "6s..5s", "5s..6s..7s", "a..b", "5s.6s"};
    struct stretch s = {1, 2};
    struct error err;

    ok(!stretch_read("5s..6s", &s, &err) && s.from == 5 * NANOS_PER_SECOND &&
       s.to == 6 * NANOS_PER_SECOND);
    ok(!stretch_read("0s..1500ms", &s, &err) && s.from == 0 && s.to == 1500 * NANOS_PER_MS);
    for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(stretch_read(bad[i], &s, &err) && strstr(err.text, "example: 5s..6s") && s.from == 0);
}

static void test_moments(void)
{
    const struct stretch s = stretch_after((struct stretch){10, 15}, 100);

    ok(!stretch_has(&s, 109) && stretch_has(&s, 110) && stretch_has(&s, 114));
    ok(!stretch_has(&s, 115));
    ok(stretch_inside(&s, 105) == 105 && stretch_inside(&s, 110) == 110);
    ok(stretch_inside(&s, 112) == 110 && stretch_inside(&s, 115) == 110);
    ok(stretch_inside(&s, 120) == 115);
    ok(stretch_outside(&s, 105) == 105 && stretch_outside(&s, 110) == 110);
    ok(stretch_outside(&s, 111) == 116);
}

static void test_adding(void)
{
    const struct stretch s = {110, 115};

    ok(stretch_add(&s, 100, 9) == 109 && stretch_add(&s, 100, 10) == 110);
    ok(stretch_add(&s, 100, 11) == 116 && stretch_add(&s, 112, 3) == 118);
    ok(stretch_add(&s, 112, 0) == 115 && stretch_add(&s, 115, 3) == 118);
}

/* The obvious way: a moment at a time. */
static nanos walk(const struct stretch *s, nanos moment, nanos span)
{
    while (span > 0 || stretch_has(s, moment)) {
        span -= !stretch_has(s, moment);
        moment++;
    }
    return moment;
}

static void test_against_a_walk(void)
{
    struct rng dice;
    bool same = true;

    rng_seed(&dice, 1, 1);
    for (int i = 0; i < 10000; i++) {
        nanos from = (nanos)rng_below(&dice, 50);
        struct stretch s = {from, from + (nanos)rng_below(&dice, 20)};
        nanos moment = (nanos)rng_below(&dice, 80), span = (nanos)rng_below(&dice, 30);
        nanos got = stretch_add(&s, moment, span), right = walk(&s, moment, span);

        /* What is over just when it begins is over at its beginning. */
        same = same && (got == right || (got == s.from && right == s.to));
    }
    ok(same);
}

static void test_none(void)
{
    const struct stretch none = stretch_after((struct stretch){0, 0}, 100);

    ok(!stretch_has(&none, 0) && !stretch_has(&none, 100));
    ok(stretch_inside(&none, 100) == 100 && stretch_outside(&none, 100) == 100);
    ok(stretch_add(&none, 100, 7) == 107);
}

int main(void)
{
    test_reading();
    test_moments();
    test_adding();
    test_against_a_walk();
    test_none();
    return tap_done();
}
