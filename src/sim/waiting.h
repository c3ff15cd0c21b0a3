#ifndef SIM_WAITING_H
#define SIM_WAITING_H

#include "sim/part.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct talk;

/* The calls of a talk that no tool has answered yet, by their ids. */
struct waiting {
    struct part *ids; /* owned */
    size_t count, cap;
};

void waiting_add(struct waiting *w, struct part id);
/* What a tool has said to the call with this id; false when none with it is waiting. */
bool waiting_answer(struct waiting *w, struct talk *t, struct part id, struct part result);
void waiting_list(const struct waiting *w, struct buf *out); /* the first of them, for errors */
void waiting_release(struct waiting *w);

#endif
