#include "base/timers.h"

#include "base/rng.h"
#include "tests/tap.h"

#include <stdbool.h>
#include <stdlib.h>

enum { COUNT = 500, ROUNDS = 20000 };

struct alarm {
    struct timer timer; /* first, so that a timer is its alarm */
    nanos fired;
    int times;
    struct timers *ts;
    struct alarm *other; /* to be stopped, or set, when this one fires */
    nanos again;
};

static void on_fire(struct timer *t, nanos now)
{
    struct alarm *a = (struct alarm *)t;

    a->fired = now;
    a->times++;
}

static int order;

static void on_fire_in_order(struct timer *t, nanos now)
{
    (void)now;
    ((struct alarm *)t)->times = ++order;
}

static void on_fire_again(struct timer *t, nanos now)
{
    struct alarm *a = (struct alarm *)t;

    on_fire(t, now);
    if (a->times < 3)
        timers_set(a->ts, t, a->again);
}

static void on_fire_stop_other(struct timer *t, nanos now)
{
    struct alarm *a = (struct alarm *)t;

    on_fire(t, now);
    timers_stop(a->ts, &a->other->timer);
}

/* Set, move, stop and fire at random; beside the heap stands what ought to be set. */
static void against_a_plain_list(struct rng *dice)
{
    static struct alarm alarms[COUNT];
    static nanos due[COUNT]; /* NANOS_NEVER: not set */
    struct timers ts = {0};
    int wrong = 0, fired = 0;
    nanos now = 0;

    for (int i = 0; i < COUNT; i++) {
        alarms[i] = (struct alarm){.timer.fire = on_fire};
        due[i] = NANOS_NEVER;
    }
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t i = rng_below(dice, COUNT), what = rng_below(dice, 10);
        nanos first = NANOS_NEVER;

        if (what < 6)
            timers_set(&ts, &alarms[i].timer, due[i] = now + (nanos)rng_below(dice, 1000));
        else if (what < 9) {
            timers_stop(&ts, &alarms[i].timer);
            due[i] = NANOS_NEVER;
        } else {
            now += (nanos)rng_below(dice, 50);
            timers_fire(&ts, now);
            for (int k = 0; k < COUNT; k++) {
                bool expected = due[k] <= now;

                wrong += alarms[k].times != expected;
                fired += alarms[k].times;
                alarms[k].times = 0;
                if (expected)
                    due[k] = NANOS_NEVER;
            }
        }
        for (int k = 0; k < COUNT; k++)
            first = due[k] < first ? due[k] : first;
        wrong += timers_due(&ts) != first;
    }
    note("%d fired", fired);
    ok(fired > 1000);
    ok(wrong == 0);
    timers_release(&ts);
}

static void in_order_of_time(struct rng *dice)
{
    static struct alarm alarms[COUNT];
    struct timers ts = {0};
    int wrong = 0;

    for (int i = 0; i < COUNT; i++) {
        alarms[i] = (struct alarm){.timer.fire = on_fire_in_order};
        timers_set(&ts, &alarms[i].timer, (nanos)rng_below(dice, 100));
    }
    timers_fire(&ts, 100);
    for (int i = 0; i < COUNT; i++)
        for (int k = 0; k < COUNT; k++)
            wrong += alarms[i].timer.due < alarms[k].timer.due && alarms[i].times > alarms[k].times;
    ok(wrong == 0);
    ok(timers_due(&ts) == NANOS_NEVER);
    timers_release(&ts);
}

static void from_inside_a_callback(void)
{
    struct timers ts = {0};
    struct alarm victim = {.timer.fire = on_fire};
    struct alarm stopper = {.timer.fire = on_fire_stop_other, .ts = &ts, .other = &victim};
    struct alarm keen = {.timer.fire = on_fire_again, .ts = &ts, .again = 5};
    struct alarm patient = {.timer.fire = on_fire_again, .ts = &ts, .again = 11};

    timers_set(&ts, &stopper.timer, 1);
    timers_set(&ts, &victim.timer, 2);
    timers_set(&ts, &keen.timer, 3);
    timers_set(&ts, &patient.timer, 4);
    timers_fire(&ts, 10);
    ok(stopper.times == 1 && victim.times == 0 && victim.timer.slot == 0);
    ok(keen.times == 3); /* not after `now`: fired again in the same call */
    ok(patient.times == 1 && timers_due(&ts) == 11);
    timers_fire(&ts, 11);
    ok(patient.times == 3);
    timers_stop(&ts, &patient.timer);
    timers_stop(&ts, &patient.timer);
    ok(timers_due(&ts) == NANOS_NEVER && ts.count == 0);
    timers_release(&ts);
    timers_release(&ts);
}

int main(void)
{
    struct rng dice;

    rng_seed(&dice, tap_seed(1), 0);
    against_a_plain_list(&dice);
    in_order_of_time(&dice);
    from_inside_a_callback();
    return tap_done();
}
