#include "base/timers.h"

#include "base/mem.h"

#include <stdlib.h>

static void put(struct timers *ts, size_t slot, struct timer *t)
{
    ts->heap[slot] = t;
    t->slot = slot;
}

static void rise(struct timers *ts, size_t slot, struct timer *t)
{
    while (slot > 1 && ts->heap[slot / 2]->due > t->due) {
        put(ts, slot, ts->heap[slot / 2]);
        slot /= 2;
    }
    put(ts, slot, t);
}

static void sink(struct timers *ts, size_t slot, struct timer *t)
{
    for (size_t child; (child = slot * 2) <= ts->count; slot = child) {
        if (child < ts->count && ts->heap[child + 1]->due < ts->heap[child]->due)
            child++;
        if (ts->heap[child]->due >= t->due)
            break;
        put(ts, slot, ts->heap[child]);
    }
    put(ts, slot, t);
}

static void settle(struct timers *ts, size_t slot, struct timer *t)
{
    if (slot > 1 && ts->heap[slot / 2]->due > t->due)
        rise(ts, slot, t);
    else
        sink(ts, slot, t);
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
        settle(ts, t->slot, t);
        return;
    }
    if (ts->count + 2 > ts->cap) {
        ts->cap = ts->cap ? ts->cap * 2 : 64;
        ts->heap = mem_resize(ts->heap, ts->cap * sizeof *ts->heap);
    }
    rise(ts, ++ts->count, t);
}

void timers_stop(struct timers *ts, struct timer *t)
{
    size_t slot = t->slot;
    struct timer *last;

    if (!slot)
        return;
    t->slot = 0;
    last = ts->heap[ts->count--];
    if (last != t)
        settle(ts, slot, last);
}

nanos timers_due(const struct timers *ts)
{
    return ts->count ? ts->heap[1]->due : NANOS_NEVER;
}

void timers_fire(struct timers *ts, nanos now)
{
    while (ts->count && ts->heap[1]->due <= now) {
        struct timer *t = ts->heap[1];

        timers_stop(ts, t);
        t->fire(t, now);
    }
}
