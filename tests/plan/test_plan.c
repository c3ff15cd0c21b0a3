#include "plan/plan.h"

#include "base/error.h"
#include "plan/arrival.h"
#include "tests/tap.h"

#include <math.h>
#include <unistd.h>

#define S NANOS_PER_SECOND

static struct plan plan_of_defaults(void)
{
    struct plan p;

    plan_init(&p);
    p.url = "http://localhost:8000";
    return p;
}

/* A plan that is wrong gets exactly this sentence, and nothing is decided. */
static void says(struct plan p, const char *sentence)
{
    struct error err = {""};
    int result = plan_check(&p, &err);

    if (strcmp(err.text, sentence) != 0)
        note("got: %s", err.text);
    tap_report(result == -1 && strcmp(err.text, sentence) == 0 && !p.scenarios, __FILE__, __LINE__,
               "%s", sentence);
    plan_release(&p);
}

#define SAYS(sentence, ...)                 \
    do {                                    \
        struct plan p = plan_of_defaults(); \
        __VA_ARGS__;                        \
        says(p, sentence);                  \
    } while (0)

static void test_wrong_loads(void)
{
    SAYS("where to? Give the service's address, such as http://localhost:8000", p.url = NULL);
    SAYS("-c 0: at least one user is needed", p.users = 0);
    SAYS("--rate -3: a rate is more than nothing, such as --rate 20/s", p.rate = -3);
    SAYS("--rate inf: a rate is more than nothing, such as --rate 20/s", p.rate = INFINITY);
    SAYS("--rate does not go with --arrival users, whose journeys begin when a user is free: use "
         "--arrival poisson or constant",
         p.rate = 5, p.arrival = &arrival_users);
    SAYS("--arrival poisson needs to know how often: add a rate, such as --rate 20/s",
         p.arrival = &arrival_poisson);
    SAYS("--burstiness 0.5 needs to know how often: add a rate, such as --rate 20/s",
         p.burstiness = 0.5);
    SAYS("--burstiness does not go with --arrival poisson, which has none: use --arrival gamma",
         p.burstiness = 2, p.rate = 5, p.arrival = &arrival_poisson);
    SAYS("-t 8 is more threads than -c 2 users", p.threads = 8, p.users = 2);
    SAYS("-t 8 is more threads than -c 2 users", p.threads = 8, p.users = 2, p.rate = 100);
    SAYS("-t 8 is more threads than --max-in-flight 2", p.threads = 8, p.max_in_flight = 2,
         p.rate = 100);
    SAYS("--max-in-flight 5 is the limit of an open load, and users are at most as many as -c "
         "says: add a rate, such as --rate 20/s, or use -c",
         p.max_in_flight = 5);
    SAYS("--on-full needs a limit to be reached: add --max-in-flight 100", p.rate = 5, p.users = 0,
         p.on_full = ON_FULL_DROP);
    SAYS("--on-full needs an open load and a limit to be reached: add --rate 20/s and "
         "--max-in-flight 100",
         p.on_full = ON_FULL_QUEUE);
}

static void test_wrong_times(void)
{
    SAYS("-d 0: the run needs some time, such as -d 30s", p.lasts = 0);
    SAYS("the run would never end: say for how long, such as -d 30s, or how many requests, such as "
         "-n 1000",
         p.lasts = NANOS_NEVER);
    SAYS("the warm-up would never end: say how long it lasts, such as --warmup 10s",
         p.warmup = NANOS_NEVER);
    SAYS("the run would last longer than 292 years: try -d 30s",
         p.warmup = p.lasts = NANOS_NEVER / 2 + 1);
    SAYS("--timeout 0: no answer could be in time; try --timeout 2m", p.timeout = 0);
    SAYS("--stall 0: every pause would be a stall; try --stall 30s", p.stall = 0);
    SAYS("--grace is less than nothing; try --grace 30s", p.grace = -1);
}

