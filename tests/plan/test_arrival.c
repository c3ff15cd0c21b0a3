#include "plan/arrival.h"

#include "base/mem.h"
#include "plan/schedule.h"
#include "plan/stage.h"
#include "tests/tap.h"

#include <math.h>
#include <stdlib.h>

#define S NANOS_PER_SECOND

struct moments {
    nanos *due;
    size_t count, cap;
};

static void add(struct moments *m, nanos due)
{
    if (m->count == m->cap) {
        m->cap = m->cap ? 2 * m->cap : 64;
        m->due = mem_resize(m->due, m->cap * sizeof *m->due);
    }
    m->due[m->count++] = due;
}

static int by_time(const void *a, const void *b)
{
    const nanos *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

static bool same(const struct moments *a, const struct moments *b)
{
    return a->count == b->count &&
           (a->count == 0 || memcmp(a->due, b->due, a->count * sizeof *a->due) == 0);
}

static void take(struct arrival *a, nanos now, struct moments *m)
{
    nanos due;

    while (arrival_next(a, now, 0, &due))
        add(m, due);
}

/* Everything one share begins in the stages that start at `began`. It is asked at whatever
 * moments `pace` gives: the moments it hands out must not depend on them. */
static void begin_all(struct moments *m, const struct stage *stages, size_t n, struct share share,
                      uint64_t seed, nanos began, struct rng *pace)
{
    struct arrival a;
    nanos now = began, end = began;

    arrival_start(&a, stages, share, seed, began);
    for (size_t i = 0; i < n; i++) {
        end += stages[i].lasts;
        if (i > 0)
            arrival_stage(&a, &stages[i], now);
        for (; pace && now < end; now += (nanos)(rng_unit(pace) * 3 * (double)S))
            take(&a, now, m);
        now = end + (pace ? (nanos)rng_below(pace, S) : 0); /* late at the border */
        take(&a, now, m);
    }
}

static struct stage random_stage(struct rng *r, const struct arrival_model *model)
{
    bool ramp = rng_below(r, 2);
    double from = rng_below(r, 5) ? rng_unit(r) * 50 : 0;

    return (struct stage){
        .lasts = (nanos)(rng_unit(r) * 30 * (double)S) + S,
        .from = from,
        .to = ramp ? rng_unit(r) * 50 : from,
        .burstiness = 0.3,
        .arrival = model,
    };
}

static void test_find(void)
{
    ok(arrival_find("users") == &arrival_users && !arrival_users.open);
    ok(arrival_find("constant") == &arrival_constant && arrival_constant.open);
    ok(arrival_find("poisson") == &arrival_poisson && arrival_poisson.open);
    ok(arrival_find("gamma") == &arrival_gamma && arrival_gamma.open);
    ok(arrival_find("Poisson") == NULL && arrival_find("") == NULL);
}

static void test_share_of(struct rng *r)
{
    int wrong = 0;

    for (int i = 0; i < 2000; i++) {
        uint64_t whole = rng_below(r, i % 2 ? 20 : UINT32_MAX), sum = 0;
        unsigned count = 1 + (unsigned)rng_below(r, 16);

        for (unsigned k = 0; k < count; k++) {
            uint64_t part = share_of(whole, (struct share){k, count});

            sum += part;
            wrong += part < whole / count || part > whole / count + 1;
        }
        wrong += sum != whole;
    }
    ok(wrong == 0);
}

static void test_constant(void)
{
    struct stage s = {.lasts = 10 * S, .from = 10, .to = 10, .arrival = &arrival_constant};
    struct arrival a;
    nanos due = -1, began = 123 * S;

    arrival_start(&a, &s, (struct share){0, 1}, 1, began);
    ok(arrival_next(&a, began, 0, &due) && due == began);
    ok(!arrival_next(&a, began, 0, &due) && due == began + S / 10);
    ok(!arrival_next(&a, due - 1, 99, &due) && due == began + S / 10);
    ok(arrival_next(&a, due, 99, &due) && due == began + S / 10);
    for (int i = 2; i < 100; i++)
        if (!arrival_next(&a, began + 60 * S, 0, &due) || due != began + i * S / 10)
            break;
    ok(due == began + 99 * S / 10);
    ok(!arrival_next(&a, began + 60 * S, 0, &due) && due == NANOS_NEVER);
}

/* As many have begun by any moment as there is area under the lines up to it. */
static void test_area_is_number(struct rng *r)
{
    int wrong = 0;

    for (int i = 0; i < 200; i++) {
        struct stage stages[4];
        struct moments m = {0};
        double area = 0;
        size_t n = 1 + rng_below(r, 4);

        for (size_t k = 0; k < n; k++) {
            stages[k] = random_stage(r, &arrival_constant);
            area += stage_area(&stages[k]);
        }
        begin_all(&m, stages, n, (struct share){0, 1}, 1, 5 * S, NULL);
        wrong += fabs((double)m.count - ceil(area)) > (fabs(area - round(area)) < 1e-6 ? 1 : 0);
        for (size_t k = 1; k < m.count; k++)
            wrong += m.due[k] <= m.due[k - 1];
        free(m.due);
    }
    ok(wrong == 0);
}

/* The mean of a Poisson number of journeys is its variance: 5 standard deviations. */
static void test_poisson_area(struct rng *r)
{
    double expected = 0, got = 0;

    for (int i = 0; i < 100; i++) {
        struct stage s = random_stage(r, &arrival_poisson);
        struct moments m = {0};

        begin_all(&m, &s, 1, (struct share){0, 1}, rng_next(r), 0, NULL);
        expected += stage_area(&s);
        got += (double)m.count;
        free(m.due);
    }
    note("expected %.0f, got %.0f", expected, got);
    ok(fabs(got - expected) < 5 * sqrt(expected));
}

/* All shares together are one share, to the bit, however each of them is asked. */
static void test_shares(const struct arrival_model *model, struct rng *r)
{
    static const unsigned counts[] = {1, 2, 3, 4, 7};
    struct stage stages[5];
    struct moments whole = {0};
    uint64_t seed = rng_next(r);

    for (int i = 0; i < 5; i++)
        stages[i] = random_stage(r, model);
    begin_all(&whole, stages, 5, (struct share){0, 1}, seed, 77 * S, NULL);
    note("%s: %zu journeys", model->name, whole.count);
    ok(whole.count > 100);
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        struct moments all = {0};

        for (unsigned k = 0; k < counts[c]; k++)
            begin_all(&all, stages, 5, (struct share){k, counts[c]}, seed, 77 * S, r);
        qsort(all.due, all.count, sizeof *all.due, by_time);
        ok(same(&all, &whole));
        free(all.due);
    }
    free(whole.due);
}

