#include "base/hist.h"

#include "base/rng.h"
#include "tests/tap.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { COUNT = 20000 };

static const double shares[] = {0, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 1};

static int by_value(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Values of all magnitudes, or close together around one: both are what services give. */
static void draw(struct rng *dice, int64_t *values, int n, bool wide)
{
    for (int i = 0; i < n; i++)
        values[i] =
            wide ? (int64_t)exp(rng_unit(dice) * log(9e13)) : (int64_t)rng_gamma(dice, 4, 5e7);
}

static bool near(double got, double want, double share)
{
    return fabs(got - want) <= fabs(want) * share;
}

static void compare(const struct hist *h, int64_t *values, int n)
{
    long double sum = 0, squares = 0, mean;
    int far = 0;

    qsort(values, (size_t)n, sizeof *values, by_value);
    for (int i = 0; i < n; i++)
        sum += values[i];
    mean = sum / n;
    for (int i = 0; i < n; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    ok(hist_count(h) == (uint64_t)n);
    ok(hist_min(h) == values[0] && hist_max(h) == values[n - 1]);
    ok(near(hist_mean(h), (double)mean, 1e-14));
    ok(near(hist_stddev(h), (double)sqrtl(squares / n), 1e-10));
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        int rank = (int)ceil(shares[i] * n - 1e-6);
        int64_t want = values[rank ? rank - 1 : 0], got = hist_quantile(h, shares[i]);

        if (!near((double)got, (double)want, want < 2048 ? 0 : 0.0005) && ++far)
            note("share %g: %lld, in the sorted array %lld", shares[i], (long long)got,
                 (long long)want);
    }
    ok(far == 0);
    ok(hist_quantile(h, 0) == values[0] && hist_quantile(h, 1) == values[n - 1]);
}

static void against_sorting(struct rng *dice, bool wide)
{
    static int64_t values[COUNT];
    struct hist *h = hist_new();
    int inside = 0;

    draw(dice, values, COUNT, wide);
    for (int i = 0; i < COUNT; i++)
        hist_record(h, values[i]);
    compare(h, values, COUNT);
    for (int i = 0; i < COUNT; i++)
        inside += values[i] >= 100000000 && values[i] <= 300000000;
    ok(fabs(hist_within(h, 1e8, 3e8) - (double)inside / COUNT) < 0.003);
    hist_free(h);
}

/* In all that can be asked of either. */
static bool same(const struct hist *a, const struct hist *b)
{
    for (int i = 0; i <= 500; i++)
        if (hist_quantile(a, i / 500.0) != hist_quantile(b, i / 500.0))
            return false;
    return hist_count(a) == hist_count(b) && hist_min(a) == hist_min(b) &&
           hist_max(a) == hist_max(b) && hist_mean(a) == hist_mean(b) &&
           hist_stddev(a) == hist_stddev(b) && hist_within(a, 1e3, 1e9) == hist_within(b, 1e3, 1e9);
}

/* Whatever part a value went to, and in whatever order the parts come together. */
static void merging(struct rng *dice)
{
    struct hist *whole = hist_new(), *part[4], *forth = hist_new(), *back = hist_new();
    static int64_t values[COUNT];

    for (int i = 0; i < 4; i++)
        part[i] = hist_new();
    draw(dice, values, COUNT, true);
    for (int i = 0; i < COUNT; i++) {
        hist_record(whole, values[i]);
        hist_record(part[rng_below(dice, 3)], values[i]); /* part[3] stays empty */
    }
    for (int i = 0; i < 4; i++) {
        hist_merge(forth, part[i]);
        hist_merge(back, part[3 - i]);
    }
    ok(same(forth, whole));
    ok(same(back, whole));
    hist_merge(back, part[0]);
    ok(!same(back, whole));
    hist_clear(back);
    ok(hist_count(back) == 0 && hist_max(back) == 0 && hist_mean(back) == 0);
    hist_merge(back, whole);
    ok(same(back, whole));
    for (int i = 0; i < 4; i++)
        hist_free(part[i]);
    hist_free(whole);
    hist_free(forth);
    hist_free(back);
}

/* Values at either side of each bucket's edge come back, from between two that keep them from
 * being an extreme; and of values without a gap each is found at its own rank. */
static void edges(void)
{
    struct hist *h = hist_new();
    int lost = 0, gaps = 0;

    for (int bit = 0; bit < 53; bit++)
        for (int64_t d = -1; d <= 1; d++) {
            int64_t v = (INT64_C(1) << bit) + d;

            hist_clear(h);
            hist_record(h, 0);
            hist_record(h, v);
            hist_record(h, INT64_MAX);
            lost += !near((double)hist_quantile(h, 0.5), (double)v, v < 2048 ? 0 : 0.0005);
        }
    ok(lost == 0);
    hist_clear(h);
    for (int64_t v = 0; v < 5000; v++)
        hist_record(h, v);
    for (int v = 0; v < 5000; v++)
        gaps += !near((double)hist_quantile(h, (v + 1) / 5000.0), v, v < 2048 ? 0 : 0.0005);
    ok(gaps == 0);
    hist_free(h);
}

static void odd_values(void)
{
    struct hist *h = hist_new();
    unsigned outside = 0;

    ok(hist_count(h) == 0 && hist_quantile(h, 0.5) == 0 && hist_stddev(h) == 0);
    ok(hist_within(h, 0, 1e9) == 0);
    hist_record(h, -5);
    ok(hist_min(h) == 0 && hist_max(h) == 0 && hist_count(h) == 1);
    for (int i = 0; i < 99; i++)
        hist_record(h, 1000);
    ok(hist_quantile(h, 0.01) == 0 && hist_quantile(h, 0.02) == 1000);
    ok(hist_mean(h) == 990);
    hist_record(h, INT64_MAX);
    ok(hist_max(h) == (INT64_C(1) << 53) - 1 && hist_quantile(h, 1) == hist_max(h));
    hist_clear(h);
    for (int i = 0; i < 1000; i++)
        hist_record(h, 1000000000000 + i % 2);
    ok(hist_stddev(h) == 0.5);
    hist_clear(h);
    for (int64_t v = 1; v <= 100; v++)
        hist_record(h, v);
    ok(hist_quantile(h, 0.07) == 7 && hist_quantile(h, 0.070001) == 8);
    for (int64_t v = (1 << 20) + 1; v < (2 << 20); v += 1021) { /* at either side of the middle */
        hist_clear(h);
        for (int i = 0; i < 9; i++)
            hist_record(h, v);
        outside += hist_quantile(h, 0.5) != v;
    }
    ok(outside == 0);
    hist_free(h);
    hist_free(NULL);
}

static void cost(void)
{
    struct hist *h = hist_new();
    nanos began = clock_now(), took;

    for (uint64_t i = 0; i < 2000000; i++)
        hist_record(h, (int64_t)(i * 2654435761u & 0xfffffff));
    took = clock_now() - began;
    note("hist_record: %.1f ns", (double)took / 2e6);
    began = clock_now();
    hist_quantile(h, 0.99);
    note("hist_quantile: %.1f us", (double)(clock_now() - began) / 1e3);
    hist_free(h);
}

int main(void)
{
    struct rng dice;

    rng_seed(&dice, tap_seed(1), 0);
    against_sorting(&dice, true);
    against_sorting(&dice, false);
    merging(&dice);
    edges();
    odd_values();
    cost();
    return tap_done();
}
