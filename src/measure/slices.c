#include "measure/slices.h"

#include "base/hist.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct open { /* a second */
    int64_t second;
    uint64_t begun, events, running;
    bool seen;
    struct group *group; /* NULL until needed, then kept for others */
};

struct slices {
    struct open open[SLICES_OPEN]; /* the first `count`, ascending */
    unsigned count, last;          /* `last`: where one was found last */
    bool closes;
    struct slice *closed; /* all seconds below closed_count */
    size_t closed_count, room;
};

const enum metric slice_times[SLICE_TIMES] = {METRIC_TTFT, METRIC_TTFT_DUE, METRIC_TPOT,
                                              METRIC_GAP,  METRIC_E2E,      METRIC_LATENCY};

static unsigned kept(void)
{
    unsigned bits = 0;

    for (unsigned i = 0; i < SLICE_TIMES; i++)
        bits |= 1u << slice_times[i];
    return bits;
}

struct slices *slices_new(bool closes)
{
    struct slices *sl = mem_new(sizeof *sl);

    sl->closes = closes;
    return sl;
}

void slices_free(struct slices *sl)
{
    if (!sl)
        return;
    for (unsigned i = 0; i < SLICES_OPEN; i++)
        group_free(sl->open[i].group);
    free(sl->closed);
    free(sl);
}

static void forget(struct open *o)
{
    *o = (struct open){.group = o->group};
    if (o->group)
        group_clear(o->group);
}

void slices_clear(struct slices *sl)
{
    for (unsigned i = 0; i < sl->count; i++)
        forget(&sl->open[i]);
    sl->count = sl->last = 0;
    sl->closed_count = 0;
}

/* Closing. */

static struct slice_spread spread_of(const struct hist *h)
{
    if (!h)
        return (struct slice_spread){0};
    return (struct slice_spread){.count = hist_count(h),
                                 .mean = hist_mean(h),
                                 .p50 = hist_quantile(h, 0.5),
                                 .p90 = hist_quantile(h, 0.9),
                                 .p99 = hist_quantile(h, 0.99),
                                 .max = hist_max(h)};
}

static struct slice slice_of(const struct open *o)
{
    struct slice s = {.begun = (uint32_t)o->begun,
                      .events = o->events,
                      .running = (uint32_t)o->running,
                      .seen = o->seen};
    const struct counts *c = &o->group->counts;

    s.ok = (uint32_t)c->ok;
    s.stopped = (uint32_t)c->stopped;
    s.failed = (uint32_t)c->failed;
    s.unfinished = (uint32_t)c->unfinished;
    s.tokens = c->tokens_out;
    for (unsigned i = 0; i < SLICE_TIMES; i++)
        s.times[i] = spread_of(group_hist(o->group, slice_times[i]));
    return s;
}

/* Seconds in which nothing was are there, too, so that one is found by its number. */
static void make_room(struct slices *sl, size_t count)
{
    if (count > sl->room) {
        sl->room = count + count / 2;
        sl->closed = mem_resize(sl->closed, sl->room * sizeof *sl->closed);
    }
    memset(sl->closed + sl->closed_count, 0, (count - sl->closed_count) * sizeof *sl->closed);
    sl->closed_count = count;
}

static void rotate(struct open *from, struct open *to) /* the first becomes the last */
{
    struct open first = *from;

    memmove(from, from + 1, (size_t)(to - from) * sizeof *from);
    *to = first;
}

static void close_oldest(struct slices *sl)
{
    size_t second = (size_t)sl->open[0].second;

    make_room(sl, second + 1);
    sl->closed[second] = slice_of(&sl->open[0]);
    forget(&sl->open[0]);
    rotate(&sl->open[0], &sl->open[SLICES_OPEN - 1]);
    sl->count--;
}

/* Finding. */

static unsigned place_of(const struct slices *sl, int64_t second)
{
    unsigned i = sl->count;

    while (i > 0 && sl->open[i - 1].second >= second)
        i--;
    return i;
}

/* The next free one goes where it belongs, with its memory. */
static void insert(struct slices *sl, unsigned at, int64_t second)
{
    struct open fresh = sl->open[sl->count];

    memmove(&sl->open[at + 1], &sl->open[at], (sl->count - at) * sizeof fresh);
    fresh.second = second;
    if (!fresh.group)
        fresh.group = group_new(kept());
    sl->open[at] = fresh;
    sl->count++;
}

static struct open *nearest(struct slices *sl, unsigned at)
{
    sl->last = at < sl->count ? at : sl->count - 1;
    return &sl->open[sl->last];
}

static struct open *find(struct slices *sl, int64_t second)
{
    unsigned at = place_of(sl, second);

    if (at < sl->count && sl->open[at].second == second)
        return nearest(sl, at);
    if (sl->count && second < (int64_t)sl->closed_count)
        return nearest(sl, 0);
    if (sl->count == SLICES_OPEN && (!sl->closes || at == 0))
        return nearest(sl, at);
    if (sl->count == SLICES_OPEN) {
        close_oldest(sl);
        at--;
    }
    insert(sl, at, second);
    return nearest(sl, at);
}

static struct open *open_at(struct slices *sl, int64_t second)
{
    struct open *o = &sl->open[sl->last];

    if (second < 0)
        second = 0;
    return sl->count && o->second == second ? o : find(sl, second);
}

void slices_merge(struct slices *into, const struct slices *from)
{
    assert(!from->closes);
    for (unsigned i = 0; i < from->count; i++) {
        const struct open *o = &from->open[i];
        struct open *same = open_at(into, o->second);

        same->begun += o->begun;
        same->events += o->events;
        group_merge(same->group, o->group);
    }
}

void slices_begun(struct slices *sl, int64_t second)
{
    open_at(sl, second)->begun++;
}

void slices_token(struct slices *sl, int64_t second, nanos gap)
{
    struct open *o = open_at(sl, second);

    o->events++;
    group_record(o->group, METRIC_GAP, gap);
}

/* Here a warm-up counts as well. */
void slices_sample(struct slices *sl, int64_t second, const struct sample *s)
{
    struct sample counted = *s;

    counted.warmup = false;
    group_due(open_at(sl, second)->group, &counted);
}

void slices_running(struct slices *sl, int64_t second, uint64_t journeys)
{
    struct open *o = open_at(sl, second);

    o->running = journeys;
    o->seen = true;
}

size_t slices_count(const struct slices *sl)
{
    return sl->count ? (size_t)sl->open[sl->count - 1].second + 1 : sl->closed_count;
}

struct slice slices_at(const struct slices *sl, size_t second)
{
    unsigned at = place_of(sl, (int64_t)second);

    if (second < sl->closed_count)
        return sl->closed[second];
    if (at < sl->count && sl->open[at].second == (int64_t)second)
        return slice_of(&sl->open[at]);
    return (struct slice){0};
}
