#include "sim/tally.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static void new_hist(struct tally_hist *h, const struct ladder *ladder)
{
    h->ladder = ladder;
    if (ladder)
        h->buckets = mem_new((ladder->count + (size_t)1) * sizeof *h->buckets);
}

/* Lines of their own, so that threads do not count on each other's. */
struct tally *tally_new(const struct ladder *const ladders[MEASURES])
{
    struct tally *t = mem_new_lines((sizeof *t + MEM_LINE - 1) / MEM_LINE);

    for (unsigned m = 0; m < MEASURES; m++)
        new_hist(&t->hists[m], ladders[m]);
    return t;
}

void tally_free(struct tally *t)
{
    if (!t)
        return;
    for (unsigned m = 0; m < MEASURES; m++)
        free(t->hists[m].buckets);
    free(t);
}

struct tallies *tallies_new(unsigned count, const struct ladder *const ladders[MEASURES])
{
    struct tallies *all = mem_new(sizeof *all + count * sizeof all->of[0]);

    all->born = clock_wall();
    all->count = count;
    for (unsigned i = 0; i < count; i++)
        all->of[i] = tally_new(ladders);
    return all;
}

void tallies_free(struct tallies *all)
{
    if (!all)
        return;
    for (unsigned i = 0; i < all->count; i++)
        tally_free(all->of[i]);
    free(all);
}

static bool same(const char *a, const char *b)
{
    return a == b || !strcmp(a, b);
}

/* The place of a path that is known, or the first that is free; NULL: all are taken. */
static struct tally_path *place_of(struct tally *t, const char *method, const char *path)
{
    for (struct tally_path *p = t->paths; p < t->paths + TALLY_PATHS; p++) {
        const char *known = atomic_load_explicit(&p->path, memory_order_acquire);

        if (!known) {
            p->method = method;
            atomic_store_explicit(&p->path, path, memory_order_release);
        }
        if (!known || (same(known, path) && same(p->method, method)))
            return p;
    }
    return NULL;
}

struct tally_path *tally_path(struct tally *t, const char *method, const char *path)
{
    struct tally_path *p = place_of(t, method, path);

    if (p)
        tally_up(&p->count, 1);
    return p;
}

void tally_status(struct tally *t, struct tally_path *p, int status)
{
    if (status <= 0 || status >= TALLY_STATUSES)
        return;
    tally_up(&t->statuses[status], 1);
    if (p)
        tally_up(&p->classes[status / 100], 1);
    if (status == 429)
        tally_add(t, TALLY_OVERLOADED, 1);
    else if (status / 100 == 4)
        tally_add(t, TALLY_INVALID, 1);
}

/* The first bucket whose end is not below the value. */
static unsigned bucket_of(const struct ladder *l, double value)
{
    unsigned low = 0, high = l->count;

    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (ladder_step(l, middle) < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void record(struct tally *t, enum measure m, nanos value, unsigned times)
{
    struct tally_hist *h = &t->hists[m];
    double as = measure_is_span(m) ? (double)value / 1e9 : (double)value;

    if (!h->ladder || value < 0)
        return;
    tally_up(&h->buckets[bucket_of(h->ladder, as)], times);
    tally_up(&h->sum, (uint64_t)value * times);
}

void tally_record(struct tally *t, enum measure m, nanos value)
{
    record(t, m, value, 1);
}

/* Tokens that come together share their time evenly: whoever adds it up gets all of it. */
void tally_gaps(struct tally *t, nanos span, unsigned tokens, unsigned choices)
{
    nanos each;

    if (!tokens)
        return;
    if (span < 0)
        span = 0;
    each = span / tokens;
    record(t, MEASURE_GAP, each, (tokens - 1) * choices);
    record(t, MEASURE_GAP, span - each * (tokens - 1), choices);
}

void tally_sought(struct tally *t, const struct life *l)
{
    tally_add(t, TALLY_QUERIED, l->prompt);
    tally_add(t, TALLY_HITS, l->cached);
}

void tally_scheduled(struct tally *t, const struct life *l, bool caches)
{
    tally_add(t, TALLY_SCHEDULED, 1);
    if (caches)
        tally_sought(t, l);
}

static void count_prompt(struct tally *t, const struct life *l)
{
    tally_add(t, TALLY_PROMPT, l->prompt);
    tally_add(t, TALLY_CACHED, l->cached);
    tally_add(t, TALLY_COMPUTED, (uint64_t)life_measure(l, MEASURE_COMPUTED));
}

void tally_first(struct tally *t, const struct life *l)
{
    count_prompt(t, l);
    tally_record(t, MEASURE_TTFT, life_measure(l, MEASURE_TTFT));
}

/* What says nothing has had its prompt read all the same, unless the client left before. */
void tally_over(struct tally *t, const struct life *l)
{
    tally_add(t, TALLY_LEFT, l->end == LIFE_ABORT);
    if (!l->scheduled)
        return;
    if (!l->first && l->end != LIFE_ABORT)
        count_prompt(t, l);
    for (unsigned m = MEASURE_TPOT; m < MEASURES; m++)
        tally_record(t, m, life_measure(l, m));
    tally_add(t, TALLY_PREEMPTIONS, l->preemptions);
    tally_add(t, TALLY_STOP + l->end, 1);
    tally_add(t, TALLY_DONE, l->end <= LIFE_LENGTH);
}

static void merge_hist(struct tally_hist *into, const struct tally_hist *from)
{
    if (!into->ladder)
        return;
    tally_up(&into->sum, tally_read(&from->sum));
    for (unsigned i = 0; i <= from->ladder->count; i++)
        tally_up(&into->buckets[i], tally_read(&from->buckets[i]));
}

static void merge_numbers(tally_number *into, const tally_number *from, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        tally_up(&into[i], tally_read(&from[i]));
}

static void merge_path(struct tally *into, const struct tally_path *from, const char *path)
{
    struct tally_path *p = place_of(into, from->method, path);

    if (!p)
        return;
    tally_up(&p->count, tally_read(&from->count));
    merge_numbers(p->classes, from->classes, TALLY_CLASSES);
}

static void merge_paths(struct tally *into, const struct tally *from)
{
    for (const struct tally_path *p = from->paths; p < from->paths + TALLY_PATHS; p++) {
        const char *path = atomic_load_explicit(&p->path, memory_order_acquire);

        if (!path)
            return;
        merge_path(into, p, path);
    }
}

void tally_merge(struct tally *into, const struct tally *from)
{
    merge_numbers(into->counts, from->counts, TALLY_COUNTS);
    merge_numbers(into->faults, from->faults, SIM_FAULTS);
    merge_numbers(into->statuses, from->statuses, TALLY_STATUSES);
    merge_paths(into, from);
    for (unsigned m = 0; m < MEASURES; m++)
        merge_hist(&into->hists[m], &from->hists[m]);
}
