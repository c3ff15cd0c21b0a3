#include "measure/slices.h"

#include "base/rng.h"
#include "tests/measure/made.h"
#include "tests/tap.h"

#include <malloc.h>

static bool same(const struct slice *a, const struct slice *b)
{
    bool times = true;

    for (unsigned i = 0; i < SLICE_TIMES; i++)
        times = times && a->times[i].count == b->times[i].count &&
                a->times[i].p50 == b->times[i].p50 && a->times[i].p99 == b->times[i].p99 &&
                a->times[i].max == b->times[i].max && a->times[i].mean == b->times[i].mean;
    return times && a->events == b->events && a->tokens == b->tokens && a->begun == b->begun &&
           a->ok == b->ok && a->failed == b->failed && a->unfinished == b->unfinished;
}

static void a_second_has_what_happened_in_it(void)
{
    struct slices *part = slices_new(false), *all = slices_new(true);
    struct sample s = made_sample();
    struct slice got;

    slices_begun(part, -1);
    slices_token(part, 0, -1);
    slices_token(part, 1, 10 * MS);
    s.warmup = true;
    slices_sample(part, 1, &s);
    s.outcome = FAULT_RESET;
    slices_sample(part, 1, &s);
    slices_merge(all, part);
    slices_running(all, 1, 7);
    slices_running(all, 1, 5);
    ok(slices_count(all) == 2);
    got = slices_at(all, 0);
    ok(got.begun == 1 && got.events == 1 && got.ok == 0 && got.times[3].count == 0 && !got.seen);
    got = slices_at(all, 1);
    note("of the warm-up, too");
    ok(got.ok == 1 && got.failed == 1 && got.tokens == 100 && got.seen && got.running == 5);
    ok(slice_times[3] == METRIC_GAP && got.times[3].count == 1 && got.times[3].max == 10 * MS);
    ok(got.times[0].count == 1 && got.times[0].p99 == 50 * MS);
    note("what is merged and cleared does not come again");
    slices_clear(part);
    slices_merge(all, part);
    ok(slices_at(all, 1).ok == 1);
    ok(slices_at(all, 9).begun == 0);
    slices_free(part);
    slices_free(all);
}

static struct slices *random_part(struct rng *dice, int64_t from)
{
    struct slices *sl = slices_new(false);

    for (int i = 0; i < 200; i++) {
        int64_t second = from + (int64_t)rng_below(dice, 3);
        struct sample s = made_fault((enum fault)rng_below(dice, OUTCOME_COUNT));

        s.first_token = s.sent + (nanos)rng_below(dice, 100 * MS);
        slices_begun(sl, second);
        slices_token(sl, second, (nanos)rng_below(dice, 20 * MS));
        slices_sample(sl, second, &s);
    }
    return sl;
}

static void the_order_makes_no_difference(struct rng *dice)
{
    struct slices *forth = slices_new(true), *back = slices_new(true);
    uint64_t events = 0, ended = 0, begun = 0;
    bool equal = true;

    for (int64_t second = 0; second < 60; second += 2) {
        struct slices *a = random_part(dice, second), *b = random_part(dice, second);

        slices_merge(forth, a);
        slices_merge(forth, b);
        slices_merge(back, b);
        slices_merge(back, a);
        slices_free(a);
        slices_free(b);
    }
    for (size_t i = 0; i < slices_count(forth); i++) {
        struct slice one = slices_at(forth, i), other = slices_at(back, i);

        equal = equal && same(&one, &other);
        events += one.events;
        begun += one.begun;
        ended += one.ok + one.stopped + one.failed + one.unfinished;
    }
    ok(equal && slices_count(forth) == slices_count(back) && slices_count(forth) == 61);
    ok(events == 30 * 400 && ended == 30 * 400 && begun == 30 * 400);
    slices_free(forth);
    slices_free(back);
}

static uint64_t all_begun(const struct slices *sl)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < slices_count(sl); i++)
        sum += slices_at(sl, i).begun;
    return sum;
}

static void what_comes_late_is_not_lost(void)
{
    struct slices *late = slices_new(false), *all = slices_new(true);

    for (int64_t second = 0; second < 20; second++)
        slices_begun(late, second);
    note("a side that nobody asks adds what finds no room to the latest");
    ok(slices_count(late) == SLICES_OPEN && slices_at(late, SLICES_OPEN - 1).begun == 13);
    slices_merge(all, late);
    slices_clear(late);
    for (int64_t second = 20; second < 40; second++) {
        slices_begun(late, second);
        slices_merge(all, late);
        slices_clear(late);
    }
    note("and of a second that is closed the oldest open one has it");
    slices_begun(late, 3);
    slices_merge(all, late);
    ok(slices_at(all, 3).begun == 1 && slices_at(all, 40 - SLICES_OPEN).begun == 2);
    ok(slices_at(all, 15).begun == 0 && all_begun(all) == 41 && slices_count(all) == 40);
    slices_free(late);
    slices_free(all);
}

/* More than a day. What the C library has given out tells how much is kept. */
static void a_long_run_stays_small(void)
{
    enum { SECONDS = 100000 };
    struct slices *part = slices_new(false), *all = slices_new(true);
    size_t before = 0, grown;

    for (int64_t second = 0; second < SECONDS; second++) {
        struct sample s = made_sample();

        if (second == 100)
            before = mallinfo2().uordblks + mallinfo2().hblkhd;
        slices_begun(part, second);
        slices_token(part, second, 10 * MS);
        slices_sample(part, second, &s);
        slices_merge(all, part);
        slices_clear(part);
    }
    grown = mallinfo2().uordblks + mallinfo2().hblkhd - before;
    note("%zu bytes a second, of %zu", grown / SECONDS, sizeof(struct slice));
    ok(grown / SECONDS < 1024 && sizeof(struct slice) <= 336);
    ok(slices_count(all) == SECONDS && all_begun(all) == SECONDS);
    ok(slices_at(all, 50000).times[3].p50 == slices_at(all, SECONDS - 1).times[3].p50);
    slices_free(part);
    slices_free(all);
}

int main(void)
{
    struct rng dice;

    rng_seed(&dice, tap_seed(6), 0);
    a_second_has_what_happened_in_it();
    the_order_makes_no_difference(&dice);
    what_comes_late_is_not_lost();
    a_long_run_stays_small();
    return tap_done();
}
