#include "base/timers.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>

enum { CHILDREN = 4 };

static size_t parent_of(size_t slot)
{
    return (slot - 2) / CHILDREN + 1;
}

static void put(struct timers *ts, size_t slot, struct timers_entry e)
{
    ts->heap[slot] = e;
    e.timer->slot = slot;
}

static bool is_before_parent(const struct timers *ts, size_t slot, nanos due)
{
    return slot > 1 && ts->heap[parent_of(slot)].due > due;
}

static void rise(struct timers *ts, size_t slot, struct timers_entry e)
{
    for (; is_before_parent(ts, slot, e.due); slot = parent_of(slot))
        put(ts, slot, ts->heap[parent_of(slot)]);
    put(ts, slot, e);
}

/* 0: there is none. */
static size_t earliest_child(const struct timers *ts, size_t slot)
{
    size_t child = (slot - 1) * CHILDREN + 2, end = child + CHILDREN, best = child;

    if (child > ts->count)
        return 0;
    if (end > ts->count + 1)
        end = ts->count + 1;
    while (++child < end)
        if (ts->heap[child].due < ts->heap[best].due)
            best = child;
    return best;
}

static void sink(struct timers *ts, size_t slot, struct timers_entry e)
{
    size_t child;

    while ((child = earliest_child(ts, slot)) && ts->heap[child].due < e.due) {
        put(ts, slot, ts->heap[child]);
        slot = child;
    }
    put(ts, slot, e);
}

static void settle(struct timers *ts, size_t slot, struct timers_entry e)
{
    if (is_before_parent(ts, slot, e.due))
        rise(ts, slot, e);
    else
        sink(ts, slot, e);
}

void timers_release(struct timers *ts)
{
    free(ts->heap);
    *ts = (struct timers){0};
}

void timers_set(struct timers *ts, struct timer *t, nanos due)
{
    t->due = due;
    if (t->slot) {
        settle(ts, t->slot, (struct timers_entry){due, t});
        return;
    }
    if (ts->count + 2 > ts->cap) {
        ts->cap = ts->cap ? ts->cap * 2 : 64;
        ts->heap = mem_resize(ts->heap, ts->cap * sizeof *ts->heap);
    }
    rise(ts, ++ts->count, (struct timers_entry){due, t});
}

void timers_stop(struct timers *ts, struct timer *t)
{
    size_t slot = t->slot;
    struct timers_entry last;

    if (!slot)
        return;
    t->slot = 0;
    last = ts->heap[ts->count--];
    if (last.timer != t)
        settle(ts, slot, last);
}

nanos timers_due(const struct timers *ts)
{
    return ts->count ? ts->heap[1].due : NANOS_NEVER;
}

void timers_fire(struct timers *ts, nanos now)
{
    while (ts->count && ts->heap[1].due <= now) {
        struct timer *t = ts->heap[1].timer;

        timers_stop(ts, t);
        t->fire(t, now);
    }
}
