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
        .temperature = -1,
        .seed = 1,
    };
}

void plan_release(struct plan *p)
{
    free(p->stages);
    p->stages = NULL;
    p->stage_count = 0;
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
    if (p->rate == 0 && p->arrival && p->arrival->open)
        return error_set(err,
                         "--arrival %s needs to know how often: add a rate, such as --rate 20/s",
                         p->arrival->name);
    return 0;
}

static int check_end(const struct plan *p, struct error *err)
{
    if (p->lasts <= 0)
        return error_set(err, "-d 0: the run needs some time, such as -d 30s");
    if (p->lasts == NANOS_NEVER && p->requests == 0)
        return error_set(err, "the run would never end: say for how long, such as -d 30s, "
                              "or how many requests, such as -n 1000");
    if (p->warmup < 0 || p->warmup == NANOS_NEVER)
        return error_set(err, "the warm-up would never end: say how long it lasts, such as "
                              "--warmup 10s");
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

static int check_threads(const struct plan *p, struct error *err)
{
    if (p->users == 0 || p->threads <= p->users)
        return 0;
    return error_set(err, "-t %u is more threads than -c %" PRIu64 " users", p->threads, p->users);
}

static unsigned threads_for(const struct plan *p)
{
    double load = p->rate > 0 ? p->rate / RATE_PER_THREAD : (double)p->users / USERS_PER_THREAD;
    double most = fmax(1, (double)sysconf(_SC_NPROCESSORS_ONLN));

    if (p->users > 0)
        most = fmin(most, (double)p->users);
    return (unsigned)fmin(1 + floor(load), most);
}

static void add_stage(struct plan *p, nanos lasts, bool warmup)
{
    double level = p->rate > 0 ? p->rate : (double)p->users;

    p->stages = mem_resize(p->stages, (p->stage_count + 1) * sizeof *p->stages);
    p->stages[p->stage_count++] = (struct stage){
        .lasts = lasts, .from = level, .to = level, .arrival = p->arrival, .warmup = warmup};
}

static void decide(struct plan *p)
{
    if (!p->arrival)
        p->arrival = p->rate > 0 ? &arrival_poisson : &arrival_users;
    if (!p->threads)
        p->threads = threads_for(p);
    plan_release(p);
    if (p->warmup > 0)
        add_stage(p, p->warmup, true);
    add_stage(p, p->lasts, false);
}

int plan_check(struct plan *p, struct error *err)
{
    if (!p->url && !p->script)
        return error_set(err,
                         "where to? Give the service's address, such as http://localhost:8000");
    if (check_load(p, err) || check_end(p, err) || check_patience(p, err) || check_threads(p, err))
        return -1;
    decide(p);
    return 0;
}

nanos plan_lasts(const struct plan *p)
{
    nanos sum = 0;

    for (size_t i = 0; i < p->stage_count; i++) {
        if (p->stages[i].lasts == NANOS_NEVER)
            return NANOS_NEVER;
        sum += p->stages[i].lasts;
    }
    return sum;
}
