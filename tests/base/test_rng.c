#include "base/rng.h"

#include "tests/tap.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { DRAWS = 200000 };

/* How far counts are from all being the same, in standard deviations of chi-square. */
static double unevenness(const unsigned *counts, int n)
{
    double mean = 0, chi = 0;

    for (int i = 0; i < n; i++)
        mean += (double)counts[i] / n;
    for (int i = 0; i < n; i++)
        chi += (counts[i] - mean) * (counts[i] - mean) / mean;
    return (chi - (n - 1)) / sqrt(2 * (n - 1));
}

static void uniform(struct rng *r)
{
    unsigned below[100] = {0}, unit[100] = {0}, bits[64] = {0};
    bool inside = true;

    for (int i = 0; i < DRAWS; i++) {
        double u = rng_unit(r);
        uint64_t x = rng_next(r);

        inside = inside && u >= 0 && u < 1;
        unit[(int)(u * 100)]++;
        below[rng_below(r, 100)]++;
        for (int b = 0; b < 64; b++)
            bits[b] += x >> b & 1;
    }
    ok(inside);
    note("off from uniform by %.1f, %.1f, %.1f deviations", unevenness(unit, 100),
         unevenness(below, 100), unevenness(bits, 64));
    ok(fabs(unevenness(unit, 100)) < 6);
    ok(fabs(unevenness(below, 100)) < 6);
    for (int b = 0; b < 64; b++)
        inside = inside && fabs(bits[b] - DRAWS / 2.0) < 6 * sqrt(DRAWS / 4.0);
    ok(inside);
}

/* The bound is three quarters of all numbers: taking the remainder alone would make the lowest
 * third of the results twice as common. */
static void no_bias(struct rng *r)
{
    uint64_t bound = UINT64_C(3) << 62;
    int low = 0;
    bool inside = true;

    for (int i = 0; i < DRAWS; i++) {
        uint64_t x = rng_below(r, bound);

        inside = inside && x < bound;
        low += x < bound / 3;
    }
    ok(inside);
    ok(fabs(low - DRAWS / 3.0) < 6 * sqrt(DRAWS * 2 / 9.0));
    ok(rng_below(r, 1) == 0);
}

struct moments {
    double mean, variance, least;
};

static double gamma_small(struct rng *r)
{
    return rng_gamma(r, 0.25, 3);
}
static double gamma_one(struct rng *r)
{
    return rng_gamma(r, 1, 2);
}
static double gamma_large(struct rng *r)
{
    return rng_gamma(r, 9, 0.5);
}
static double exponential(struct rng *r)
{
    return rng_exponential(r, 5);
}
static double lognormal(struct rng *r)
{
    return log(rng_lognormal(r, 20, 0.7));
}
static double normal(struct rng *r)
{
    return rng_normal(r, -3, 2);
}

static struct moments moments_of(struct rng *r, double (*draw)(struct rng *r))
{
    struct moments m = {0, 0, INFINITY};
    double squares = 0;

    for (int i = 0; i < DRAWS; i++) {
        double x = draw(r);

        m.mean += x / DRAWS;
        squares += x * x / DRAWS;
        m.least = fmin(m.least, x);
    }
    m.variance = squares - m.mean * m.mean;
    return m;
}

/* Both within six deviations of what so many draws leave to chance. `kurtosis` is the excess
 * that decides how far a variance may stray. */
static bool has(struct rng *r, double (*draw)(struct rng *r), double mean, double variance,
                double kurtosis)
{
    struct moments m = moments_of(r, draw);

    note("mean %.4f (%.4f), variance %.4f (%.4f)", m.mean, mean, m.variance, variance);
    return fabs(m.mean - mean) < 6 * sqrt(variance / DRAWS) &&
           fabs(m.variance - variance) < 6 * variance * sqrt((kurtosis + 2) / DRAWS);
}

static void distributions(struct rng *r)
{
    int tail = 0;

    ok(has(r, exponential, 5, 25, 6));
    ok(has(r, normal, -3, 4, 0));
    ok(has(r, lognormal, log(20), 0.49, 0));
    ok(has(r, gamma_small, 0.75, 2.25, 24));
    ok(has(r, gamma_one, 2, 4, 6));
    ok(has(r, gamma_large, 4.5, 2.25, 6 / 9.0));
    ok(moments_of(r, exponential).least >= 0 && moments_of(r, gamma_small).least >= 0);
    for (int i = 0; i < DRAWS; i++)
        tail += fabs(rng_normal(r, 0, 1)) > 1.959964;
    ok(fabs(tail - DRAWS * 0.05) < 6 * sqrt(DRAWS * 0.05 * 0.95));
}

