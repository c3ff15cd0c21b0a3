/* When journeys begin, hours of it in a millisecond: the pace is told what time it is. */

#include "base/error.h"
#include "base/rng.h"
#include "load/pace.h"
#include "plan/plan.h"
#include "plan/schedule.h"
#include "tests/tap.h"

#define S NANOS_PER_SECOND
#define START (100 * S)

static struct plan plan;
static struct pace pace;

static void want(uint64_t users, double rate, nanos lasts)
{
    plan_release(&plan);
    plan_init(&plan);
    plan.url = "http://here";
    plan.users = users;
    plan.rate = rate;
    plan.lasts = lasts;
    plan.threads = 1;
    if (rate > 0)
        plan.arrival = &arrival_constant;
}

static void start(struct share share)
{
    struct error err;

    if (plan_check(&plan, &err))
        printf("Bail out! %s\n", err.text);
    pace_start(&pace, &plan, &plan.scenarios[0], share, START);
}

static const struct share alone = {0, 1};

static unsigned missed(nanos now)
{
    unsigned n = 0;
    nanos due;

    while (pace_missed(&pace, now, &due))
        n++;
    return n;
}

static uint64_t dropped(void)
{
    nanos due;

    return pace_take_dropped(&pace, &due);
}

/* How many begin by `now`, and what it says then. None of them ends. */
static uint64_t begin_until(nanos now, uint64_t *running, enum pace_says *says, nanos *due)
{
    uint64_t n = 0;

    while ((*says = pace_next(&pace, now, *running, due)) == PACE_BEGIN) {
        n++;
        ++*running;
    }
    return n;
}

static void test_closed(void)
{
    uint64_t running = 0;
    enum pace_says says;
    nanos due;

    want(3, 0, 10 * S);
    start(alone);
    ok(begin_until(START, &running, &says, &due) == 3 && says == PACE_WAIT);
    note("it has nothing to ask for before the end");
    ok(due == START + 10 * S);
    running = 1;
    ok(begin_until(START + 5 * S, &running, &says, &due) == 2);
    running = 0;
    note("a user that becomes free when the time is over begins no more");
    ok(begin_until(START + 10 * S, &running, &says, &due) == 0 && says == PACE_TIME);
    ok(missed(START + 10 * S) == 0);
}

static void test_count(void)
{
    uint64_t running = 0, sum = 0;
    enum pace_says says;
    nanos due;

    want(3, 0, NANOS_NEVER);
    plan.requests = 5;
    start(alone);
    ok(begin_until(START, &running, &says, &due) == 3 && says == PACE_WAIT && due == NANOS_NEVER);
    running = 0;
    ok(begin_until(START + S, &running, &says, &due) == 2 && says == PACE_COUNT);
    note("shares of a count make the count, whatever their number");
    for (unsigned count = 1; count <= 7; count++) {
        sum = 0;
        want(7, 0, NANOS_NEVER);
        plan.requests = 5;
        for (unsigned i = 0; i < count; i++) {
            start((struct share){i, count});
            do {
                running = 0;
                sum += begin_until(START, &running, &says, &due);
            } while (says == PACE_WAIT);
        }
        ok(sum == 5 && says == PACE_COUNT);
    }
}

