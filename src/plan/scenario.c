#include "plan/scenario.h"

#include "base/error.h"
#include "base/mem.h"
#include "plan/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Far apart, and the first scenario's is the plan's own. */
#define SEED_STEP UINT64_C(0x9e3779b97f4a7c15)

enum on_full on_full_find(const char *name)
{
    return !strcmp(name, "queue")  ? ON_FULL_QUEUE
           : !strcmp(name, "drop") ? ON_FULL_DROP
                                   : ON_FULL_UNSAID;
}

static double sum_of(const double *weights, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += weights[i];
    return sum;
}

static size_t largest(const double *lost, size_t n)
{
    size_t most = 0;

    for (size_t i = 1; i < n; i++)
        if (lost[i] > lost[most])
            most = i;
    return most;
}

void scenario_parts(uint64_t whole, const double *weights, size_t n, uint64_t *parts)
{
    double *lost = mem_new((n + 1) * sizeof *lost), sum = sum_of(weights, n);
    uint64_t left = whole;

    for (size_t i = 0; i < n; i++) {
        double exact = sum > 0 ? (double)whole * (weights[i] / sum) : 0;

        parts[i] = (uint64_t)exact < left ? (uint64_t)exact : left;
        lost[i] = weights[i] > 0 ? exact - floor(exact) : -1;
        left -= parts[i];
    }
    for (; left && sum > 0; left--) {
        size_t i = largest(lost, n);

        parts[i]++;
        lost[i] -= 1;
    }
    free(lost);
}

static bool is_weighted(const struct scenario_wish *w)
{
    return w->users == 0 && w->rate == 0;
}

static double weight_of(const struct scenario_wish *w)
{
    if (!is_weighted(w))
        return 0;
    return w->weight > 0 ? w->weight : 1;
}

static int check_name(const struct plan *p, size_t nth, struct error *err)
{
    const char *name = p->wishes[nth].name;

    if (!*name)
        return error_set(err, "scenarios: a scenario needs a name, such as chat");
    for (size_t i = 0; i < nth; i++)
        if (!strcmp(p->wishes[i].name, name))
            return error_set(err, "scenario '%s': there are two of this name", name);
    return 0;
}

static int check_amounts(const struct scenario_wish *w, struct error *err)
{
    if (w->users && w->rate > 0)
        return error_set(err,
                         "scenario '%s': users and rate do not go together: either so many at a "
                         "time, or so many a second",
                         w->name);
    if (!isfinite(w->rate) || w->rate < 0)
        return error_set(err, "scenario '%s': a rate is more than nothing, such as \"2.5/s\"",
                         w->name);
    if (!isfinite(w->weight) || w->weight < 0)
        return error_set(err, "scenario '%s': a weight is more than 0, such as 3", w->name);
    if (w->weight > 0 && !is_weighted(w))
        return error_set(err,
                         "scenario '%s': a weight is a part of the run's own load, so it does not "
                         "go with %s",
                         w->name, w->users ? "users" : "a rate");
    return 0;
}

static int check_arrival(const struct plan *p, const struct scenario_wish *w, struct error *err)
{
    if (!w->arrival)
        return 0;
    if (!w->arrival->open)
        return error_set(err,
                         "scenario '%s': arrival = \"%s\" is what users do anyway: try poisson or "
                         "constant, with a rate",
                         w->name, w->arrival->name);
    if (w->rate > 0 || (is_weighted(w) && p->rate > 0))
        return 0;
    return error_set(err,
                     "scenario '%s': arrival = \"%s\" needs to know how often: add a rate, such "
                     "as rate = \"2.5/s\"",
                     w->name, w->arrival->name);
}

static int check_burstiness(const struct plan *p, const struct scenario_wish *w, struct error *err)
{
    if (w->burstiness == 0)
        return 0;
    if (w->arrival && w->arrival != &arrival_gamma)
        return error_set(err,
                         "scenario '%s': burstiness does not go with arrival = \"%s\", which has "
                         "none: use arrival = \"gamma\"",
                         w->name, w->arrival->name);
    if (w->rate > 0 || (is_weighted(w) && p->rate > 0))
        return 0;
    return error_set(err,
                     "scenario '%s': burstiness needs to know how often: add a rate, such as "
                     "rate = \"2.5/s\"",
                     w->name);
}

static int check_limit(const struct scenario_wish *w, struct error *err)
{
    if (!w->max_in_flight || w->rate > 0)
        return 0;
    return error_set(err,
                     "scenario '%s': max_in_flight limits a rate of its own: add one, such as "
                     "rate = \"2.5/s\"",
                     w->name);
}

