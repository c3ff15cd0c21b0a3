#include "plan/plan.h"

#include "base/error.h"
#include "base/mem.h"
#include "plan/arrival.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

/* How much one thread carries with room to spare: above some 60 % of a processor its own
 * work would show in what it measures. */
#define USERS_PER_THREAD 1000
#define RATE_PER_THREAD 5000

void plan_init(struct plan *p)
{
    *p = (struct plan){
        .users = 10,
        .lasts = 10 * NANOS_PER_SECOND,
        .timeout = 120 * NANOS_PER_SECOND,
        .stall = 30 * NANOS_PER_SECOND,
        .grace = 30 * NANOS_PER_SECOND,
        .let_go = NANOS_NEVER,
        .temperature = -1,
        .calibration = {.token_bytes = CALIBRATION_GUESS},
        .seed = 1,
    };
}

void plan_release(struct plan *p)
{
    for (size_t i = 0; i < p->scenario_count; i++)
        free(p->scenarios[i].stages);
    free(p->scenarios);
    p->scenarios = NULL;
    p->scenario_count = 0;
}

static bool any_rate(const struct plan *p)
{
    for (size_t i = 0; i < p->wish_count; i++)
        if (p->wishes[i].rate > 0)
            return true;
    return false;
}

static int check_load(const struct plan *p, struct error *err)
{
    if (!isfinite(p->rate) || p->rate < 0)
        return error_set(err, "--rate %g: a rate is more than nothing, such as --rate 20/s",
                         p->rate);
    if (p->rate == 0 && p->users == 0)
        return error_set(err, "-c 0: at least one user is needed");
    if (p->rate > 0 && p->arrival && !p->arrival->open)
        return error_set(
            err,
            "--rate does not go with --arrival %s, whose journeys begin when a user is "
            "free: use --arrival poisson or constant",
            p->arrival->name);
    if (p->rate == 0 && p->arrival && p->arrival->open && !any_rate(p))
        return error_set(err,
                         "--arrival %s needs to know how often: add a rate, such as --rate 20/s",
                         p->arrival->name);
    return 0;
}

static int check_burstiness(const struct plan *p, struct error *err)
{
    if (p->burstiness == 0)
        return 0;
    if (p->arrival && p->arrival != &arrival_gamma)
        return error_set(err,
                         "--burstiness does not go with --arrival %s, which has none: use "
                         "--arrival gamma",
                         p->arrival->name);
    if (p->rate == 0 && !any_rate(p))
        return error_set(err,
                         "--burstiness %g needs to know how often: add a rate, such as "
                         "--rate 20/s",
                         p->burstiness);
    return 0;
}

static int check_schedule(const struct plan *p, struct error *err)
{
    if (!p->schedule)
        return 0;
    if (p->arrival && p->arrival != &arrival_trace)
        return error_set(err, "--trace says when journeys come: leave --arrival %s out",
                         p->arrival->name);
    if (p->burstiness > 0)
        return error_set(err, "--trace says when journeys come: leave --burstiness out");
    if (p->stage_wish_count)
        return error_set(err, "--trace and stages both say how the load goes: leave one of them "
                              "out");
    if (p->wish_count)
        return error_set(err, "--trace is for one journey, and the script has scenarios: leave "
                              "one of them out");
    return 0;
}

static bool any_limit(const struct plan *p)
{
    for (size_t i = 0; i < p->wish_count; i++)
        if (p->wishes[i].max_in_flight)
            return true;
    return (p->rate > 0 || p->schedule) && (p->users || p->max_in_flight);
}

static int check_limit(const struct plan *p, struct error *err)
{
    bool open = p->rate > 0 || p->schedule || any_rate(p);

    if (p->max_in_flight && !open)
        return error_set(err,
                         "--max-in-flight %" PRIu64 " is the limit of an open load, and users are "
                         "at most as many as -c says: add a rate, such as --rate 20/s, or use -c",
                         p->max_in_flight);
    if (p->max_in_flight && p->rate == 0 && !p->schedule)
        return error_set(err,
                         "--max-in-flight is shared by scenarios with a weight: one with a rate "
                         "of its own says its own max_in_flight");
    if (p->on_full && !any_limit(p))
        return error_set(err, "--on-full needs %sa limit to be reached: add %s--max-in-flight 100",
                         open ? "" : "an open load and ", open ? "" : "--rate 20/s and ");
    return 0;
}

static int check_end(const struct plan *p, struct error *err)
{
    if (p->warmup < 0 || p->warmup == NANOS_NEVER)
        return error_set(err, "the warm-up would never end: say how long it lasts, such as "
                              "--warmup 10s");
    if (p->stage_wish_count)
        return 0;
    if (p->lasts <= 0)
        return error_set(err, "-d 0: the run needs some time, such as -d 30s");
    if (p->lasts == NANOS_NEVER && p->requests == 0)
        return error_set(err, "the run would never end: say for how long, such as -d 30s, "
                              "or how many requests, such as -n 1000");
    if (p->lasts != NANOS_NEVER && p->lasts > NANOS_NEVER - 1 - p->warmup)
        return error_set(err, "the run would last longer than 292 years: try -d 30s");
    return 0;
}

static int check_patience(const struct plan *p, struct error *err)
{
    if (p->timeout <= 0)
        return error_set(err, "--timeout 0: no answer could be in time; try --timeout 2m");
    if (p->stall <= 0)
        return error_set(err, "--stall 0: every pause would be a stall; try --stall 30s");
    if (p->grace < 0)
        return error_set(err, "--grace is less than nothing; try --grace 30s");
    return 0;
}