static void test_open(void)
{
    uint64_t running = 0;
    enum pace_says says;
    nanos due;

    want(0, 10, 2 * S);
    start(alone);
    ok(begin_until(START + S / 20, &running, &says, &due) == 1 && says == PACE_WAIT);
    note("it asks to be woken when the next is due");
    ok(due == START + S / 10);
    ok(begin_until(due, &running, &says, &due) == 1);
    note("who asks late is told of all, even after the end");
    ok(begin_until(START + 3 * S, &running, &says, &due) == 18 && says == PACE_TIME);
    ok(running == 20 && missed(START + 3 * S) == 0);

    want(4, 10, 2 * S);
    start(alone);
    running = 0;
    ok(begin_until(START + S, &running, &says, &due) == 4 && says == PACE_WAIT);
    ok(pace_capped(&pace, 4) && !pace_capped(&pace, 3));
    running = 3;
    note("who had to wait was due when he was, not now");
    ok(pace_next(&pace, START + S, running, &due) == PACE_BEGIN && due == START + 2 * S / 5);
    running = 4;
    ok(begin_until(START + 2 * S, &running, &says, &due) == 0 && says == PACE_TIME);
    ok(missed(START + 2 * S) == 15);
    plan.requests = 7;
    start(alone);
    running = 0;
    note("what the count would not have let begin is not missed");
    ok(begin_until(START + 2 * S, &running, &says, &due) == 4 && says == PACE_TIME);
    ok(missed(START + 2 * S) == 3);
}

/* One a tenth of a second, at most four at a time. */
static void test_drop(void)
{
    uint64_t running = 0;
    enum pace_says says;
    nanos due;

    want(4, 10, 2 * S);
    plan.on_full = ON_FULL_DROP;
    start(alone);
    ok(begin_until(START + S, &running, &says, &due) == 4 && says == PACE_WAIT);
    note("those of 0.4 to 1.0 s found no free user, and the next may");
    ok(dropped() == 7 && due == START + 11 * S / 10);
    ok(dropped() == 0);
    running = 3;
    ok(begin_until(START + 11 * S / 10, &running, &says, &due) == 1 && pace.begun == 5);
    ok(begin_until(START + 2 * S, &running, &says, &due) == 0 && says == PACE_TIME);
    note("what was dropped is not missed as well");
    ok(dropped() == 8 && missed(START + 2 * S) == 0);

    start(alone);
    running = 0;
    begin_until(START + S / 2, &running, &says, &due);
    pace_free(&pace, START + S - 1, running--);
    note("a user who became free since does not help those who were due before, seen late");
    ok(pace_next(&pace, START + 12 * S / 10, running, &due) == PACE_BEGIN && due == START + S);
    ok(dropped() == 2 + 4);

    plan.requests = 5;
    start(alone);
    running = 0;
    begin_until(START + S, &running, &says, &due);
    running = 3;
    note("a count is of those that begin");
    ok(begin_until(START + 11 * S / 10, &running, &says, &due) == 1 && says == PACE_COUNT);

    plan.warmup = S;
    plan.requests = 0;
    start(alone);
    running = 0;
    begin_until(START + S / 2, &running, &says, &due);
    note("nobody is dropped in the warm-up");
    ok(running == 4 && dropped() == 0);
}

static void test_warmup(void)
{
    uint64_t running = 0;
    enum pace_says says;
    nanos due;

    want(2, 0, 10 * S);
    plan.warmup = 5 * S;
    plan.requests = 3;
    start(alone);
    for (int i = 0; i < 10; i++, running = 0)
        begin_until(START + i * S / 4, &running, &says, &due);
    note("what begins in the warm-up does not count");
    ok(says == PACE_WAIT && due == START + 5 * S && pace.begun == 0);
    running = 0;
    ok(begin_until(START + 5 * S, &running, &says, &due) == 2 && pace.begun == 2);
    running = 0;
    ok(begin_until(START + 6 * S, &running, &says, &due) == 1 && says == PACE_COUNT);

    want(0, 10, S);
    plan.warmup = S;
    start(alone);
    running = 0;
    note("an open load goes on through the stages without a break");
    ok(begin_until(START + 2 * S, &running, &says, &due) == 20 && says == PACE_TIME);
    ok(pace.begun == 10);
    plan.users = 1;
    start(alone);
    running = 0;
    begin_until(START + S / 2, &running, &says, &due);
    note("nobody is missed in the warm-up");
    ok(missed(START + S / 2) == 0);
}

