#include "load/crew.h"

#include "base/mem.h"
#include "load/watch.h"
#include "measure/metrics.h"
#include "measure/slices.h"
#include "measure/timeline.h"
#include "plan/plan.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>

#define LOOK_EVERY (200 * NANOS_PER_MS)

struct crew {
    struct worker **workers;
    unsigned count;
    struct metrics *total;
    nanos began, ended;
    unsigned interrupts;
    nanos planned;
    struct watch watch;
};

struct crew *crew_new(const struct worker_setup *setup, struct error *err)
{
    struct crew *c = mem_new(sizeof *c);

    c->count = setup->plan->threads;
    c->workers = mem_new(c->count * sizeof(struct worker *));
    c->total = metrics_new(NULL);
    c->planned = plan_lasts(setup->plan);
    for (unsigned i = 0; i < c->count; i++) {
        c->workers[i] = worker_new(setup, (struct share){i, c->count}, err);
        if (!c->workers[i]) {
            crew_free(c);
            return NULL;
        }
    }
    if (watch_open(&c->watch, c->workers, c->count, err)) {
        crew_free(c);
        return NULL;
    }
    return c;
}

struct opening_crew {
    crew_open_fn *fn;
    void *owner;
    uint64_t before, wanted; /* those of the workers before this one; of all */
    bool enough;
};

static bool on_opened(void *owner, uint64_t opened)
{
    struct opening_crew *o = owner;

    o->enough = !o->fn(o->owner, o->before + opened, o->wanted);
    return !o->enough;
}

int crew_preconnect(struct crew *c, crew_open_fn *fn, void *owner, struct error *err)
{
    struct opening_crew o = {.fn = fn, .owner = owner};
    int failed = 0;

    for (unsigned i = 0; i < c->count; i++)
        o.wanted += worker_first_connections(c->workers[i]);
    for (unsigned i = 0; i < c->count && !failed && !o.enough; i++) {
        failed = worker_preconnect(c->workers[i], on_opened, &o, err);
        o.before += worker_first_connections(c->workers[i]);
    }
    return failed;
}

static bool all_over(const struct crew *c)
{
    for (unsigned i = 0; i < c->count; i++)
        if (!worker_over(c->workers[i]) && !watch_gave_up(&c->watch, i))
            return false;
    return true;
}

/* After the second signal the third does what signals do, should a journey never yield. */
static void interrupt(struct crew *c, const sigset_t *signals)
{
    if (++c->interrupts == 2)
        pthread_sigmask(SIG_UNBLOCK, signals, NULL);
    for (unsigned i = 0; i < c->count; i++)
        worker_stop(c->workers[i], c->interrupts > 1);
}

void crew_stop(struct crew *c)
{
    for (unsigned i = 0; i < c->count; i++)
        worker_stop(c->workers[i], true);
}

static void look(struct crew *c, crew_tick_fn *fn, void *owner)
{
    nanos now = clock_now();
    struct crew_view view = {.total = c->total, .elapsed = now - c->began};

    view.draining = c->interrupts || view.elapsed >= c->planned;
    view.news = watch_look(&c->watch, now, view.draining);
    for (unsigned i = 0; i < c->count; i++) {
        worker_collect(c->workers[i], c->total);
        view.running += worker_running(c->workers[i]);
    }
    slices_running(metrics_slices(c->total), view.elapsed / NANOS_PER_SECOND, view.running);
    fn(owner, &view);
}

/* Short sleeps: a run of a second should not take a fifth longer. However short the run, and
 * however late we wake, it is looked at once. */
static void wait_and_look(struct crew *c, crew_tick_fn *fn, void *owner)
{
    struct timespec pause = {0, 10 * NANOS_PER_MS};
    nanos next = c->began;
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    do {
        if (sigtimedwait(&signals, NULL, &pause) > 0)
            interrupt(c, &signals);
        if (clock_now() < next)
            continue;
        look(c, fn, owner);
        next += LOOK_EVERY;
    } while (!all_over(c));
}