static void test_seeds_differ(void)
{
    struct stage s = {.lasts = 10 * S, .from = 10, .to = 10, .arrival = &arrival_poisson};
    struct moments a = {0}, b = {0}, c = {0};

    begin_all(&a, &s, 1, (struct share){0, 1}, 1, 0, NULL);
    begin_all(&b, &s, 1, (struct share){0, 1}, 2, 0, NULL);
    begin_all(&c, &s, 1, (struct share){0, 1}, 1, 0, NULL);
    ok(!same(&a, &b));
    ok(same(&a, &c));
    free(a.due);
    free(b.due);
    free(c.due);
}

/* Whether gaps are those they should be, by Kolmogorov and Smirnov: the whole list of them is laid
 * against the exact distribution, so any wrong formula shows, not just a wrong mean. */

enum { GAPS = 10000 };
static const double ks_limit = 1.63; /* over sqrt(n): one right list in a hundred is further off */

/* The regularised incomplete gamma function: by its series, or where that is slow by the continued
 * fraction of what is left of 1. */
static double gamma_below(double shape, double x)
{
    double head = x > 0 ? exp(shape * log(x) - x - lgamma(shape)) : 0;

    if (x < shape + 1) {
        double term = 1 / shape, sum = term;

        for (double n = shape + 1; term > sum * 1e-17; n++)
            sum += term *= x / n;
        return head * sum;
    }
    double b = x + 1 - shape, c = 1e300, d = 1 / b, h = d;

    for (int i = 1; i < 500; i++) {
        double a = -i * (i - shape);

        b += 2;
        d = 1 / (a * d + b);
        c = b + a / c;
        h *= c * d;
        if (fabs(c * d - 1) < 1e-16)
            break;
    }
    return 1 - head * h;
}