/* Whoever waits for a user when a stage ends was due in that stage, and stays so. */
static void test_waits_over_the_border(void)
{
    static struct stage_wish two[] = {
        {.lasts = S, .from = 10, .to = 10, .unit = STAGE_RATE},
        {.lasts = S, .from = 2,  .to = 2,  .unit = STAGE_RATE},
    };
    uint64_t running = 0;
    enum pace_says says;
    nanos due;

    want(4, 10, S);
    plan.stage_wishes = two;
    plan.stage_wish_count = 2;
    start(alone);
    ok(begin_until(START + S / 2, &running, &says, &due) == 4 && says == PACE_WAIT);
    ok(begin_until(START + S * 3 / 2, &running, &says, &due) == 0 && says == PACE_WAIT);
    running = 3;
    ok(pace_next(&pace, START + S * 3 / 2, running, &due) == PACE_BEGIN &&
       due == START + S * 4 / 10);
    note("five of the first stage, and the two of the second, never found anybody");
    running = 4;
    ok(begin_until(START + 2 * S, &running, &says, &due) == 0 && says == PACE_TIME);
    ok(missed(START + 2 * S) == 5 + 2);
    plan.stage_wish_count = 0;
}

/* Closed stages. */

static struct stage_wish stages[4];

static void want_stages(size_t n)
{
    want((uint64_t)stages_peak(stages, n), 0, S);
    plan.stage_wishes = stages;
    plan.stage_wish_count = n;
}

/* A user whose journey ends where the line has no room for it begins no other. */
static void test_closed_stages(void)
{
    uint64_t running = 0;
    enum pace_says says;
    nanos due;

    stages[0] = (struct stage_wish){.lasts = 10 * S, .from = 0, .to = 10, .unit = STAGE_USERS};
    stages[1] = (struct stage_wish){.lasts = 10 * S, .from = 10, .to = 0, .unit = STAGE_USERS};
    want_stages(2);
    start(alone);
    note("on the way up the next one is due where the line is nearest to it");
    ok(begin_until(START, &running, &says, &due) == 0 && due == START + S / 2);
    ok(begin_until(due, &running, &says, &due) == 1 && due == START + S * 3 / 2);
    ok(begin_until(START + 10 * S, &running, &says, &due) == 9 && running == 10);
    note("on the way down none is, though journeys end");
    running = 5;
    ok(begin_until(START + 14 * S, &running, &says, &due) == 1 && running == 6);
    ok(begin_until(START + 15 * S, &running, &says, &due) == 0 && says == PACE_WAIT);
    ok(begin_until(START + 20 * S, &running, &says, &due) == 0 && says == PACE_TIME);
}

/* The obviously right way: look every millisecond. */
static uint64_t wanted_by_looking(size_t n, nanos since, nanos now)
{
    uint64_t most = 0;

    for (nanos at = since; at <= now; at += NANOS_PER_MS) {
        nanos begins = START;

        for (size_t i = 0; i < n; i++) {
            const struct stage *s = &plan.scenarios[0].stages[i];

            if (at >= begins && at <= begins + s->lasts && arrival_users_at(s, at - begins) > most)
                most = arrival_users_at(s, at - begins);
            begins += s->lasts;
        }
    }
    return most;
}

static void random_stages(struct rng *r)
{
    for (int i = 0; i < 4; i++)
        stages[i] = (struct stage_wish){.lasts = (nanos)(1 + rng_below(r, 2000)) * NANOS_PER_MS,
                                        .from = rng_below(r, 2) && i ? stages[i - 1].to
                                                                     : (double)rng_below(r, 30),
                                        .to = (double)(1 + rng_below(r, 30)),
                                        .unit = STAGE_USERS};
}

