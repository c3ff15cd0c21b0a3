#include "base/hist.h"

#include "base/mem.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Values below BUCKETS are their own index in octave 0. Octave k > 0 holds the values of k+10
 * binary digits: the first digit is always 1, the next ten are the index, and the k-1 digits
 * after those are what a bucket does not tell apart. */
enum { BUCKET_BITS = 10, BUCKETS = 1 << BUCKET_BITS, LARGEST_BITS = 53 };
enum { OCTAVES = LARGEST_BITS - BUCKET_BITS + 1 };
#define LARGEST ((INT64_C(1) << LARGEST_BITS) - 1)

/* Sums are integers, so that they come out the same in whatever order values were added. The
 * squares have room for four million of the largest value, or 2^34 days. */
typedef unsigned __int128 wide;

struct hist {
    uint64_t count;
    int64_t min, max;
    wide sum, squares;
    uint64_t filled; /* a bit for each octave with values in it: most have none */
    uint64_t *octaves[OCTAVES];
};

static unsigned octave_of(uint64_t value)
{
    return value < BUCKETS ? 0 : (unsigned)(64 - __builtin_clzll(value)) - BUCKET_BITS;
}

static unsigned shift_of(unsigned octave)
{
    return octave ? octave - 1 : 0;
}

static int64_t low_of(unsigned octave, unsigned i)
{
    return (int64_t)(octave ? i + BUCKETS : i) << shift_of(octave);
}

/* The middle of the values a bucket can hold; they are whole numbers, so of a bucket of width
 * 1 it is that value. */
static int64_t middle_of(int64_t low, int64_t high)
{
    return low + (high - 1 - low) / 2;
}

static uint64_t *buckets(struct hist *h, unsigned octave)
{
    if (!h->octaves[octave])
        h->octaves[octave] = mem_new(BUCKETS * sizeof *h->octaves[octave]);
    return h->octaves[octave];
}

struct hist *hist_new(void)
{
    return mem_new(sizeof(struct hist));
}

void hist_free(struct hist *h)
{
    if (!h)
        return;
    for (unsigned o = 0; o < OCTAVES; o++)
        free(h->octaves[o]);
    free(h);
}

void hist_record(struct hist *h, int64_t value)
{
    int64_t v = value < 0 ? 0 : value > LARGEST ? LARGEST : value;
    unsigned octave = octave_of((uint64_t)v);

    buckets(h, octave)[v >> shift_of(octave) & (BUCKETS - 1)]++;
    h->filled |= UINT64_C(1) << octave;
    if (!h->count || v < h->min)
        h->min = v;
    if (v > h->max)
        h->max = v;
    h->count++;
    h->sum += (wide)v;
    h->squares += (wide)v * (wide)v;
}

static unsigned first_of(uint64_t octaves)
{
    return (unsigned)__builtin_ctzll(octaves);
}

static void add_octave(uint64_t *into, const uint64_t *from)
{
    for (unsigned i = 0; i < BUCKETS; i++)
        into[i] += from[i];
}

void hist_merge(struct hist *into, const struct hist *from)
{
    if (!from->count)
        return;
    for (uint64_t left = from->filled; left; left &= left - 1)
        add_octave(buckets(into, first_of(left)), from->octaves[first_of(left)]);
    into->filled |= from->filled;
    if (!into->count || from->min < into->min)
        into->min = from->min;
    if (from->max > into->max)
        into->max = from->max;
    into->count += from->count;
    into->sum += from->sum;
    into->squares += from->squares;
}

void hist_clear(struct hist *h)
{
    for (uint64_t left = h->filled; left; left &= left - 1)
        memset(h->octaves[first_of(left)], 0, BUCKETS * sizeof *h->octaves[0]);
    h->filled = h->count = 0;
    h->min = h->max = 0;
    h->sum = h->squares = 0;
}

uint64_t hist_count(const struct hist *h)
{
    return h->count;
}

int64_t hist_min(const struct hist *h)
{
    return h->min;
}

int64_t hist_max(const struct hist *h)
{
    return h->max;
}

double hist_mean(const struct hist *h)
{
    return h->count ? (double)((long double)h->sum / h->count) : 0;
}

/* The squares are taken from `base`, the mean without its fraction, while all are integers:
 * the usual mean of squares less square of mean would subtract two huge, nearly equal numbers. */
double hist_stddev(const struct hist *h)
{
    wide base, rest, around;
    long double fraction, variance;

    if (!h->count)
        return 0;
    base = h->sum / h->count;
    rest = h->sum % h->count;
    around = h->squares - h->count * base * base - 2 * base * rest;
    fraction = (long double)rest / h->count;
    variance = (long double)around / h->count - fraction * fraction;
    return variance > 0 ? (double)sqrtl(variance) : 0;
}

/* How many values the share q is, rounded up; 0.07 of 100 is 7 although the product of the
 * doubles is a little more. */
static uint64_t rank_of(uint64_t count, double q)
{
    double rank = ceil(q * (double)count * (1 - 4 * DBL_EPSILON));

    return rank < 1 ? 1 : rank >= (double)count ? count : (uint64_t)rank;
}

/* Walks the non-empty buckets in ascending order; start with *at == 0. Values v of the
 * bucket have low <= v < high. */
static bool next(const struct hist *h, unsigned *at, int64_t *low, int64_t *high, uint64_t *count)
{
    for (; *at < OCTAVES * BUCKETS; ++*at) {
        unsigned octave = *at >> BUCKET_BITS, i = *at & (BUCKETS - 1);

        if (!h->octaves[octave]) {
            *at |= BUCKETS - 1; /* none of this octave */
            continue;
        }
        if (!h->octaves[octave][i])
            continue;
        *low = low_of(octave, i);
        *high = *low + (INT64_C(1) << shift_of(octave));
        *count = h->octaves[octave][i];
        ++*at;
        return true;
    }
    return false;
}

int64_t hist_quantile(const struct hist *h, double q)
{
    uint64_t rank = rank_of(h->count, q), seen = 0, n;
    int64_t low = 0, high = 1, middle;
    unsigned at = 0;

    if (rank == 1 && h->count > 1)
        return h->min;
    if (rank >= h->count)
        return h->max;
    while (seen < rank && next(h, &at, &low, &high, &n))
        seen += n;
    middle = middle_of(low, high);
    return middle < h->min ? h->min : middle > h->max ? h->max : middle;
}

bool hist_next(const struct hist *h, unsigned *at, int64_t *value, uint64_t *count)
{
    int64_t low, high, middle;

    if (!next(h, at, &low, &high, count))
        return false;
    middle = middle_of(low, high);
    *value = middle < h->min ? h->min : middle > h->max ? h->max : middle;
    return true;
}

double hist_within(const struct hist *h, double low, double high)
{
    uint64_t inside = 0, n;
    int64_t from, to;

    for (unsigned at = 0; next(h, &at, &from, &to, &n);) {
        double middle = (double)middle_of(from, to);

        if (middle >= low && middle <= high)
            inside += n;
    }
    return h->count ? (double)inside / (double)h->count : 0;
}