static unsigned threads_for(const struct plan *p)
{
    double rate = plan_rate(p), load = rate / RATE_PER_THREAD;
    double most = fmax(1, (double)sysconf(_SC_NPROCESSORS_ONLN));
    uint64_t users = plan_users(p);

    for (size_t i = 0; i < p->scenario_count; i++)
        if (p->scenarios[i].rate == 0)
            load += (double)p->scenarios[i].users / USERS_PER_THREAD;
    if (users > 0)
        most = fmin(most, (double)users);
    if (p->pool_size > 0)
        most = fmin(most, (double)p->pool_size);
    return (unsigned)fmin(1 + floor(load), most);
}

/* The only scenario has all of the load, and no name. */
static void decide_alone(struct plan *p)
{
    p->scenarios[0] = (struct scenario){.name = "",
                                        .arrival = p->arrival,
                                        .burstiness = p->burstiness,
                                        .on_full = p->on_full,
                                        .users = p->users,
                                        .rate = p->rate,
                                        .part = 1,
                                        .requests = p->requests,
                                        .seed = p->seed};
}

static void decide_scenarios(struct plan *p)
{
    if (p->wish_count)
        scenarios_decide(p, p->scenarios);
    else
        decide_alone(p);
}

static void decide(struct plan *p)
{
    unsigned wanted = p->threads;

    plan_release(p);
    p->scenario_count = p->wish_count ? p->wish_count : 1;
    p->scenarios = mem_new(p->scenario_count * sizeof *p->scenarios);
    if (p->schedule)
        p->arrival = &arrival_trace;
    if (!p->arrival)
        p->arrival = arrival_unless_told(p->rate, p->burstiness);
    if ((p->rate > 0 || p->schedule) && p->max_in_flight)
        p->users = p->max_in_flight;
    p->threads = wanted ? wanted : 1;
    decide_scenarios(p);
    if (!wanted) {
        p->threads = threads_for(p);
        decide_scenarios(p); /* whose users are dealt to so many */
    }
    stages_decide(p, p->scenarios);
}

/* Of a plan that is decided; it is taken back if it is wrong. */
static int check_threads(struct plan *p, struct error *err)
{
    uint64_t users = plan_users(p);

    if (users > 0 && p->threads > users && p->max_in_flight)
        error_set(err, "-t %u is more threads than --max-in-flight %" PRIu64, p->threads, users);
    else if (users > 0 && p->threads > users)
        error_set(err, "-t %u is more threads than -c %" PRIu64 " users", p->threads, users);
    else if (p->pool_size > 0 && p->threads > p->pool_size)
        error_set(err, "-t %u is more threads than -c pool:%" PRIu64 " has connections", p->threads,
                  p->pool_size);
    else
        return 0;
    plan_release(p);
    return -1;
}

int plan_check(struct plan *p, struct error *err)
{
    if (!p->url && !p->script)
        return error_set(err,
                         "where to? Give the service's address, such as http://localhost:8000");
    if (check_schedule(p, err) || stages_check(p, err) || check_load(p, err) ||
        check_burstiness(p, err) || check_limit(p, err) || check_end(p, err) ||
        check_patience(p, err) || scenarios_check(p, err) || scenarios_check_load(p, err))
        return -1;
    decide(p);
    return check_threads(p, err);
}

nanos plan_lasts(const struct plan *p)
{
    const struct scenario *first = p->scenarios;
    nanos sum = 0;

    for (size_t i = 0; first && i < first->stage_count; i++) {
        if (first->stages[i].lasts == NANOS_NEVER)
            return NANOS_NEVER;
        sum += first->stages[i].lasts;
    }
    return sum;
}

nanos plan_warmup(const struct plan *p)
{
    const struct scenario *first = p->scenarios;
    nanos sum = 0;

    for (size_t i = 0; first && i < first->stage_count; i++)
        if (first->stages[i].warmup)
            sum += first->stages[i].lasts;
    return sum;
}

uint64_t plan_users(const struct plan *p)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < p->scenario_count; i++) {
        if (p->scenarios[i].rate > 0 && p->scenarios[i].users == 0)
            return 0;
        sum += p->scenarios[i].users;
    }
    return sum;
}

double plan_rate(const struct plan *p)
{
    double sum = 0;

    for (size_t i = 0; i < p->scenario_count; i++)
        sum += p->scenarios[i].rate;
    return sum;
}

static double area_measured(const struct scenario *s)
{
    double sum = 0;

    for (size_t i = 0; i < s->stage_count; i++)
        if (!s->stages[i].warmup)
            sum += stage_area(&s->stages[i]);
    return sum;
}

double plan_offered(const struct plan *p)
{
    double sum = 0;

    for (size_t i = 0; i < p->scenario_count; i++)
        if (p->scenarios[i].arrival->open && p->scenarios[i].arrival != &arrival_trace)
            sum += area_measured(&p->scenarios[i]);
    return sum;
}

double plan_burstiness(const struct plan *p)
{
    double lowest = 0;

    for (size_t i = 0; i < p->scenario_count; i++) {
        const struct scenario *s = &p->scenarios[i];
        double its = s->burstiness > 0 ? s->burstiness : 1;

        if (s->arrival == &arrival_gamma && (lowest == 0 || its < lowest))
            lowest = its;
    }
    return lowest;
}

const char *plan_arrival(const struct plan *p)
{
    for (size_t i = 1; i < p->scenario_count; i++)
        if (p->scenarios[i].arrival != p->scenarios[0].arrival)
            return "mixed";
    return p->scenarios[0].arrival->name;
}

bool plan_shares_load(const struct plan *p)
{
    for (size_t i = 0; i < p->wish_count; i++)
        if (!p->wishes[i].users && !(p->wishes[i].rate > 0))
            return true;
    return p->wish_count == 0;
}
