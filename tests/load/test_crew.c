/* Several workers together begin exactly what one would: counts, rates, and users. */

#include "load/crew.h"
#include "plan/stage.h"
#include "tests/load/service.h"
#include "tests/tap.h"

#include <dirent.h>

/* The view never goes back, and never shows more than there are. */
struct views {
    unsigned count, bad;
    uint64_t begun;
    nanos elapsed;
};

static struct views last_views;

static void look(void *owner, const struct crew_view *view)
{
    struct views *v = owner;
    uint64_t begun = metrics_counts(view->total)->begun;

    v->count++;
    v->bad += view->elapsed < v->elapsed || begun < v->begun;
    v->bad += plan.users && view->running > plan.users;
    v->elapsed = view->elapsed;
    v->begun = begun;
}

static struct counts run_crew(unsigned threads)
{
    struct worker_setup s;
    struct error err;
    struct crew *c;
    struct counts n;

    last_views = (struct views){0};
    plan.threads = threads;
    s = setup();
    c = crew_new(&s, &err);
    if (!c || crew_run(c, look, &last_views, &err))
        bail_out(&err);
    n = *metrics_counts(crew_metrics(c));
    last_views.bad += !last_views.count || last_views.begun > n.begun;
    crew_free(c);
    return n;
}

static void test_exact_count(void)
{
    static const uint64_t wanted[] = {1, 7, 60};

    for (unsigned threads = 1; threads <= 4; threads++) {
        for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
            struct counts n;
            struct sim_count sim;

            begin_service(MS);
            want(8, NANOS_NEVER);
            plan.requests = wanted[i];
            n = run_crew(threads);
            sim = end_service();
            ok(n.begun == wanted[i] && n.ok == wanted[i] && sim.requests == wanted[i] &&
               !last_views.bad);
        }
    }
    begin_service(MS);
    want(4, NANOS_NEVER);
    plan.requests = 9;
    plan.warmup = 100 * MS;
    struct counts n = run_crew(2);
    note("the warm-up comes on top of the count");
    ok(n.begun == 9 && n.ok == 9 && n.warmup > 0);
    ok(end_service().requests == n.begun + n.warmup);
}

/* How many an open load begins, by the model itself. */
static uint64_t expected(const struct plan *p)
{
    struct arrival a;
    uint64_t n = 0;
    nanos due;

    arrival_start(&a, &p->scenarios[0].stages[0], (struct share){0, 1}, p->seed, 0);
    while (arrival_next(&a, p->lasts, 0, &due))
        n++;
    return n;
}

static void test_open(void)
{
    static const struct arrival_model *const models[] = {&arrival_constant, &arrival_poisson};

    for (unsigned i = 0; i < 6; i++) {
        struct counts n;

        begin_service(2 * MS);
        want(0, 300 * MS);
        plan.rate = 150;
        plan.seed = i;
        plan.arrival = models[i % 2];
        n = run_crew(1 + i / 2);
        end_service();
        note("%s, %u threads: %llu", plan.arrival->name, plan.threads, (unsigned long long)n.begun);
        ok(n.begun == expected(&plan) && n.ok == n.begun && n.journeys_missed == 0);
        ok(n.journeys_begun == n.begun && counts_offered(&n) == n.begun && !n.journeys_queued);
        note("what a constant load offers is the area under its line");
        ok(i % 2 || (double)counts_offered(&n) == stage_area(&plan.scenarios[0].stages[0]));
    }
    begin_service(50 * MS);
    want(2, 600 * MS);
    plan.rate = 150;
    struct counts n = run_crew(1);
    note("with no user free they wait, and at the end are missed");
    ok(n.journeys_missed > 0 && n.begun + n.journeys_missed == expected(&plan));
    ok(counts_offered(&n) == expected(&plan) && n.journeys_dropped == 0);
    ok(n.journeys_queued > 0 && n.journeys_queued <= n.journeys_begun);
    ok(last_views.count >= 3 && last_views.begun > 0 && !last_views.bad);
    ok(end_service().connections == 2);
}

/* Each worker has its part of the limit: nobody waits, and nobody is lost. */
static void test_drop(void)
{
    for (unsigned threads = 1; threads <= 3; threads++) {
        struct counts n;

        begin_service(50 * MS);
        want(0, 600 * MS);
        plan.rate = 150;
        plan.warmup = 100 * MS;
        plan.max_in_flight = 3;
        plan.on_full = ON_FULL_DROP;
        n = run_crew(threads);
        note("%llu begun, %llu dropped", (unsigned long long)n.journeys_begun,
             (unsigned long long)n.journeys_dropped);
        ok(n.journeys_dropped > 0 && n.journeys_queued == 0 && n.journeys_missed == 0);
        ok(n.journeys_begun == n.begun && n.begun == n.ok && !last_views.bad);
        ok(end_service().connections <= 3);
    }
}

/* Users have numbers from 1, the same whatever the number of threads. */
static void test_users(void)
{
    static const char *const names[] = {"user 1", "user 2", "user 3", "user 4", "user 5", "user 6"};

    begin_service(MS);
    for (unsigned threads = 1; threads <= 3; threads++) {
        struct worker_setup s;
        struct error err;
        struct crew *c;
        unsigned found = 0;

        want(6, 100 * MS);
        write_script("function journey(user) user:check('user ' .. user.id, true)"
                     " user:think(0.002) end");
        plan.threads = threads;
        s = setup();
        c = crew_new(&s, &err);
        if (!c || crew_run(c, look, &last_views, &err))
            bail_out(&err);
        for (label l = 1; l < metrics_labels(crew_metrics(c)); l++)
            for (unsigned i = 0; i < 6; i++)
                found += metrics_label(crew_metrics(c), l) &&
                         !strcmp(metrics_label(crew_metrics(c), l), names[i]);
        ok(found == 6 && metrics_labels(crew_metrics(c)) == 7);
        crew_free(c);
    }
    end_service();
}

static unsigned descriptors(void)
{
    DIR *d = opendir("/proc/self/fd");
    unsigned n = 0;

    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

/* Up to two hundred users and down to none, twice, with somebody in the middle of something when
 * there is no room for him any more. */
static void test_ramps_leave_nothing(void)
{
    static struct stage_wish stages[4];
    unsigned before = descriptors();
    struct counts n;

    for (int i = 0; i < 4; i++)
        stages[i] = (struct stage_wish){
            .lasts = 400 * MS, .from = i % 2 ? 200 : 0, .to = i % 2 ? 0 : 200, .unit = STAGE_USERS};
    begin_service(20 * MS);
    want(200, NANOS_NEVER);
    plan.stage_wishes = stages;
    plan.stage_wish_count = 4;
    plan.let_go = 10 * MS;
    n = run_crew(2);
    note("%u connections, %u unfinished", (unsigned)n.connects, (unsigned)n.unfinished);
    ok(n.begun == n.ok + n.failed + n.unfinished && n.failed == 0 && n.unfinished > 0);
    note("whoever left has hung up");
    ok(n.connects > 100 && n.connects <= 400 + n.retried);
    end_service();
    ok(descriptors() == before);
    plan.stage_wish_count = 0;
    plan.let_go = NANOS_NEVER;
}

int main(void)
{
    begin_tests();
    test_exact_count();
    test_open();
    test_drop();
    test_users();
    end_tests();
    test_ramps_leave_nothing();
    return tap_done();
}