int crew_run(struct crew *c, crew_tick_fn *fn, void *owner, struct error *err)
{
    int failed = 0;

    c->began = clock_now() + NANOS_PER_MS;
    for (unsigned i = 0; i < c->count && !failed; i++)
        failed = worker_start(c->workers[i], c->began, err);
    if (!failed)
        wait_and_look(c, fn, owner);
    else
        for (unsigned i = 0; i < c->count; i++)
            worker_stop(c->workers[i], true);
    for (unsigned i = 0; i < c->count; i++)
        if (!watch_gave_up(&c->watch, i))
            worker_join(c->workers[i], c->total);
        else
            worker_collect(c->workers[i], c->total);
    watch_close(&c->watch);
    if (watch_stuck(&c->watch))
        metrics_script_fault(c->total, watch_stuck(&c->watch));
    c->ended = clock_now();
    return failed;
}

const struct metrics *crew_metrics(const struct crew *c)
{
    return c->total;
}

nanos crew_window(const struct crew *c)
{
    nanos longest = 0;

    for (unsigned i = 0; i < c->count; i++)
        if (worker_window(c->workers[i]) > longest)
            longest = worker_window(c->workers[i]);
    return longest;
}

bool crew_stage(const struct crew *c, size_t nth, nanos *from, nanos *to)
{
    const struct stretch *s;
    bool begun = false;

    *to = 0;
    for (unsigned i = 0; i < c->count; i++) {
        s = timeline_at(worker_timeline(c->workers[i]), (unsigned)nth + 1);
        if (!s || s->to < s->from)
            continue;
        begun = true;
        *from = s->from - c->began;
        if (s->to - c->began > *to)
            *to = s->to - c->began;
    }
    if (*to > c->ended - c->began)
        *to = c->ended - c->began; /* of a worker that was given up */
    return begun;
}

nanos crew_elapsed(const struct crew *c)
{
    return c->ended - c->began;
}

nanos crew_thinned(const struct crew *c)
{
    nanos first = NANOS_NEVER, last = 0;

    for (unsigned i = 0; i < c->count; i++)
        if (!watch_gave_up(&c->watch, i))
            worker_counted(c->workers[i], &first, &last);
    return last ? last - first : 0;
}

double crew_cpu(const struct crew *c)
{
    double most = 0;

    for (unsigned i = 0; i < c->count; i++)
        if (worker_cpu(c->workers[i]) > most)
            most = worker_cpu(c->workers[i]);
    return most;
}

struct http_tally crew_connections(const struct crew *c)
{
    struct http_tally sum = {0};

    for (unsigned i = 0; i < c->count; i++) {
        struct http_tally one = worker_connections(c->workers[i]);

        http_tally_add(&sum, &one);
    }
    return sum;
}

bool crew_interrupted(const struct crew *c)
{
    return c->interrupts > 0;
}

/* Given up, or over with nothing but failures: also when there were but a few. */
bool crew_script_failed(const struct crew *c)
{
    struct ended sum = {0};

    for (unsigned i = 0; i < c->count; i++) {
        struct ended e = worker_ended(c->workers[i]);

        sum.hopeless |= watch_gave_up(&c->watch, i);
        sum.well += e.well;
        sum.failed += e.failed;
        sum.unfinished += e.unfinished;
        sum.hopeless |= e.hopeless;
    }
    return sum.hopeless || (sum.failed && !sum.well && !sum.unfinished);
}

const char *crew_stuck(const struct crew *c)
{
    return watch_stuck(&c->watch);
}

void crew_free(struct crew *c)
{
    if (!c)
        return;
    for (unsigned i = 0; i < c->count; i++)
        if (!watch_gave_up(&c->watch, i)) /* else its thread lives on in it */
            worker_free(c->workers[i]);
    if (!watch_close(&c->watch))
        return;
    free(c->workers);
    metrics_free(c->total);
    free(c);
}