/* The integral, up to x, of the share of gaps below: of the gamma distribution of this shape and a
 * mean of 1. */
static double below_integral(double shape, double x)
{
    return x * gamma_below(shape, shape * x) - gamma_below(shape + 1, shape * x);
}

/* Moments are whole nanoseconds, which cuts what is short: a gap of k steps may have been anything
 * between k - 1 and k + 1, and is k or less as often as gaps are below k + v for a v of [0, 1). */
static double at_most(double shape, double gap, double step)
{
    if (gap < -step / 2)
        return 0;
    gap = fmax(gap, 0);
    return (below_integral(shape, gap + step) - below_integral(shape, gap)) / step;
}

static double area_until(const struct stage *s, nanos into)
{
    double t = (double)into / (double)S;

    return (s->from + stage_level(s, into)) / 2 * t;
}

static int by_size(const void *a, const void *b)
{
    const double *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

/* How far the gaps are from gamma's of this shape, in units of 1 / sqrt(n). Each, laid along the
 * area, is turned into the share of gaps that are shorter; these are even between 0 and 1. */
static double distance(const struct moments *m, const struct stage *s, double shape, struct rng *r)
{
    double shares[GAPS], worst = 0;

    for (size_t i = 0; i < GAPS; i++) {
        double step = stage_level(s, m->due[i]) / (double)S;
        double gap = area_until(s, m->due[i + 1]) - area_until(s, m->due[i]);
        double from = at_most(shape, gap - step, step);

        shares[i] = from + rng_unit(r) * (at_most(shape, gap, step) - from);
    }
    qsort(shares, GAPS, sizeof *shares, by_size);
    for (size_t i = 0; i < GAPS; i++)
        worst = fmax(worst, fmax(shares[i] - (double)i / GAPS, (double)(i + 1) / GAPS - shares[i]));
    return worst * sqrt(GAPS);
}

static void merge_shares(struct moments *m, const struct stage *s, unsigned count, uint64_t seed)
{
    for (unsigned k = 0; k < count; k++)
        begin_all(m, s, 1, (struct share){k, count}, seed, 0, NULL);
    qsort(m->due, m->count, sizeof *m->due, by_time);
}

static struct stage stage_of(double from, double to, double shape)
{
    return (struct stage){.lasts = (nanos)(2 * 1.2 * GAPS / (from + to) * (double)S),
                          .from = from,
                          .to = to,
                          .burstiness = shape,
                          .arrival = shape == 0 ? &arrival_poisson : &arrival_gamma};
}

/* The seeds are fixed: one in a hundred fails by luck, and these do not. */
static void test_gaps(struct stage s, uint64_t seed)
{
    double shape = s.burstiness > 0 ? s.burstiness : 1;

    for (unsigned count = 1; count <= 4; count += 3) {
        struct moments m = {0};
        struct rng dice;
        double d, other;

        rng_seed(&dice, seed, 1);
        merge_shares(&m, &s, count, seed);
        ok(m.count > GAPS);
        d = distance(&m, &s, shape, &dice);
        other = distance(&m, &s, shape * 1.15, &dice);
        note("%s %g, %g to %g/s, %u shares: D*sqrt(n) = %.3f, of another shape %.3f",
             s.arrival->name, shape, s.from, s.to, count, d, other);
        ok(d < ks_limit && other > ks_limit);
        free(m.due);
    }
}

static void test_all_gaps(void)
{
    static const double shapes[] = {0, 0.25, 0.5, 1, 2, 10}, rates[] = {100, 1000, 10000};

    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        for (size_t k = 0; k < sizeof rates / sizeof *rates; k++)
            test_gaps(stage_of(rates[k], rates[k], shapes[i]), 10 * i + k);
        test_gaps(stage_of(100, 1900, shapes[i]), 10 * i + 7);
        test_gaps(stage_of(2000, 0, shapes[i]), 10 * i + 8);
    }
}