/* The ends of stages are looked at to the nanosecond, so levels there may be missed by looking. */
static void test_wanted(struct rng *r)
{
    int wrong = 0;

    for (int round = 0; round < 50; round++) {
        nanos end = START;

        random_stages(r);
        want_stages(4);
        start(alone);
        for (int i = 0; i < 4; i++)
            end += stages[i].lasts;
        for (nanos now = START; now < end; now += 137 * NANOS_PER_MS) {
            nanos since = now - (nanos)rng_below(r, 1500) * NANOS_PER_MS, due;

            pace_next(&pace, now, UINT64_MAX, &due);
            wrong += pace_wanted(&pace, since, now) != wanted_by_looking(4, since, now);
        }
    }
    ok(wrong == 0);
}

/* No journey has the number of another, whatever the shares are. */
static void test_numbers(bool open)
{
    bool seen[64] = {false};
    int wrong = 0, count = 0;

    for (unsigned i = 0; i < 4; i++) {
        uint64_t running = 0;
        nanos due;

        want(open ? 0 : 40, open ? 40 : 0, S);
        plan.threads = 4;
        start((struct share){i, 4});
        while (pace_next(&pace, START + S - 1, running, &due) == PACE_BEGIN) {
            uint64_t nth = pace_number(&pace);

            wrong += nth >= 40 || seen[nth] || (open && due != START + (nanos)nth * S / 40);
            seen[nth % 64] = true;
            running++;
            count++;
        }
    }
    ok(wrong == 0 && count == 40);
}

/* Users who are shared unevenly have uneven parts of a count: each has as many journeys to make. */
static void test_count_of_users(void)
{
    static const uint64_t parts[] = {200, 100};

    for (unsigned i = 0; i < 2; i++) {
        want(3, 0, NANOS_NEVER);
        plan.requests = 300;
        plan.threads = 2;
        start((struct share){i, 2});
        ok(pace.limit == parts[i]);
    }
    start((struct share){2, 2}); /* as a thread has that is one too many for the users */
    ok(pace.limit == 0);
}

/* How many a share begins of those that are measured; `wrong`: of others. */
static unsigned begin_measured(uint64_t first, uint64_t last, int *wrong)
{
    enum pace_says says = PACE_WAIT;
    unsigned begun = 0;

    for (nanos now = START, due; says == PACE_WAIT; now += S / 7)
        while ((says = pace_next(&pace, now, 0, &due)) == PACE_BEGIN) {
            begun += pace_number(&pace) >= first;
            *wrong += pace_number(&pace) >= last;
        }
    *wrong += says != PACE_COUNT;
    return begun;
}

/* Which of an open load begin: the first so many that are measured, whoever looks after them. */
static void test_count_of_arrivals(const struct schedule *trace, nanos warmup, uint64_t before)
{
    int wrong = 0;

    for (unsigned count = 1; count <= 5; count++) {
        unsigned begun = 0;

        for (unsigned i = 0; i < count; i++) {
            want(0, 10, 10 * S);
            plan.schedule = trace;
            plan.arrival = trace ? NULL : plan.arrival;
            plan.warmup = warmup;
            plan.requests = 13;
            plan.threads = count;
            start((struct share){i, count});
            begun += begin_measured(before, before + 13, &wrong);
        }
        wrong += begun != 13;
    }
    ok(wrong == 0);
}

static void test_counts(void)
{
    nanos tenths[100];
    struct schedule *trace;

    for (int i = 0; i < 100; i++)
        tenths[i] = i * (S / 10) + S / 20;
    trace = schedule_new(tenths, 100, 1, false, 1);
    test_count_of_users();
    test_count_of_arrivals(NULL, 3 * S / 4, 8);
    test_count_of_arrivals(trace, 7 * S / 10, 7);
    schedule_free(trace);
}

int main(void)
{
    struct rng r;

    rng_seed(&r, tap_seed(1), 0);
    test_closed();
    test_count();
    test_open();
    test_drop();
    test_warmup();
    test_waits_over_the_border();
    test_closed_stages();
    test_wanted(&r);
    test_numbers(true);
    test_numbers(false);
    test_counts();
    plan_release(&plan);
    return tap_done();
}
