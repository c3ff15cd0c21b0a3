/* A worker against the simulated service: how many journeys it keeps going, when it is over,
 * what of its scripts' failures is told, and that every exchange is found in the metrics. */

#include "tests/load/service.h"
#include "tests/tap.h"

/* What is to happen while a worker runs, now and then. */
struct watch_it {
    struct worker *worker;
    struct metrics *total;
    uint64_t running; /* when three quarters of the time were over */
    nanos stop_after;
    bool at_once, script_failed;
    nanos took, window;
};

static bool ask_late; /* nobody asks for the metrics before it is over */

static struct watch_it run_worker(nanos stop_after, bool at_once)
{
    struct watch_it r = {.total = metrics_new(NULL), .stop_after = stop_after, .at_once = at_once};
    struct worker_setup s = setup();
    struct error err;
    nanos began = clock_now();

    r.worker = worker_new(&s, (struct share){0, 1}, &err);
    if (!r.worker || worker_start(r.worker, began, &err))
        bail_out(&err);
    while (!worker_over(r.worker)) {
        usleep(5000);
        if (!ask_late)
            worker_collect(r.worker, r.total);
        if (clock_now() - began < plan.lasts / 4 * 3)
            r.running = worker_running(r.worker);
        if (clock_now() - began > stop_after && worker_running(r.worker))
            worker_stop(r.worker, at_once); /* a busy machine may not have begun by then */
    }
    r.took = clock_now() - began;
    worker_join(r.worker, r.total);
    r.window = worker_window(r.worker);
    r.script_failed = worker_ended(r.worker).hopeless;
    worker_free(r.worker);
    return r;
}

static const struct counts *counts(const struct watch_it *r)
{
    return metrics_counts(r->total);
}

static void test_closed(void)
{
    struct watch_it r;
    struct sim_count sim;

    begin_service(5 * MS);
    want(5, 400 * MS);
    r = run_worker(NANOS_NEVER, false);
    sim = end_service();
    note("%llu exchanges", (unsigned long long)counts(&r)->begun);
    ok(r.running == 5 && sim.connections == 5 && counts(&r)->connects == 5);
    ok(r.window == 400 * MS && r.took >= 400 * MS);
    note("what was handed over in parts is what the service has seen");
    ok(counts(&r)->begun == sim.requests && counts(&r)->ok == sim.requests && sim.requests > 5);
    ok(counts(&r)->tokens_out == sim.tokens && counts(&r)->with_usage == counts(&r)->ok);
    ok(counts(&r)->journeys == sim.requests && !counts(&r)->journeys_failed);
    ok(counts(&r)->window_requests <= counts(&r)->ok &&
       counts(&r)->window_requests + 5 >= counts(&r)->ok);
    metrics_free(r.total);
}

static void test_asked_late(void)
{
    struct watch_it r;

    begin_service(MS);
    want(2, 250 * MS);
    ask_late = true;
    r = run_worker(NANOS_NEVER, false);
    ask_late = false;
    ok(counts(&r)->begun == end_service().requests && counts(&r)->begun > 0);
    metrics_free(r.total);
}

static void test_grace(void)
{
    struct watch_it r;

    begin_service(60 * NANOS_PER_SECOND);
    want(3, 300 * MS);
    plan.grace = 100 * MS;
    r = run_worker(NANOS_NEVER, false);
    ok(counts(&r)->begun == 3 && counts(&r)->unfinished == 3 && counts(&r)->journeys == 0);
    ok(r.took >= 400 * MS && r.took < 30 * NANOS_PER_SECOND && r.window == 300 * MS);
    ok(counts(&r)->failed == 0);
    metrics_free(r.total);
    want(3, 60 * NANOS_PER_SECOND);
    r = run_worker(50 * MS, true);
    note("stopped at once, what is still going is counted");
    ok(counts(&r)->unfinished == 3 && r.took < 30 * NANOS_PER_SECOND);
    ok(r.window > 0 && r.window < 30 * NANOS_PER_SECOND);
    metrics_free(r.total);
    end_service();

    begin_service(600 * MS);
    want(3, 300 * MS);
    r = run_worker(NANOS_NEVER, false);
    note("with enough grace all come to their end, in their own time");
    ok(counts(&r)->ok == 3 && counts(&r)->unfinished == 0 && counts(&r)->window_requests == 0);
    metrics_free(r.total);
    want(3, 60 * NANOS_PER_SECOND);
    r = run_worker(50 * MS, false);
    note("and so they do when told to stop");
    ok(counts(&r)->ok == 3 && counts(&r)->unfinished == 0 && r.took < 30 * NANOS_PER_SECOND);
    metrics_free(r.total);
    end_service();
}

static void test_scripts(void)
{
    const char *example;
    struct watch_it r;
    struct worker_setup s;
    struct error err = {""};

    begin_service(MS);
    want(4, 60 * NANOS_PER_SECOND);
    write_script("function journey() error 'boom' end");
    r = run_worker(NANOS_NEVER, false);
    note("a script that always fails is given up long before the time is over");
    ok(r.script_failed && r.took < 30 * NANOS_PER_SECOND && counts(&r)->begun == 0);
    ok(counts(&r)->journeys_failed >= 100 && counts(&r)->journeys == counts(&r)->journeys_failed);
    example = metrics_example_of(r.total, FAULT_SCRIPT);
    ok(example && strstr(example, ":1: boom"));
    metrics_free(r.total);

    want(40, 500 * MS);
    write_script("local n = 0\n"
                 "function journey(user) n = n + 1 if n % 4 > 0 then error 'now and then' end"
                 " user:think(0.001) end");
    r = run_worker(NANOS_NEVER, false);
    ok(!r.script_failed && counts(&r)->journeys > 0 && counts(&r)->journeys_failed > 100);
    metrics_free(r.total);

    write_script("journey = 5");
    s = setup();
    ok(!worker_new(&s, (struct share){0, 1}, &err) && strstr(err.text, "no function journey"));
    write_script("function journey(");
    ok(!worker_new(&s, (struct share){0, 1}, &err) && strstr(err.text, script_path));
    end_service();
}

/* Nobody is there any more: that is told, and nobody is hammered. */
static void test_nobody(void)
{
    struct watch_it r;

    begin_service(MS);
    end_service();
    want(2, 200 * MS);
    r = run_worker(NANOS_NEVER, false);
    ok(counts(&r)->begun > 0 && counts(&r)->faults[FAULT_CONNECT] == counts(&r)->begun);
    ok(counts(&r)->begun < 50 && counts(&r)->journeys == counts(&r)->begun);
    metrics_free(r.total);
}

int main(void)
{
    begin_tests();
    test_closed();
    test_asked_late();
    test_grace();
    test_scripts();
    test_nobody();
    end_tests();
    return tap_done();
}