/* The number of journeys has a variance of its mean over the burstiness. */
static void test_gamma_number(void)
{
    static const double shapes[] = {0.25, 1, 4};

    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct stage s = stage_of(100, 100, shapes[i]);
        double sum = 0, squares = 0, runs = 400, mean;

        s.lasts = 10 * S;
        for (int k = 0; k < (int)runs; k++) {
            struct moments m = {0};

            begin_all(&m, &s, 1, (struct share){0, 1}, (uint64_t)k, 0, NULL);
            sum += (double)m.count;
            squares += (double)(m.count * m.count);
            free(m.due);
        }
        mean = sum / runs;
        note("burstiness %g: %.1f journeys, variance %.1f", shapes[i], mean,
             squares / runs - mean * mean);
        ok(fabs(mean - 1000) < 15);
        ok(fabs((squares / runs - mean * mean) / (1000 / shapes[i]) - 1) < 0.3);
    }
}

static void test_asked_late(const struct arrival_model *model)
{
    struct stage s = {.lasts = 60 * S, .from = 5, .to = 40, .arrival = model};
    struct moments in_time = {0}, late = {0};
    struct arrival a, b;
    nanos due = 0;

    arrival_start(&a, &s, (struct share){0, 1}, 9, 0);
    for (nanos now = 0; now <= 30 * S; now = due) {
        while (arrival_next(&a, now, 0, &due))
            add(&in_time, due);
    }
    arrival_start(&b, &s, (struct share){0, 1}, 9, 0);
    take(&b, 30 * S, &late);
    ok(in_time.count > 300 && late.due[late.count - 1] <= 30 * S);
    ok(same(&in_time, &late));
    free(in_time.due);
    free(late.due);
}

/* A stage that was left too early loses nothing: what it still owed is due at the border. */
static void test_left_early(void)
{
    struct stage stages[2] = {
        {.lasts = 10 * S, .from = 10, .to = 10, .arrival = &arrival_constant},
        {.lasts = 10 * S, .from = 20, .to = 20, .arrival = &arrival_constant}
    };
    struct moments m = {0};
    struct arrival a;

    arrival_start(&a, &stages[0], (struct share){0, 1}, 1, 0);
    take(&a, 9 * S, &m);
    ok(m.count == 91);
    arrival_stage(&a, &stages[1], 10 * S);
    take(&a, 10 * S, &m);
    ok(m.count == 101 && m.due[91] == 10 * S && m.due[100] == 10 * S);
    take(&a, 60 * S, &m);
    ok(m.count == 300 && m.due[101] == 10 * S + S / 20);
    free(m.due);
}

static void test_pause_and_endless(void)
{
    struct stage pause = {.lasts = 5 * S, .from = 0, .to = 0, .arrival = &arrival_constant};
    struct stage endless = {.lasts = NANOS_NEVER, .from = 2, .to = 2, .arrival = &arrival_constant};
    struct arrival a;
    nanos due;

    arrival_start(&a, &pause, (struct share){0, 1}, 1, 0);
    ok(!arrival_next(&a, 4 * S, 0, &due) && due == NANOS_NEVER);
    arrival_stage(&a, &endless, 6 * S);
    ok(arrival_next(&a, 6 * S, 0, &due) && due == 5 * S);
    ok(arrival_next(&a, 6 * S, 0, &due) && due == 5500 * NANOS_PER_MS);
    arrival_stage(&a, &endless, 1000 * S + 1); /* only a stage without an end asks the clock */
    ok(a.began == 1000 * S + 1);
}

