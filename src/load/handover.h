#ifndef LOAD_HANDOVER_H
#define LOAD_HANDOVER_H

#include <stdatomic.h>

struct metrics;

/* Metrics on their way from a worker to whoever adds them up, without a lock and without
 * waiting: full ones go out by `full`, empty ones come back by `empty`, and whoever takes a
 * pointer owns what it points to. */
struct handover {
    _Atomic(struct metrics *) full, empty;
};

void handover_init(struct handover *h, struct metrics *empty); /* owned */
void handover_release(struct handover *h);

/* The worker's side: its metrics go out and *metrics are empty ones, unless the last have not
 * been taken yet: then it goes on with those it has. */
void handover_offer(struct handover *h, struct metrics **metrics);
void handover_take(struct handover *h, struct metrics *into); /* the other side: adds them up */

#endif
