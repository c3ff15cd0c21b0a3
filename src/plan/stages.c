#include "plan/stages.h"

#include "base/error.h"
#include "base/mem.h"
#include "plan/plan.h"
#include "plan/schedule.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void stages_settle(struct stage_wish *wishes, size_t n, double begins, enum stage_unit unit)
{
    for (size_t i = 0; i < n; i++) {
        struct stage_wish *w = &wishes[i];

        if (w->unit == STAGE_UNSAID)
            w->unit = i ? wishes[i - 1].unit : unit;
        if (w->from == STAGE_GOES_ON)
            w->from = i ? wishes[i - 1].to : begins;
    }
}

double stages_peak(const struct stage_wish *wishes, size_t n)
{
    double peak = 0;

    for (size_t i = 0; i < n; i++)
        peak = fmax(peak, fmax(wishes[i].from, wishes[i].to));
    return peak;
}

/* "stage 2", or "stage 2 (spike)". */
static int blame(const struct stage_wish *w, size_t nth, struct error *err)
{
    if (w->name)
        return error_in(err, "stage %zu (%s)", nth + 1, w->name);
    return error_in(err, "stage %zu", nth + 1);
}

static bool is_level(const struct stage_wish *w, double level)
{
    return isfinite(level) && level >= 0 && (w->unit == STAGE_RATE || level == floor(level));
}

static int check_levels(const struct stage_wish *w, struct error *err)
{
    double wrong = is_level(w, w->from) ? w->to : w->from;

    if (is_level(w, wrong))
        return 0;
    if (w->unit == STAGE_RATE)
        return error_set(err, "%g is no rate: expected 0 or more, such as 20/s", wrong);
    return error_set(err, "%g is no number of users: expected a whole one, 0 or more", wrong);
}

static int check_one(const struct stage_wish *w, struct error *err)
{
    if (w->lasts <= 0)
        return error_set(err, "a stage needs some time, such as 2m; a level that is there at once "
                              "is where a stage begins, as in 2m:50..50");
    if (w->lasts == NANOS_NEVER)
        return error_set(err, "a stage has an end: say how long it lasts, such as 2m");
    return check_levels(w, err);
}

static int check_units(const struct plan *p, struct error *err)
{
    for (size_t i = 1; i < p->stage_wish_count; i++)
        if (p->stage_wishes[i].unit != p->stage_wishes[0].unit)
            return error_set(err, "users and rates do not go together: one stage counts users, "
                                  "another journeys a second");
    return 0;
}

/* Together they must be a load that is measured. */
static int check_all(const struct plan *p, struct error *err)
{
    double peak = stages_peak(p->stage_wishes, p->stage_wish_count), sum = (double)p->warmup;
    bool measured = false;

    for (size_t i = 0; i < p->stage_wish_count; i++) {
        measured |= !p->stage_wishes[i].warmup;
        sum += (double)p->stage_wishes[i].lasts;
    }
    if (peak == 0)
        return error_set(err, "all stages stay at 0: nobody would come");
    if (!measured)
        return error_set(err, "all stages are warm-up: nothing would be measured");
    if (sum >= (double)NANOS_NEVER)
        return error_set(err, "the stages would last longer than 292 years");
    if (p->warmup > 0 && p->stage_wishes[0].from == 0)
        return error_set(err, "--warmup holds the level at which the first stage begins, and that "
                              "is 0: begin it higher, or make a stage the warm-up");
    return 0;
}

int stages_check(const struct plan *p, struct error *err)
{
    if (p->stage_wish_count == 0)
        return 0;
    for (size_t i = 0; i < p->stage_wish_count; i++)
        if (check_one(&p->stage_wishes[i], err))
            return blame(&p->stage_wishes[i], i, err);
    return check_units(p, err) || check_all(p, err) ? -1 : 0;
}

/* A part of the run's load. Numbers of users are shared out as whole ones, at both ends of a
 * stage: what holds a level holds it exactly. */
static double level_of(const struct plan *p, const struct scenario *made, size_t nth, double level)
{
    double *weights = mem_new((p->wish_count + 1) * sizeof *weights), part;
    uint64_t *parts = mem_new((p->wish_count + 1) * sizeof *parts);

    for (size_t i = 0; i < p->scenario_count; i++)
        weights[i] = made[i].part;
    scenario_parts((uint64_t)level, weights, p->scenario_count, parts);
    part = (double)parts[nth];
    free(weights);
    free(parts);
    return part;
}

/* Rounding may give it one user more on a lower level than at the peak. */
static void add(struct scenario *s, const struct stage *stage)
{
    s->stages = mem_resize(s->stages, (s->stage_count + 1) * sizeof *s->stages);
    s->stages[s->stage_count++] = *stage;
    if (!s->arrival->open)
        s->users = (uint64_t)fmax((double)s->users, fmax(stage->from, stage->to));
}

/* Whose load is its own keeps it, whatever the others do. */
static struct stage stage_for(const struct plan *p, const struct scenario *made, size_t nth,
                              const struct stage_wish *w)
{
    const struct scenario *s = &made[nth];
    double own = s->arrival->open ? s->rate : (double)s->users;
    struct stage stage = {.lasts = w->lasts,
                          .from = own,
                          .to = own,
                          .burstiness = s->burstiness,
                          .name = w->name,
                          .schedule = p->schedule,
                          .arrival = s->arrival,
                          .warmup = w->warmup};

    if (s->part == 0)
        return stage;
    stage.from = s->arrival->open ? w->from * s->part : level_of(p, made, nth, w->from);
    stage.to = s->arrival->open ? w->to * s->part : level_of(p, made, nth, w->to);
    return stage;
}

/* --warmup comes before all, at the level at which the first stage begins; of a trace it is what
 * the trace says of that time. */
static struct stage_wish warmup_before(const struct stage_wish *first, nanos lasts,
                                       const struct schedule *trace)
{
    double level = trace ? schedule_rate(trace, 0, lasts) : first->from;

    return (struct stage_wish){
        .lasts = lasts, .from = level, .to = level, .unit = first->unit, .warmup = true};
}

/* A plan without wishes is one stage that holds the load. */
static struct stage_wish the_only(const struct plan *p)
{
    double level = p->rate > 0 ? p->rate : (double)p->users;

    return (struct stage_wish){.lasts = p->lasts,
                               .from = level,
                               .to = level,
                               .unit = p->rate > 0 ? STAGE_RATE : STAGE_USERS};
}

static void add_to_all(const struct plan *p, struct scenario *made, const struct stage_wish *w)
{
    for (size_t i = 0; i < p->scenario_count; i++) {
        struct stage stage = stage_for(p, made, i, w);

        add(&made[i], &stage);
    }
}

void stages_decide(const struct plan *p, struct scenario *made)
{
    struct stage_wish only = the_only(p), before;
    const struct stage_wish *wishes = p->stage_wish_count ? p->stage_wishes : &only;
    size_t count = p->stage_wish_count ? p->stage_wish_count : 1;

    if (p->warmup > 0) {
        before = warmup_before(&wishes[0], p->warmup, p->schedule);
        add_to_all(p, made, &before);
    }
    for (size_t i = 0; i < count; i++)
        add_to_all(p, made, &wishes[i]);
}