/* The users that all shares want running, each asked until it wants no more. */
static uint64_t running_of_all(struct arrival *shares, uint64_t *running, unsigned count, nanos now,
                               nanos *next_due, int *wrong)
{
    uint64_t sum = 0;
    nanos due;

    *next_due = NANOS_NEVER;
    for (unsigned k = 0; k < count; k++) {
        while (arrival_next(&shares[k], now, running[k], &due)) {
            *wrong += due != now;
            running[k]++;
        }
        *wrong += due <= now;
        *next_due = due < *next_due ? due : *next_due;
        sum += running[k];
    }
    return sum;
}

/* Only what arrival_next() asks for wakes us, as in a worker: the users must still follow
 * the line, and all shares together must be the whole at every moment. */
static void test_users_ramp(unsigned count)
{
    struct stage up = {.lasts = 10 * S, .from = 0, .to = 50, .arrival = &arrival_users};
    struct arrival shares[8];
    uint64_t running[8] = {0}, sum = 0;
    nanos now = 0, due;
    int wrong = 0, turns = 0;

    for (unsigned k = 0; k < count; k++)
        arrival_start(&shares[k], &up, (struct share){k, count}, 1, 0);
    while (now != NANOS_NEVER && turns++ < 1000) {
        sum = running_of_all(shares, running, count, now, &due, &wrong);
        wrong += sum != (uint64_t)llround(stage_level(&up, now));
        now = due;
    }
    note("%u shares: %d turns", count, turns);
    ok(wrong == 0);
    ok(sum == 50 && turns <= 60);
}

static void test_users_hold(struct rng *r)
{
    int wrong = 0;

    for (int i = 0; i < 300; i++) {
        unsigned count = 1 + (unsigned)rng_below(r, 8);
        double users = (double)rng_below(r, 100);
        struct stage hold = {
            .lasts = NANOS_NEVER, .from = users, .to = users, .arrival = &arrival_users};
        struct arrival shares[8];
        uint64_t running[8] = {0};
        nanos due;

        for (unsigned k = 0; k < count; k++)
            arrival_start(&shares[k], &hold, (struct share){k, count}, 1, 0);
        wrong += running_of_all(shares, running, count, S, &due, &wrong) != (uint64_t)users;
        wrong += due != NANOS_NEVER;
        running[0] -= running[0] > 0; /* one goes home, one comes */
        wrong += running_of_all(shares, running, count, 2 * S, &due, &wrong) != (uint64_t)users;
    }
    ok(wrong == 0);
}

static void test_users_ramp_down(void)
{
    struct stage down = {.lasts = 10 * S, .from = 10, .to = 2, .arrival = &arrival_users};
    struct arrival a;
    nanos due;

    arrival_start(&a, &down, (struct share){0, 1}, 1, 0);
    ok(arrival_next(&a, 0, 9, &due) && due == 0);
    ok(!arrival_next(&a, 5 * S, 6, &due) && due == NANOS_NEVER);
    ok(arrival_next(&a, 5 * S, 5, &due) && due == 5 * S);
    ok(!arrival_next(&a, 20 * S, 2, &due) && arrival_next(&a, 20 * S, 1, &due));
}

