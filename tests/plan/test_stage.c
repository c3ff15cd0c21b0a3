#include "plan/stage.h"

#include "base/rng.h"
#include "tests/tap.h"

#include <math.h>
#include <stdlib.h>

#define S NANOS_PER_SECOND

/* The obviously right area: the line added up in a million thin slices. */
static double added_up(const struct stage *s, nanos until)
{
    enum { SLICES = 1000000 };
    double width = (double)until / SLICES, sum = 0;

    for (int i = 0; i < SLICES; i++)
        sum += stage_level(s, (nanos)((i + 0.5) * width));
    return sum * width / (double)S;
}

static void test_level(void)
{
    struct stage up = {.lasts = 10 * S, .from = 0, .to = 20};
    struct stage endless = {.lasts = NANOS_NEVER, .from = 7, .to = 7};

    ok(stage_level(&up, 0) == 0);
    ok(stage_level(&up, 5 * S) == 10);
    ok(stage_level(&up, 10 * S) == 20);
    ok(stage_level(&up, 11 * S) == 20);
    ok(stage_level(&up, -1) == 0);
    ok(stage_level(&endless, 1000000 * S) == 7);
}

static void test_known_moments(void)
{
    struct stage hold = {.lasts = 10 * S, .from = 4, .to = 4};
    struct stage up = {.lasts = 10 * S, .from = 0, .to = 20};
    struct stage down = {.lasts = 10 * S, .from = 20, .to = 0};
    struct stage endless = {.lasts = NANOS_NEVER, .from = 4, .to = 4};

    ok(stage_when(&hold, 1) == S / 4);
    ok(stage_when(&hold, 39) == 9750 * NANOS_PER_MS);
    ok(stage_when(&up, 25) == 5 * S);
    ok(stage_when(&down, 75) == 5 * S);
    ok(stage_when(&endless, 4000) == 1000 * S);
    ok(stage_area(&hold) == 40);
    ok(stage_area(&up) == 100);
    ok(isinf(stage_area(&endless)));
}

static void test_the_ends(void)
{
    struct stage hold = {.lasts = 10 * S, .from = 4, .to = 4};
    struct stage up = {.lasts = 10 * S, .from = 0, .to = 20};
    struct stage pause = {.lasts = 10 * S, .from = 0, .to = 0};
    struct stage asleep = {.lasts = NANOS_NEVER, .from = 0, .to = 0};
    struct stage slow = {.lasts = NANOS_NEVER, .from = 1e-12, .to = 1e-12};
    struct stage none = {.lasts = 0, .from = 4, .to = 4};

    ok(stage_when(&up, 0) == 0);
    ok(stage_when(&up, -0.5) == 0);
    ok(stage_when(&hold, 40) == NANOS_NEVER);
    ok(stage_when(&hold, nextafter(40, 0)) < 10 * S);
    ok(stage_when(&pause, 0) == NANOS_NEVER);
    ok(stage_when(&asleep, 0) == NANOS_NEVER);
    ok(stage_when(&slow, 1) == NANOS_NEVER);
    ok(stage_when(&none, 0) == NANOS_NEVER);
    ok(stage_area(&asleep) == 0);
}

static struct stage random_stage(struct rng *r)
{
    return (struct stage){
        .lasts = (nanos)(rng_unit(r) * 600 * (double)S) + S / 10,
        .from = rng_below(r, 4) ? rng_unit(r) * 1000 : 0,
        .to = rng_below(r, 4) ? rng_unit(r) * 1000 : 0,
    };
}

/* stage_when() is the inverse of the area under stage_level(). */
static void test_inverse(struct rng *r)
{
    double worst = 0;

    for (int i = 0; i < 20; i++) {
        struct stage s = random_stage(r);
        double area = rng_unit(r) * stage_area(&s);
        nanos at = stage_when(&s, area);

        if (area > 0 && (at < 0 || at >= s.lasts))
            worst = INFINITY;
        if (area > 1)
            worst = fmax(worst, fabs(added_up(&s, at) / area - 1));
    }
    note("worst relative difference of areas: %g", worst);
    ok(worst < 1e-6);
}

static void test_order(struct rng *r)
{
    int wrong = 0;

    for (int i = 0; i < 1000; i++) {
        struct stage s = random_stage(r);
        double a = rng_unit(r) * stage_area(&s), b = rng_unit(r) * stage_area(&s);

        wrong += (a < b) && stage_when(&s, a) > stage_when(&s, b);
        wrong += stage_when(&s, fmin(a, nextafter(stage_area(&s), 0))) >= s.lasts && a > 0;
    }
    ok(wrong == 0);
}

int main(void)
{
    struct rng r;

    rng_seed(&r, tap_seed(1), 0);
    test_level();
    test_known_moments();
    test_the_ends();
    test_inverse(&r);
    test_order(&r);
    return tap_done();
}