static int check_on_full(const struct plan *p, const struct scenario_wish *w, struct error *err)
{
    bool limited = is_weighted(w) && p->rate > 0 && (p->users || p->max_in_flight);

    if (!w->on_full || w->max_in_flight || limited)
        return 0;
    return error_set(err,
                     "scenario '%s': on_full needs a limit to be reached: add max_in_flight = 100 "
                     "to a rate",
                     w->name);
}

int scenarios_check(const struct plan *p, struct error *err)
{
    for (size_t i = 0; i < p->wish_count; i++)
        if (check_name(p, i, err) || check_amounts(&p->wishes[i], err) ||
            check_limit(&p->wishes[i], err))
            return -1;
    return 0;
}

int scenarios_check_load(const struct plan *p, struct error *err)
{
    for (size_t i = 0; i < p->wish_count; i++)
        if (check_arrival(p, &p->wishes[i], err) || check_burstiness(p, &p->wishes[i], err) ||
            check_on_full(p, &p->wishes[i], err))
            return -1;
    return 0;
}

/* Whoever says nothing of either has the plan's; who is bursty is gamma, whatever the plan is. */
static void decide_arrival(const struct plan *p, const struct scenario_wish *w, struct scenario *s)
{
    bool own = w->arrival || w->burstiness > 0;
    const struct arrival_model *said = own ? w->arrival : p->arrival;

    s->burstiness = own && w->burstiness > 0 ? w->burstiness : p->burstiness;
    s->arrival =
        s->rate > 0 && said && said->open ? said : arrival_unless_told(s->rate, s->burstiness);
}

static void decide_load(const struct plan *p, const struct scenario_wish *w, double part,
                        uint64_t users, struct scenario *s)
{
    bool weighted = is_weighted(w);

    s->name = w->name;
    s->part = weighted ? part : 0;
    s->rate = weighted ? p->rate * part : w->rate;
    s->users = weighted ? users : w->rate > 0 ? w->max_in_flight : w->users;
    s->on_full = w->on_full ? w->on_full : p->on_full;
    if (weighted && p->rate > 0 && p->users > 0 && !users)
        s->users = 1; /* a limit of none would be no limit */
    decide_arrival(p, w, s);
}

/* What a count of journeys is shared by: weights if all have them, users if all are closed,
 * rates if all are open; things that differ cannot be compared, so then it is even. */
static void weigh(const struct plan *p, const struct scenario *made, double *weights)
{
    bool weighted = true, closed = true, open = true;

    for (size_t i = 0; i < p->wish_count; i++) {
        weighted &= is_weighted(&p->wishes[i]);
        closed &= made[i].rate == 0;
        open &= made[i].rate > 0;
    }
    for (size_t i = 0; i < p->wish_count; i++) {
        weights[i] = weighted ? weight_of(&p->wishes[i])
                     : closed ? (double)made[i].users
                     : open   ? made[i].rate
                              : 1;
        if (made[i].rate == 0 && made[i].users == 0)
            weights[i] = 0; /* nobody would go through them */
    }
}

static void share_requests(const struct plan *p, struct scenario *made, double *weights,
                           uint64_t *parts)
{
    weigh(p, made, weights);
    scenario_parts(p->requests, weights, p->wish_count, parts);
    for (size_t i = 0; i < p->wish_count; i++)
        made[i].requests = parts[i];
}

void scenarios_decide(const struct plan *p, struct scenario *made)
{
    size_t n = p->wish_count;
    double *weights = mem_new(n * sizeof *weights), sum;
    uint64_t *parts = mem_new(n * sizeof *parts), dealt = 0;

    for (size_t i = 0; i < n; i++)
        weights[i] = weight_of(&p->wishes[i]);
    sum = sum_of(weights, n);
    scenario_parts(p->users, weights, n, parts);
    for (size_t i = 0; i < n; i++) {
        decide_load(p, &p->wishes[i], sum > 0 ? weights[i] / sum : 0, parts[i], &made[i]);
        made[i].seed = p->seed ^ (i * SEED_STEP);
        made[i].turn = (unsigned)(dealt % p->threads);
        dealt += made[i].users ? made[i].users : 1;
    }
    share_requests(p, made, weights, parts);
    free(weights);
    free(parts);
}

bool scenario_share(const struct scenario *s, unsigned index, unsigned count, struct share *share)
{
    share->index = (index + count - s->turn % count) % count;
    share->count = s->users && s->users < count ? (unsigned)s->users : count;
    return share->index < share->count;
}
