#include "sim/waiting.h"

#include "base/mem.h"
#include "sim/talk.h"

#include <stdlib.h>

enum { LISTED = 200 };

void waiting_add(struct waiting *w, struct part id)
{
    if (w->count == w->cap) {
        w->cap = w->cap * 2 + 4;
        w->ids = mem_resize(w->ids, w->cap * sizeof *w->ids);
    }
    w->ids[w->count++] = id;
}

bool waiting_answer(struct waiting *w, struct talk *t, struct part id, struct part result)
{
    for (size_t i = 0; i < w->count; i++) {
        if (part_same(w->ids[i], id)) {
            w->ids[i] = w->ids[--w->count];
            if (t->result_count < TALK_RESULTS)
                t->results[t->result_count++] = result;
            return true;
        }
    }
    return false;
}

void waiting_list(const struct waiting *w, struct buf *out)
{
    for (size_t i = 0; i < w->count && out->len < LISTED; i++)
        buf_addf(out, "%s%.*s", i ? ", " : "", part_shown(w->ids[i]), w->ids[i].text);
}

void waiting_release(struct waiting *w)
{
    free(w->ids);
    *w = (struct waiting){0};
}
