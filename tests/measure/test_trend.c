/* Trends against the obviously right thing: all the values in a sorted array. */

#include "measure/trend.h"

#include "tests/tap.h"

#include <math.h>
#include <stdlib.h>

enum { VALUES = 20000 };

static double values[VALUES];

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double uniform(void)
{
    return (double)rand() / ((double)RAND_MAX + 1);
}

/* Of any magnitude that is kept, either sign; some are 0. */
static double anything(void)
{
    double magnitude = pow(10, -9 + 22 * uniform());

    return rand() % 50 == 0 ? 0 : rand() % 3 ? magnitude : -magnitude;
}

static bool near(double got, double want)
{
    bool yes = fabs(got - want) <= 0.0005 * fabs(want) + 1e-12;

    if (!yes)
        note("got %.10g, not %.10g", got, want);
    return yes;
}

static void the_same_as_sorted(double (*draw)(void))
{
    struct trend *t = trend_new();
    long double sum = 0, squares = 0;
    double mean, deviation;
    bool quantiles = true;

    for (int i = 0; i < VALUES; i++) {
        values[i] = draw();
        sum += values[i];
        trend_add(t, values[i]);
    }
    qsort(values, VALUES, sizeof *values, ascending);
    mean = (double)(sum / VALUES);
    for (int i = 0; i < VALUES; i++)
        squares += (long double)(values[i] - mean) * (values[i] - mean);
    for (int i = 1; i < VALUES; i += 7)
        quantiles = quantiles && near(trend_quantile(t, (i + 0.5) / VALUES), values[i]);
    ok(quantiles);
    ok(trend_count(t) == VALUES && trend_min(t) == values[0]);
    ok(trend_max(t) == values[VALUES - 1] && trend_quantile(t, 1) == trend_max(t));
    ok(trend_quantile(t, 0) == trend_min(t));
    ok(fabs(trend_mean(t) - mean) <= 1e-12 * fabs(mean) && near(trend_sum(t), (double)sum));
    deviation = sqrt((double)(squares / VALUES));
    ok(fabs(trend_stddev(t) - deviation) <= 1e-9 * deviation);
    trend_free(t);
}

static bool same(const struct trend *a, const struct trend *b)
{
    bool yes = trend_count(a) == trend_count(b) && trend_sum(a) == trend_sum(b) &&
               trend_stddev(a) == trend_stddev(b) && trend_min(a) == trend_min(b) &&
               trend_max(a) == trend_max(b);

    for (double q = 0; yes && q <= 1; q += 0.01)
        yes = trend_quantile(a, q) == trend_quantile(b, q);
    return yes;
}

/* Whoever had which value, and in whatever order they are put together. */
static void parts_are_the_whole(void)
{
    struct trend *whole = trend_new(), *part[4], *up = trend_new(), *down = trend_new();

    for (int i = 0; i < 4; i++)
        part[i] = trend_new();
    for (int i = 0; i < VALUES; i++) {
        double value = anything();

        trend_add(whole, value);
        trend_add(part[rand() % 4], value);
    }
    for (int i = 0; i < 4; i++) {
        trend_merge(up, part[i]);
        trend_merge(down, part[3 - i]);
    }
    ok(same(whole, up) && same(up, down));
    trend_clear(up);
    ok(trend_count(up) == 0 && trend_mean(up) == 0 && trend_quantile(up, 0.5) == 0);
    trend_merge(up, whole);
    ok(same(whole, up));
    for (int i = 0; i < 4; i++)
        trend_free(part[i]);
    trend_free(whole);
    trend_free(up);
    trend_free(down);
    trend_free(NULL);
}

static double only(double value)
{
    struct trend *t = trend_new();
    double middle;

    for (int i = 0; i < 3; i++)
        trend_add(t, value);
    middle = trend_stddev(t) == 0 && trend_mean(t) == value ? trend_quantile(t, 0.5) : NAN;
    trend_free(t);
    return middle;
}

static void extremes(void)
{
    ok(only(0) == 0 && only(1e13) == 1e13 && only(-1e13) == -1e13);
    ok(only(1) == 1 && only(-0.1) == -0.1 && only(3e9) == 3e9);
    note("what is nearer to 0 than a billionth counts as 0 in percentiles, as itself in extremes");
    struct trend *t = trend_new();
    for (int i = 0; i < 3; i++)
        trend_add(t, i == 1 ? 1e-12 : i - 1);
    ok(trend_quantile(t, 0.5) == 0 && trend_min(t) == -1 && trend_max(t) == 1);
    trend_free(t);
}

static double of_one_octave(void)
{
    return 1000 + uniform();
}

int main(void)
{
    srand((unsigned)tap_seed(4321));
    the_same_as_sorted(anything);
    the_same_as_sorted(uniform);
    the_same_as_sorted(of_one_octave);
    parts_are_the_whole();
    extremes();
    return tap_done();
}