/* A closed warm-up before an open load leaves no area behind. */
static void test_closed_then_open(void)
{
    struct stage warm = {.lasts = 5 * S, .from = 3, .to = 3, .arrival = &arrival_users};
    struct stage main_load = {.lasts = 10 * S, .from = 1, .to = 1, .arrival = &arrival_constant};
    struct arrival a;
    struct moments m = {0};
    nanos due;

    arrival_start(&a, &warm, (struct share){0, 1}, 1, 0);
    ok(arrival_next(&a, S, 2, &due) && !arrival_next(&a, S, 3, &due));
    arrival_stage(&a, &main_load, 5 * S);
    take(&a, 60 * S, &m);
    ok(m.count == 10 && m.due[0] == 5 * S && m.due[9] == 14 * S);
    free(m.due);
}

/* A trace's moments are its own, whatever the shares and the stages are. */
static void test_trace(struct rng *r)
{
    enum { ROWS = 500 };
    static nanos times[ROWS];
    struct schedule *t;
    struct stage stages[2];
    int wrong = 0;

    for (int i = 1; i < ROWS; i++)
        times[i] = times[i - 1] + (nanos)rng_below(r, rng_below(r, 3) ? S : 1);
    t = schedule_new(times, ROWS, 2, false, 1);
    note("the last has as long as the others have on average");
    ok(schedule_lasts(t) > times[ROWS - 1] / 2 &&
       llabs(schedule_lasts(t) - times[ROWS - 1] / 2 * ROWS / (ROWS - 1)) < 1000);
    stages[0] = (struct stage){.lasts = 10 * S, .arrival = &arrival_trace, .schedule = t};
    stages[1] = stages[0];
    stages[1].lasts = schedule_lasts(t) - 10 * S;
    for (unsigned count = 1; count <= 4; count++) {
        struct moments all = {0};

        for (unsigned k = 0; k < count; k++)
            begin_all(&all, stages, 2, (struct share){k, count}, 1, 7 * S, r);
        qsort(all.due, all.count, sizeof *all.due, by_time);
        wrong += all.count != ROWS;
        for (size_t i = 0; i < all.count && i < ROWS; i++)
            wrong += llabs(all.due[i] - 7 * S - times[i] / 2) > 1;
        free(all.due);
    }
    ok(wrong == 0);
    schedule_free(t);
}

/* Rows on ticks three seconds apart come evenly in between, each before the next tick. */
static void test_ticks(void)
{
    enum { TICKS = 400, EACH = 10 };
    static nanos times[TICKS * EACH];
    struct schedule *t;
    double sum = 0;
    int wrong = 0;

    for (int i = 0; i < TICKS * EACH; i++)
        times[i] = i / EACH * 3 * S;
    t = schedule_new(times, TICKS * EACH, 1, true, 1);
    for (int i = 0; i < TICKS * EACH; i++) {
        wrong += t->at[i] < times[i] || t->at[i] >= times[i] + 3 * S;
        wrong += i > 0 && t->at[i] < t->at[i - 1];
        sum += (double)(t->at[i] - times[i]);
    }
    ok(wrong == 0);
    note("in the middle between two, at the mean");
    ok(fabs(sum / (TICKS * EACH) / (1.5 * S) - 1) < 0.05);
    schedule_free(t);
}

int main(void)
{
    struct rng r;

    rng_seed(&r, tap_seed(1), 0);
    test_find();
    test_share_of(&r);
    test_constant();
    test_area_is_number(&r);
    test_poisson_area(&r);
    test_shares(&arrival_constant, &r);
    test_shares(&arrival_poisson, &r);
    test_shares(&arrival_gamma, &r);
    test_seeds_differ();
    test_all_gaps();
    test_gamma_number();
    test_asked_late(&arrival_constant);
    test_asked_late(&arrival_poisson);
    test_asked_late(&arrival_gamma);
    test_left_early();
    test_pause_and_endless();
    test_users_ramp(1);
    test_users_ramp(3);
    test_users_ramp(8);
    test_users_hold(&r);
    test_users_ramp_down();
    test_closed_then_open();
    test_trace(&r);
    test_ticks();
    return tap_done();
}
