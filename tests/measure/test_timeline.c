#include "measure/timeline.h"

#include "base/rng.h"
#include "tests/measure/made.h"
#include "tests/tap.h"

#define S NANOS_PER_SECOND

/* Two seconds measured, three of warm-up, five measured. */
static struct timeline three(void)
{
    struct timeline t = {0};
    nanos at = T0;

    at = timeline_add(&t, at, 2 * S, false);
    at = timeline_add(&t, at, 3 * S, true);
    timeline_add(&t, at, 5 * S, false);
    return t;
}

static void every_moment_has_its_stage(void)
{
    struct timeline t = three();

    ok(timeline_stage(&t, T0) == 1 && timeline_stage(&t, T0 + 2 * S - 1) == 1);
    ok(timeline_stage(&t, T0 + 2 * S) == 2 && timeline_stage(&t, T0 + 5 * S - 1) == 2);
    ok(timeline_stage(&t, T0 + 5 * S) == 3);
    note("before the first, and after the last");
    ok(timeline_stage(&t, T0 - 1) == 1 && !timeline_counts(&t, T0 - 1));
    ok(timeline_stage(&t, T0 + 11 * S) == 3 && !timeline_counts(&t, T0 + 10 * S));
    ok(timeline_counts(&t, T0) && !timeline_counts(&t, T0 + 2 * S) &&
       timeline_counts(&t, T0 + 10 * S - 1));
    ok(timeline_warmup(&t, 2) && !timeline_warmup(&t, 3) && timeline_warmup(&t, 0) &&
       timeline_warmup(&t, 4));
    ok(timeline_measured(&t) == 7 * S);
    timeline_release(&t);
    note("with no stages nothing is measured");
    ok(timeline_stage(&t, T0) == 0 && !timeline_counts(&t, T0) && timeline_measured(&t) == 0);
}

static void a_run_that_ends_early(void)
{
    struct timeline t = three();

    timeline_cut(&t, T0 + 6 * S);
    ok(timeline_measured(&t) == 3 * S && !timeline_counts(&t, T0 + 6 * S));
    timeline_cut(&t, T0 + 7 * S);
    note("cut once, it does not grow again");
    ok(timeline_measured(&t) == 3 * S);
    timeline_cut(&t, T0 + 3 * S);
    note("in the middle of a warm-up: what is due from now on is one");
    ok(timeline_measured(&t) == 2 * S && timeline_stage(&t, T0 + 8 * S) == 2);
    timeline_cut(&t, T0 - S);
    ok(t.count == 1 && timeline_measured(&t) == 0);
    timeline_release(&t);
}

static void one_without_end(void)
{
    struct timeline t = {0};

    ok(timeline_add(&t, T0, NANOS_NEVER, false) == NANOS_NEVER);
    ok(timeline_counts(&t, T0 + 1000 * S) && timeline_measured(&t) == NANOS_NEVER);
    timeline_cut(&t, T0 + 4 * S);
    ok(timeline_measured(&t) == 4 * S);
    timeline_release(&t);
}

/* An obviously right one: the last that has begun. */
static uint16_t by_looking(const struct timeline *t, nanos at)
{
    uint16_t found = 1;

    for (unsigned i = 1; i < t->count; i++)
        if (at >= t->stretches[i].from)
            found = (uint16_t)(i + 1);
    return found;
}

static void any_list_of_stages(struct rng *dice)
{
    bool same = true;

    for (int round = 0; round < 200; round++) {
        struct timeline t = {0};
        nanos at = T0, end;

        for (uint64_t i = 1 + rng_below(dice, 20); i; i--)
            at = timeline_add(&t, at, (nanos)rng_below(dice, 5), rng_below(dice, 2));
        end = at + 3;
        for (at = T0 - 3; at < end; at++)
            same = same && timeline_stage(&t, at) == by_looking(&t, at);
        timeline_release(&t);
    }
    ok(same);
}

int main(void)
{
    struct rng dice;

    rng_seed(&dice, tap_seed(5), 0);
    every_moment_has_its_stage();
    a_run_that_ends_early();
    one_without_end();
    any_list_of_stages(&dice);
    return tap_done();
}
