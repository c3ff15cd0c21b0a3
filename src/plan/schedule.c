#include "plan/schedule.h"

#include "base/mem.h"
#include "base/rng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Users draw from the stream of their id, and arrivals from the last one. */
#define SCHEDULE_STREAM (UINT64_MAX - 1)

#define BURST (50 * NANOS_PER_MS)

static int by_time(const void *a, const void *b)
{
    nanos left = *(const nanos *)a, right = *(const nanos *)b;

    return (left > right) - (left < right);
}

static size_t shares_moment(const struct schedule *t, size_t first)
{
    size_t next = first;

    while (next < t->count && t->at[next] == t->at[first])
        next++;
    return next;
}

static void spread(nanos *at, size_t count, nanos span, struct rng *dice)
{
    for (size_t i = 0; i < count; i++)
        at[i] += (nanos)(rng_unit(dice) * (double)span);
    qsort(at, count, sizeof *at, by_time);
}

static void spread_ticks(struct schedule *t, uint64_t seed)
{
    nanos span = 0;
    struct rng dice;

    rng_seed(&dice, seed, SCHEDULE_STREAM);
    for (size_t first = 0, next; first < t->count; first = next) {
        next = shares_moment(t, first);
        if (next < t->count)
            span = t->at[next] - t->at[first];
        spread(t->at + first, next - first, span, &dice);
    }
}

struct schedule *schedule_new(const nanos *times, size_t count, double speed, bool jitter,
                              uint64_t seed)
{
    struct schedule *t = mem_new(sizeof *t);

    t->at = mem_new((count + 1) * sizeof *t->at);
    t->count = count;
    memcpy(t->at, times, count * sizeof *t->at);
    if (jitter)
        spread_ticks(t, seed);
    for (size_t i = 0; i < count; i++)
        t->at[i] = (nanos)llround((double)t->at[i] / speed);
    return t;
}

void schedule_free(struct schedule *t)
{
    if (!t)
        return;
    free(t->at);
    free(t);
}

nanos schedule_lasts(const struct schedule *t)
{
    nanos last = t->count ? t->at[t->count - 1] : 0;
    nanos gap = t->count > 1 ? last / (nanos)(t->count - 1) : 0;

    gap = gap < NANOS_PER_SECOND ? gap : NANOS_PER_SECOND;
    return last + (gap > BURST ? gap : BURST);
}

/* The first that is not due before `at`. */
static size_t first_from(const struct schedule *t, nanos at)
{
    size_t low = 0, high = t->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (t->at[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double schedule_rate(const struct schedule *t, nanos from, nanos to)
{
    size_t due = first_from(t, to) - first_from(t, from);

    return to > from ? (double)due * (double)NANOS_PER_SECOND / (double)(to - from) : 0;
}
