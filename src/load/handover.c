#include "load/handover.h"

#include "measure/metrics.h"

#include <stddef.h>

void handover_init(struct handover *h, struct metrics *empty)
{
    atomic_init(&h->full, NULL);
    atomic_init(&h->empty, empty);
}

void handover_release(struct handover *h)
{
    metrics_free(h->full);
    metrics_free(h->empty);
}

void handover_offer(struct handover *h, struct metrics **metrics)
{
    struct metrics *empty;

    if (atomic_load_explicit(&h->full, memory_order_acquire))
        return;
    empty = atomic_exchange_explicit(&h->empty, NULL, memory_order_acquire);
    if (!empty)
        return;
    atomic_store_explicit(&h->full, *metrics, memory_order_release);
    *metrics = empty;
}

void handover_take(struct handover *h, struct metrics *into)
{
    struct metrics *m = atomic_exchange_explicit(&h->full, NULL, memory_order_acquire);

    if (!m)
        return;
    metrics_merge(into, m);
    metrics_clear(m);
    atomic_store_explicit(&h->empty, m, memory_order_release);
}
