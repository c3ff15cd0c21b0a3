#include "plan/arrival.h"
#include "plan/schedule.h"
#include "plan/stage.h"

/* Open: when somebody else's were, each journey at its own moment. The line of the stage says
 * nothing here; its end still ends it. */
static void skip_to_own(struct arrival *a)
{
    while (a->nth % a->share.count != a->share.index)
        a->nth++;
}

static nanos when(const struct arrival *a)
{
    const struct stage *s = a->stage;
    nanos due;

    if (a->nth >= s->schedule->count)
        return NANOS_NEVER;
    due = a->first_began + s->schedule->at[a->nth];
    return s->lasts != NANOS_NEVER && due - a->began >= s->lasts ? NANOS_NEVER : due;
}

static bool next(struct arrival *a, nanos now, uint64_t running, nanos *due)
{
    (void)running;
    skip_to_own(a);
    *due = when(a);
    if (*due > now)
        return false;
    a->nth++;
    return true;
}

const struct arrival_model arrival_trace = {.name = "trace", .open = true, .next = next};
