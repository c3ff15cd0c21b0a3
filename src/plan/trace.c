#include "plan/arrival.h"
#include "plan/schedule.h"
#include "plan/stage.h"

/* Open: when somebody else's were, each journey at its own moment. The line of the stage says
 * nothing here; its end still ends it. */
static bool is_own(const struct arrival *a)
{
    return a->nth % a->share.count == a->share.index;
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
    while ((*due = when(a)) != NANOS_NEVER && !is_own(a))
        a->nth++; /* no further than the stage, at whose end all shares are at one number */
    if (*due > now)
        return false;
    a->nth++;
    return true;
}

const struct arrival_model arrival_trace = {.name = "trace", .open = true, .next = next};
