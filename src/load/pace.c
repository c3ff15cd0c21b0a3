#include "load/pace.h"

#include "base/mem.h"
#include "plan/plan.h"
#include "plan/stage.h"

#include <stdlib.h>

/* A count that users go through is shared as they are, so that all shares come to its end together.
 * A worker beyond them, who has no share, has none of it. */
static uint64_t limit_of_users(const struct scenario *s, struct share share)
{
    uint64_t *parts, limit;
    double *weights;

    if (share.index >= share.count)
        return 0;
    parts = mem_new(share.count * sizeof *parts);
    weights = mem_new(share.count * sizeof *weights);
    for (unsigned i = 0; i < share.count; i++)
        weights[i] = (double)share_of(s->users, (struct share){i, share.count});
    scenario_parts(s->requests, weights, share.count, parts);
    limit = parts[share.index];
    free(parts);
    free(weights);
    return limit;
}

/* Of an open load it is the first so many that are due, of which this share has its own. */
static uint64_t limit_of_arrivals(const struct scenario *s, struct share share, uint64_t first)
{
    unsigned before = (unsigned)(first % share.count);

    share.index = (share.index + share.count - before) % share.count;
    return share_of(s->requests, share);
}

/* The count begins with the first stage that is measured. */
static void set_limit(struct pace *p)
{
    const struct scenario *s = p->scenario;

    p->limit = s->arrival->open ? limit_of_arrivals(s, p->share, p->arrival.nth)
                                : limit_of_users(s, p->share);
    p->limited = true;
}

static void enter(struct pace *p, size_t stage, nanos begins)
{
    const struct stage *s = &p->scenario->stages[stage];

    p->stage = stage;
    p->stage_ends = s->lasts == NANOS_NEVER ? NANOS_NEVER : begins + s->lasts;
    if (stage == 0)
        arrival_start(&p->arrival, s, p->share, p->scenario->seed, begins);
    else
        arrival_stage(&p->arrival, s, begins);
    if (p->counts && !p->limited && !s->warmup)
        set_limit(p);
}

void pace_start(struct pace *p, const struct plan *plan, const struct scenario *scenario,
                struct share share, nanos begins)
{
    bool capped = scenario->arrival->open && scenario->users;

    *p = (struct pace){.scenario = scenario, .share = share, .begins = begins};
    p->counts = plan->requests > 0;
    p->limit = UINT64_MAX;
    p->cap = capped ? share_of(scenario->users, share) : UINT64_MAX;
    enter(p, 0, begins);
    p->all_ends = begins;
    for (size_t i = 0; i < scenario->stage_count; i++)
        p->all_ends = scenario->stages[i].lasts == NANOS_NEVER
                          ? NANOS_NEVER
                          : p->all_ends + scenario->stages[i].lasts;
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

void pace_free(struct pace *p, nanos now, uint64_t running)
{
    if (pace_capped(p, running))
        p->free_since = now;
}

static bool is_warmup(const struct pace *p)
{
    return p->scenario->stages[p->stage].warmup;
}

static bool drops(const struct pace *p)
{
    return p->scenario->on_full == ON_FULL_DROP;
}

/* However late we look: a user who became free after it was due was not there for it. */
static bool finds_a_user(const struct pace *p, uint64_t running, nanos due)
{
    return !pace_capped(p, running) && due >= p->free_since;
}

/* An open stage's journeys are due however late we ask; a closed one's are not any more. */
static bool take(struct pace *p, nanos now, uint64_t running, nanos *due)
{
    if (!p->scenario->arrival->open && now >= p->stage_ends)
        return false;
    if (pace_capped(p, running) && !drops(p))
        return false;
    while (arrival_next(&p->arrival, now, running, due)) {
        if (!drops(p) || finds_a_user(p, running, *due))
            return true;
        p->dropped += !is_warmup(p);
        p->dropped_due = *due;
    }
    return false;
}

/* What is due waits for a user, and keeps its moment: the stage it belongs to is not over for it
 * before the run is. */
static bool is_waiting(const struct pace *p, nanos now, uint64_t running)
{
    return p->scenario->arrival->open && !drops(p) && pace_capped(p, running) && now < p->all_ends;
}

static void begin(struct pace *p)
{
    p->begun += !is_warmup(p);
    p->taken++;
}

static bool has_begun_all(const struct pace *p)
{
    return !is_warmup(p) && p->begun >= p->limit;
}

enum pace_says pace_next(struct pace *p, nanos now, uint64_t running, nanos *due)
{
    *due = NANOS_NEVER;
    if (has_begun_all(p))
        return PACE_COUNT;
    if (take(p, now, running, due)) {
        begin(p);
        return PACE_BEGIN;
    }
    if (now < p->stage_ends || is_waiting(p, now, running)) {
        nanos latest = now < p->stage_ends ? p->stage_ends : p->all_ends;

        *due = *due < latest ? *due : latest;
        return PACE_WAIT;
    }
    if (p->stage + 1 == p->scenario->stage_count || (now >= p->all_ends && pace_capped(p, running)))
        return PACE_TIME;
    enter(p, p->stage + 1, p->stage_ends);
    return pace_next(p, now, running, due);
}

uint64_t pace_take_dropped(struct pace *p, nanos *last_due)
{
    uint64_t dropped = p->dropped;

    *last_due = p->dropped_due;
    p->dropped = 0;
    return dropped;
}

bool pace_missed(struct pace *p, nanos now, nanos *due)
{
    while (p->scenario->arrival->open && !has_begun_all(p)) {
        if (arrival_next(&p->arrival, now, 0, due)) {
            begin(p);
            if (!is_warmup(p))
                return true;
        } else if (now < p->stage_ends || p->stage + 1 == p->scenario->stage_count) {
            return false;
        } else {
            enter(p, p->stage + 1, p->stage_ends);
        }
    }
    return false;
}
