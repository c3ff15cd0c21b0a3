#include "base/rng.h"

#include <math.h>

static uint64_t turned(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/* Seed and stream go through splitmix one after the other: adding them would make stream 1
 * of seed 7 the same as stream 0 of seed 8. */
void rng_seed(struct rng *r, uint64_t seed, uint64_t stream)
{
    uint64_t state = splitmix(&seed) ^ stream;

    state = splitmix(&state);
    for (int i = 0; i < 4; i++)
        r->state[i] = splitmix(&state);
}

uint64_t rng_next(struct rng *r)
{
    uint64_t *s = r->state, result = turned(s[1] * 5, 7) * 9, t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turned(s[3], 45);
    return result;
}

/* The 2^64 mod bound lowest numbers would make some results commoner: they are drawn again. */
uint64_t rng_below(struct rng *r, uint64_t bound)
{
    uint64_t least = -bound % bound, x;

    do
        x = rng_next(r);
    while (x < least);
    return x % bound;
}

double rng_unit(struct rng *r)
{
    return (double)(rng_next(r) >> 11) * 0x1p-53;
}

double rng_exponential(struct rng *r, double mean)
{
    return -mean * log1p(-rng_unit(r));
}

/* Box and Muller's, of which the second value is thrown away: a draw then leaves nothing
 * behind but the state, and copies of a stream stay equal. */
double rng_normal(struct rng *r, double mean, double deviation)
{
    double radius = sqrt(-2 * log1p(-rng_unit(r)));

    return mean + deviation * radius * cos(2 * M_PI * rng_unit(r));
}

double rng_lognormal(struct rng *r, double median, double sigma)
{
    return median * exp(rng_normal(r, 0, sigma));
}

/* "A simple method for generating gamma variables", for shapes of at least 1. */
static double gamma_of(struct rng *r, double shape)
{
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);

    for (;;) {
        double x = rng_normal(r, 0, 1), v = 1 + c * x;

        if (v <= 0)
            continue;
        v = v * v * v;
        if (log1p(-rng_unit(r)) < x * x / 2 + d - d * v + d * log(v))
            return d * v;
    }
}

/* A smaller shape is drawn one larger and shrunk by a power of a uniform number (the last remark
 * of the same paper). */
double rng_gamma(struct rng *r, double shape, double scale)
{
    if (shape >= 1)
        return gamma_of(r, shape) * scale;
    return gamma_of(r, shape + 1) * pow(1 - rng_unit(r), 1 / shape) * scale;
}

/* The integral of x^-skew from 1 to x, and its inverse. At skew 1 both are the limit that the
 * general form would lose all its digits to. */
static double area(double x, double skew)
{
    double s = 1 - skew;

    return fabs(s) < 1e-9 ? log(x) : expm1(s * log(x)) / s;
}

static double area_inverse(double a, double skew)
{
    double s = 1 - skew;

    return fabs(s) < 1e-9 ? exp(a) : exp(log1p(fmax(s * a, -1)) / s);
}

/* Rejection-inversion (Hoermann and Derflinger, 1996): any bound at the same cost and without
 * a table. Rank k stands for the interval k-1/2 .. k+1/2 under the curve x^-skew, rank 1 for
 * one of exactly its own weight; what lies under the curve but above the rank's own bar is
 * thrown back. */
uint64_t rng_zipf(struct rng *r, uint64_t bound, double skew)
{
    double from = area(1.5, skew) - 1, to = area((double)bound + 0.5, skew);

    for (;;) {
        double a = from + rng_unit(r) * (to - from), x = area_inverse(a, skew);
        double k = fmin(fmax(floor(x + 0.5), 1), (double)bound);

        if (a >= area(k + 0.5, skew) - exp(-skew * log(k)))
            return (uint64_t)k - 1;
    }
}