/* Every rank as often as its weight says, for skews below, at and above 1. */
static void zipf(struct rng *r, double skew)
{
    enum { RANKS = 20 };
    unsigned seen[RANKS] = {0};
    double sum = 0, worst = 0;
    bool falling = true;

    for (int i = 0; i < DRAWS; i++)
        seen[rng_zipf(r, RANKS, skew)]++;
    for (int k = 0; k < RANKS; k++)
        sum += pow(k + 1, -skew);
    for (int k = 0; k < RANKS; k++) {
        double p = pow(k + 1, -skew) / sum, off = fabs(seen[k] - DRAWS * p);

        worst = fmax(worst, off / sqrt(DRAWS * p * (1 - p)));
        falling = falling && (k == 0 || seen[k] <= seen[k - 1] + 6 * sqrt(seen[k - 1] + 1.0));
    }
    note("zipf, skew %g: worst rank off by %.1f deviations", skew, worst);
    ok(worst < 6);
    ok(falling);
}

static void zipf_bounds(struct rng *r)
{
    bool inside = true;

    for (int i = 0; i < 2000; i++) {
        inside = inside && rng_zipf(r, 1, 1.1) == 0;
        inside = inside && rng_zipf(r, UINT64_C(1) << 40, 0.9) < UINT64_C(1) << 40;
        inside = inside && rng_zipf(r, 3, 0) < 3;
        inside = inside && rng_zipf(r, 1000, 30) == 0;
    }
    ok(inside);
}

static double correlation(struct rng a, struct rng b)
{
    double sum = 0;

    for (int i = 0; i < DRAWS; i++)
        sum += (rng_unit(&a) - 0.5) * (rng_unit(&b) - 0.5) * 12;
    return sum / sqrt(DRAWS);
}

/* Neighbours in seed and stream have nothing in common. */
static void streams(uint64_t seed)
{
    struct rng a, b, c, d, again;
    unsigned firsts[64] = {0};
    int same = 0;

    rng_seed(&a, seed, 0);
    rng_seed(&b, seed, 1);
    rng_seed(&c, seed + 1, 0);
    rng_seed(&d, seed + 1, 1);
    rng_seed(&again, seed, 1);
    ok(fabs(correlation(a, b)) < 6 && fabs(correlation(a, c)) < 6 && fabs(correlation(b, c)) < 6);
    ok(fabs(correlation(a, d)) < 6);
    for (int i = 0; i < 1000; i++)
        same += rng_next(&b) == rng_next(&again);
    ok(same == 1000);
    for (uint64_t i = 0; i < 20000; i++) {
        rng_seed(&a, seed, i);
        firsts[rng_next(&a) >> 58]++;
    }
    ok(fabs(unevenness(firsts, 64)) < 6);
}

/* What was recorded with a seed must come again with the next release. */
static void golden(void)
{
    struct rng r = {
        {1, 2, 3, 4}
    };

    ok(rng_next(&r) == 11520); /* rotl(2 * 5, 7) * 9, by hand */
    ok(rng_next(&r) == 0);     /* state[1] is now 2 ^ 3 ^ 1 = 0 */
    ok(rng_next(&r) == 1509978240 && rng_next(&r) == UINT64_C(1215971899390074240));
    rng_seed(&r, 1, 0);
    ok(rng_next(&r) == UINT64_C(0x6082e9993631e7d5));
    rng_seed(&r, 42, 7);
    ok(rng_next(&r) == UINT64_C(0x0719e15cf3d4342f));
}

int main(void)
{
    uint64_t seed = tap_seed(1);
    struct rng r;

    rng_seed(&r, seed, 0);
    golden();
    uniform(&r);
    no_bias(&r);
    distributions(&r);
    zipf(&r, 0.5);
    zipf(&r, 1);
    zipf(&r, 2.5);
    zipf_bounds(&r);
    streams(seed);
    return tap_done();
}
