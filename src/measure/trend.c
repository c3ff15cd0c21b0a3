#include "measure/trend.h"

#include "base/mem.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The bucket of a number is its exponent and the first ten binary digits after the leading one,
 * which is what stands at the top of a double. A page has the buckets of one exponent. */
enum { DIGITS = 10, BUCKETS = 1 << DIGITS, SHIFT = DBL_MANT_DIG - 1 - DIGITS };
enum {
    LOWEST = -31,
    PAGES = 75,
    EACH = PAGES * BUCKETS
}; /* exponents: 2^-31 is below 1e-9, 2^43 below 1e13 */

/* Sums are of whole numbers of 2^-56, so that they are the same in whatever order values were
 * added. There is room for a hundred million of the largest. */
typedef __int128 wide;
#define UNIT 0x1p-56

/* Squares are kept by page, since no single unit would do for all of them: m * m * 2^62 of a value
 * m * 2^exponent, with m from 1 to 2. */
enum { SQUARE_BITS = 62 };

struct page {
    uint64_t counts[BUCKETS];
    wide squares;
};

struct half { /* the numbers of one sign */
    struct page *pages[PAGES];
};

struct trend {
    uint64_t count, zeros;
    double min, max;
    wide sum;
    struct half negative, positive;
};

static uint64_t bits_of(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Counted from that of 0x1pLOWEST, of a positive number; less than 0: too small. */
static int64_t bucket_of(double magnitude)
{
    return (int64_t)(bits_of(magnitude) >> SHIFT) - (int64_t)(bits_of(0x1p-31) >> SHIFT);
}

static double middle_of(int bucket)
{
    return ldexp(1 + (bucket % BUCKETS + 0.5) / BUCKETS, LOWEST + bucket / BUCKETS);
}

static struct page *page(struct half *h, unsigned at)
{
    if (!h->pages[at])
        h->pages[at] = mem_new(sizeof *h->pages[at]);
    return h->pages[at];
}

static void count(struct half *h, unsigned bucket, double magnitude)
{
    struct page *p = page(h, bucket / BUCKETS);
    long double m = ldexp(magnitude, -(LOWEST + (int)(bucket / BUCKETS)));

    p->counts[bucket % BUCKETS]++;
    p->squares += (wide)ldexpl(m * m, SQUARE_BITS);
}

static uint64_t count_at(const struct half *h, int bucket)
{
    return h->pages[bucket / BUCKETS]->counts[bucket % BUCKETS];
}

struct trend *trend_new(void)
{
    return mem_new(sizeof(struct trend));
}

void trend_free(struct trend *t)
{
    if (!t)
        return;
    for (unsigned i = 0; i < PAGES; i++) {
        free(t->negative.pages[i]);
        free(t->positive.pages[i]);
    }
    free(t);
}

void trend_add(struct trend *t, double value)
{
    int64_t bucket = bucket_of(fabs(value));

    if (bucket < 0)
        t->zeros++;
    else
        count(value < 0 ? &t->negative : &t->positive, (unsigned)bucket, fabs(value));
    if (!t->count || value < t->min)
        t->min = value;
    if (!t->count || value > t->max)
        t->max = value;
    t->count++;
    t->sum += (wide)rint(value / UNIT);
}

static void merge_half(struct half *into, const struct half *from)
{
    for (unsigned p = 0; p < PAGES; p++) {
        if (!from->pages[p])
            continue;
        for (unsigned i = 0; i < BUCKETS; i++)
            page(into, p)->counts[i] += from->pages[p]->counts[i];
        into->pages[p]->squares += from->pages[p]->squares;
    }
}

void trend_merge(struct trend *into, const struct trend *from)
{
    if (!from->count)
        return;
    merge_half(&into->negative, &from->negative);
    merge_half(&into->positive, &from->positive);
    if (!into->count || from->min < into->min)
        into->min = from->min;
    if (!into->count || from->max > into->max)
        into->max = from->max;
    into->count += from->count;
    into->zeros += from->zeros;
    into->sum += from->sum;
}

static void clear_half(struct half *h)
{
    for (unsigned p = 0; p < PAGES; p++)
        if (h->pages[p])
            *h->pages[p] = (struct page){0};
}

void trend_clear(struct trend *t)
{
    clear_half(&t->negative);
    clear_half(&t->positive);
    t->count = t->zeros = 0;
    t->min = t->max = 0;
    t->sum = 0;
}

uint64_t trend_count(const struct trend *t)
{
    return t->count;
}

double trend_min(const struct trend *t)
{
    return t->min;
}

double trend_max(const struct trend *t)
{
    return t->max;
}

double trend_sum(const struct trend *t)
{
    return (double)((long double)t->sum * (long double)UNIT);
}

double trend_mean(const struct trend *t)
{
    return t->count ? (double)((long double)t->sum * (long double)UNIT / (long double)t->count) : 0;
}

/* Walks the buckets of a half that are not empty, from 0 up or from the end down. */
static bool next_bucket(const struct half *h, int step, int *bucket)
{
    while (*bucket >= 0 && *bucket < EACH) {
        int within = *bucket % BUCKETS;

        if (!h->pages[*bucket / BUCKETS])
            *bucket += step > 0 ? BUCKETS - within : -within - 1;
        else if (!h->pages[*bucket / BUCKETS]->counts[within])
            *bucket += step;
        else
            return true;
    }
    return false;
}

struct walk {
    enum { BELOW, ZERO, ABOVE } part;
    int bucket;
    double value;
    uint64_t count;
};

static struct walk walk_begin(void)
{
    return (struct walk){.bucket = EACH - 1};
}

/* In ascending order: the negative ones from the largest magnitude down, what is nearly 0, the
 * positive ones. */
static bool walk_on(const struct trend *t, struct walk *w)
{
    if (w->part == BELOW) {
        if (next_bucket(&t->negative, -1, &w->bucket)) {
            w->count = count_at(&t->negative, w->bucket);
            w->value = -middle_of(w->bucket--);
            return true;
        }
        w->part = ZERO;
    }
    if (w->part == ZERO) {
        w->part = ABOVE;
        w->bucket = 0;
        w->value = 0;
        w->count = t->zeros;
        if (w->count)
            return true;
    }
    if (!next_bucket(&t->positive, 1, &w->bucket))
        return false;
    w->count = count_at(&t->positive, w->bucket);
    w->value = middle_of(w->bucket++);
    return true;
}

static long double squares_of(const struct half *h)
{
    long double sum = 0;

    for (int p = 0; p < PAGES; p++)
        if (h->pages[p])
            sum += ldexpl((long double)h->pages[p]->squares, 2 * (LOWEST + p) - SQUARE_BITS);
    return sum;
}

double trend_stddev(const struct trend *t)
{
    long double n = (long double)t->count, mean = (long double)t->sum * (long double)UNIT, variance;

    if (!t->count || t->min == t->max)
        return 0;
    mean /= n;
    variance = (squares_of(&t->negative) + squares_of(&t->positive)) / n - mean * mean;
    return variance > 0 ? (double)sqrtl(variance) : 0;
}

/* How many values the share q is, rounded up; 0.07 of 100 is 7 although the product of the
 * doubles is a little more. */
static uint64_t rank_of(uint64_t count, double q)
{
    double rank = ceil(q * (double)count * (1 - 4 * DBL_EPSILON));

    return rank < 1 ? 1 : rank >= (double)count ? count : (uint64_t)rank;
}

double trend_quantile(const struct trend *t, double q)
{
    uint64_t rank = rank_of(t->count, q), seen = 0;
    struct walk w = walk_begin();

    if (rank == 1 && t->count > 1)
        return t->min;
    if (rank >= t->count)
        return t->max;
    while (seen < rank && walk_on(t, &w))
        seen += w.count;
    return fmin(fmax(w.value, t->min), t->max);
}