static void test_defaults(void)
{
    struct plan p = plan_of_defaults();
    struct error err;

    ok(plan_check(&p, &err) == 0);
    ok(p.users == 10 && p.arrival == &arrival_users && p.threads == 1);
    ok(p.timeout == 120 * S && p.stall == 30 * S && p.grace == 30 * S);
    ok(p.scenarios[0].stage_count == 1 && p.scenarios[0].stages[0].lasts == 10 * S &&
       !p.scenarios[0].stages[0].warmup);
    ok(p.scenarios[0].stages[0].from == 10 && p.scenarios[0].stages[0].to == 10 &&
       p.scenarios[0].stages[0].arrival == &arrival_users);
    ok(plan_lasts(&p) == 10 * S);
    plan_release(&p);
    ok(plan_lasts(&p) == 0);
}

static void test_warmup(void)
{
    struct plan p = plan_of_defaults();
    struct error err;

    p.warmup = 5 * S;
    p.rate = 2.5;
    p.users = 0;
    p.arrival = &arrival_constant;
    ok(plan_check(&p, &err) == 0 && plan_check(&p, &err) == 0); /* twice is fine */
    ok(p.scenarios[0].stage_count == 2 && p.scenarios[0].stages[0].warmup &&
       !p.scenarios[0].stages[1].warmup);
    ok(p.scenarios[0].stages[0].lasts == 5 * S && p.scenarios[0].stages[1].lasts == 10 * S);
    ok(p.scenarios[0].stages[0].from == 2.5 && p.scenarios[0].stages[1].to == 2.5);
    ok(p.scenarios[0].stages[0].arrival == &arrival_constant &&
       p.scenarios[0].stages[1].arrival == &arrival_constant);
    ok(plan_lasts(&p) == 15 * S);
    plan_release(&p);
}

static void test_count_only(void)
{
    struct plan p = plan_of_defaults();
    struct error err;

    p.url = NULL;
    p.script = "chat.lua";
    p.lasts = NANOS_NEVER;
    p.requests = 100;
    p.warmup = S;
    ok(plan_check(&p, &err) == 0);
    ok(plan_lasts(&p) == NANOS_NEVER && p.scenarios[0].stage_count == 2);
    plan_release(&p);
}

static unsigned threads_for(uint64_t users, double rate)
{
    struct plan p = plan_of_defaults();
    struct error err;

    p.users = users;
    p.rate = rate;
    if (plan_check(&p, &err) != 0)
        return 0;
    plan_release(&p);
    return p.threads;
}

static unsigned at_most_processors(unsigned n)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

    return processors < (long)n ? (unsigned)processors : n;
}

static void test_threads(void)
{
    ok(threads_for(1, 0) == 1);
    ok(threads_for(999, 0) == 1);
    ok(threads_for(1000, 0) == at_most_processors(2));
    ok(threads_for(1000000, 0) == at_most_processors(1001));
    ok(threads_for(0, 4999) == 1);
    ok(threads_for(0, 5000) == at_most_processors(2));
    ok(threads_for(0, 1e12) == at_most_processors(1u << 30));
    ok(threads_for(1, 1e6) == 1); /* never more than users */
}

static void test_a_thread_for_each_user(void)
{
    struct plan p = plan_of_defaults();
    struct error err;

    p.threads = 10;
    ok(plan_check(&p, &err) == 0 && p.threads == 10);
    plan_release(&p);
}

static void test_arrival_by_rate(void)
{
    struct plan p = plan_of_defaults();
    struct error err;

    p.rate = 20;
    ok(plan_check(&p, &err) == 0 && p.arrival == &arrival_poisson &&
       p.scenarios[0].stages[0].from == 20 && plan_burstiness(&p) == 0);
    plan_release(&p);
    p = plan_of_defaults();
    p.rate = 20;
    p.burstiness = 0.5;
    p.warmup = S;
    note("who names a burstiness means gamma");
    ok(plan_check(&p, &err) == 0 && p.arrival == &arrival_gamma && plan_burstiness(&p) == 0.5);
    ok(p.scenarios[0].stages[0].burstiness == 0.5 && p.scenarios[0].stages[1].burstiness == 0.5);
    plan_release(&p);
    p.burstiness = 0;
    ok(plan_check(&p, &err) == 0 && plan_burstiness(&p) == 1);
    plan_release(&p);
}

int main(void)
{
    test_wrong_loads();
    test_wrong_times();
    test_defaults();
    test_warmup();
    test_count_only();
    test_threads();
    test_a_thread_for_each_user();
    test_arrival_by_rate();
    return tap_done();
}
