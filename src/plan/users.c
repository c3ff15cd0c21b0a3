#include "plan/arrival.h"
#include "plan/stage.h"

#include <math.h>

/* Closed: as many users as the line says, each beginning again as soon as it is free. On a
 * ramp that is the whole number nearest to the line, so users times seconds come out as
 * the area under it. */
uint64_t arrival_users_at(const struct stage *s, nanos into)
{
    return (uint64_t)llround(stage_level(s, into));
}

/* The whole load at which this share has room for more than `running`. */
static double level_for_more(struct share s, uint64_t running)
{
    return (double)(running * s.count + s.index + 1) - 0.5;
}

static nanos when_more(const struct arrival *a, nanos now, uint64_t running)
{
    const struct stage *s = a->stage;
    double level = level_for_more(a->share, running);
    nanos at;

    if (s->lasts == NANOS_NEVER || s->to <= s->from || level > s->to)
        return NANOS_NEVER;
    at = a->began + (nanos)ceil((level - s->from) / (s->to - s->from) * (double)s->lasts);
    return at > now ? at : now + 1; /* rounding must not make the caller spin */
}

static bool next(struct arrival *a, nanos now, uint64_t running, nanos *due)
{
    if (running < share_of(arrival_users_at(a->stage, now - a->began), a->share)) {
        *due = now;
        return true;
    }
    *due = when_more(a, now, running);
    return false;
}

const struct arrival_model arrival_users = {.name = "users", .open = false, .next = next};
