#include "measure/timeline.h"

#include "base/mem.h"

#include <stdlib.h>

nanos timeline_add(struct timeline *t, nanos from, nanos lasts, bool warmup)
{
    nanos to = lasts > NANOS_NEVER - from ? NANOS_NEVER : from + lasts;

    t->stretches = mem_resize(t->stretches, (t->count + 1) * sizeof *t->stretches);
    t->stretches[t->count++] = (struct stretch){from, to, warmup};
    return to;
}

void timeline_release(struct timeline *t)
{
    free(t->stretches);
    *t = (struct timeline){0};
}

/* It is asked for every token, and most runs have one stage or two. */
uint16_t timeline_stage(const struct timeline *t, nanos at)
{
    unsigned low = 0, high = t->count;

    while (high - low > 1) {
        unsigned middle = (low + high) / 2;

        if (at < t->stretches[middle].from)
            high = middle;
        else
            low = middle;
    }
    return (uint16_t)(t->count ? low + 1 : 0);
}

const struct stretch *timeline_at(const struct timeline *t, unsigned stage)
{
    return stage > 0 && stage <= t->count ? &t->stretches[stage - 1] : NULL;
}

bool timeline_warmup(const struct timeline *t, unsigned stage)
{
    const struct stretch *s = timeline_at(t, stage);

    return !s || s->warmup;
}

bool timeline_counts(const struct timeline *t, nanos at)
{
    const struct stretch *s = timeline_at(t, timeline_stage(t, at));

    return s && !s->warmup && at >= s->from && at < s->to;
}

nanos timeline_measured(const struct timeline *t)
{
    nanos sum = 0;

    for (unsigned i = 0; i < t->count; i++) {
        const struct stretch *s = &t->stretches[i];

        if (!s->warmup && s->to == NANOS_NEVER)
            return NANOS_NEVER;
        sum += s->warmup ? 0 : s->to - s->from;
    }
    return sum;
}

/* The first stays, though it may not have begun: it is where everything belongs then. */
void timeline_cut(struct timeline *t, nanos now)
{
    while (t->count > 1 && t->stretches[t->count - 1].from > now)
        t->count--;
    if (t->count && t->stretches[t->count - 1].to > now) {
        struct stretch *last = &t->stretches[t->count - 1];

        last->to = now > last->from ? now : last->from;
    }
}
