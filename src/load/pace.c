#include "load/pace.h"

#include "plan/plan.h"
#include "plan/stage.h"

static void enter(struct pace *p, size_t stage, nanos begins)
{
    const struct stage *s = &p->scenario->stages[stage];

    p->stage = stage;
    p->stage_ends = s->lasts == NANOS_NEVER ? NANOS_NEVER : begins + s->lasts;
    if (stage == 0)
        arrival_start(&p->arrival, s, p->share, p->scenario->seed, begins);
    else
        arrival_stage(&p->arrival, s, begins);
}

void pace_start(struct pace *p, const struct plan *plan, const struct scenario *scenario,
                struct share share, nanos begins)
{
    bool capped = scenario->arrival->open && scenario->users;

    *p = (struct pace){.scenario = scenario, .share = share, .begins = begins};
    p->limit = plan->requests ? share_of(scenario->requests, share) : UINT64_MAX;
    p->cap = capped ? share_of(scenario->users, share) : UINT64_MAX;
    enter(p, 0, begins);
}

bool pace_capped(const struct pace *p, uint64_t running)
{
    return running >= p->cap;
}

uint64_t pace_number(const struct pace *p)
{
    const struct arrival *a = &p->arrival;

    if (a->stage->arrival->open)
        return a->nth - 1;
    return (p->taken - 1) * p->share.count + p->share.index;
}

static nanos later(nanos a, nanos b)
{
    return a > b ? a : b;
}

/* In a stage, the most is where it begins or where it ends. */
static uint64_t most_in(const struct stage *s, nanos from, nanos to)
{
    uint64_t first = arrival_users_at(s, from), last = arrival_users_at(s, to);

    return first > last ? first : last;
}

uint64_t pace_wanted(const struct pace *p, nanos since, nanos now)
{
    nanos begins = p->begins;
    uint64_t most = 0;

    for (size_t i = 0; i <= p->stage; i++) {
        const struct stage *s = &p->scenario->stages[i];
        bool last = i == p->stage;
        nanos ends = last ? NANOS_NEVER : begins + s->lasts;

        if (ends > since) {
            uint64_t n = most_in(s, later(since, begins) - begins, (last ? now : ends) - begins);

            most = n > most ? n : most;
        }
        begins = ends;
    }
    return share_of(most, p->share);
}

static bool is_warmup(const struct pace *p)
{
    return p->scenario->stages[p->stage].warmup;
}

/* An open stage's journeys are due however late we ask; a closed one's are not any more. */
static bool take(struct pace *p, nanos now, uint64_t running, nanos *due)
{
    if (pace_capped(p, running) || (!p->scenario->arrival->open && now >= p->stage_ends))
        return false;
    return arrival_next(&p->arrival, now, running, due);
}

enum pace_says pace_next(struct pace *p, nanos now, uint64_t running, nanos *due)
{
    *due = NANOS_NEVER;
    if (!is_warmup(p) && p->begun >= p->limit)
        return PACE_COUNT;
    if (take(p, now, running, due)) {
        p->begun += !is_warmup(p);
        p->taken++;
        return PACE_BEGIN;
    }
    if (now < p->stage_ends) {
        *due = *due < p->stage_ends ? *due : p->stage_ends;
        return PACE_WAIT;
    }
    if (p->stage + 1 == p->scenario->stage_count)
        return PACE_TIME;
    enter(p, p->stage + 1, p->stage_ends);
    return pace_next(p, now, running, due);
}

uint64_t pace_missed(struct pace *p, nanos now, uint64_t running)
{
    uint64_t missed = 0;
    nanos due;

    if (!p->scenario->arrival->open || is_warmup(p))
        return 0;
    while (p->begun + missed < p->limit && arrival_next(&p->arrival, now, running, &due))
        missed++;
    return missed;
}
