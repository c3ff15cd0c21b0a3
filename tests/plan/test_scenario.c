/* Several scenarios in a plan: what they get adds up to what was asked for, exactly, over any
 * number of workers, and a plan that asks for what cannot be gets one sentence. */

#include "plan/scenario.h"

#include "base/error.h"
#include "plan/plan.h"
#include "plan/stage.h"
#include "tests/tap.h"

#include <math.h>

static struct plan plan;
static struct scenario_wish wishes[4];

static void want(size_t n)
{
    static const char *const names[] = {"chat", "lookup", "search", "tools"};

    plan_release(&plan);
    plan_init(&plan);
    plan.url = "http://localhost:8000";
    plan.wishes = wishes;
    plan.wish_count = n;
    for (size_t i = 0; i < n; i++)
        wishes[i] = (struct scenario_wish){.name = names[i]};
}

static bool says(const char *sentence)
{
    struct error err = {""};
    bool said = plan_check(&plan, &err) == -1 && !strcmp(err.text, sentence) && !plan.scenarios;

    if (!said)
        note("got: %s", err.text);
    return said;
}

static void decide(void)
{
    struct error err;

    if (plan_check(&plan, &err))
        printf("Bail out! %s\n", err.text);
}

static void test_wrong(void)
{
    want(2);
    wishes[1].name = "chat";
    ok(says("scenario 'chat': there are two of this name"));
    want(2);
    wishes[0].users = 5;
    wishes[0].rate = 1;
    ok(says("scenario 'chat': users and rate do not go together: either so many at a time, or so "
            "many a second"));
    want(2);
    wishes[1].weight = -1;
    ok(says("scenario 'lookup': a weight is more than 0, such as 3"));
    wishes[1].weight = NAN;
    ok(says("scenario 'lookup': a weight is more than 0, such as 3"));
    want(2);
    wishes[1].weight = 2;
    wishes[1].users = 2;
    ok(says("scenario 'lookup': a weight is a part of the run's own load, so it does not go with "
            "users"));
    want(2);
    wishes[1].rate = INFINITY;
    ok(says("scenario 'lookup': a rate is more than nothing, such as \"2.5/s\""));
    want(2);
    wishes[1].arrival = &arrival_constant;
    ok(says("scenario 'lookup': arrival = \"constant\" needs to know how often: add a rate, such "
            "as rate = \"2.5/s\""));
    plan.rate = 2;
    decide();
    ok(plan.scenarios[1].arrival == &arrival_constant &&
       plan.scenarios[0].arrival == &arrival_poisson);
    want(1);
    wishes[0].name = "";
    ok(says("scenarios: a scenario needs a name, such as chat"));
}

static void test_parts(void)
{
    double weights[3] = {3, 1, 1};
    uint64_t parts[3], wrong = 0;

    scenario_parts(10, weights, 3, parts);
    ok(parts[0] == 6 && parts[1] == 2 && parts[2] == 2);
    scenario_parts(11, weights, 3, parts);
    note("6.6, 2.2, 2.2: the first lost most");
    ok(parts[0] == 7 && parts[1] == 2 && parts[2] == 2);
    scenario_parts(1, weights, 3, parts);
    ok(parts[0] == 1 && parts[1] == 0 && parts[2] == 0);
    weights[0] = weights[1] = weights[2] = 1.0 / 3;
    scenario_parts(100, weights, 3, parts);
    note("alike: the first gets what is left");
    ok(parts[0] == 34 && parts[1] == 33 && parts[2] == 33);
    weights[0] = weights[1] = weights[2] = 0;
    scenario_parts(100, weights, 3, parts);
    ok(parts[0] + parts[1] + parts[2] == 0);
    for (uint64_t whole = 0; whole < 2000; whole++) {
        double odd[3] = {0.1, 0.7 + (double)whole, 1e-3};

        scenario_parts(whole, odd, 3, parts);
        wrong += parts[0] + parts[1] + parts[2] != whole;
    }
    note("the parts make the whole");
    ok(wrong == 0);
}

static void test_weights(void)
{
    want(3);
    wishes[0].weight = 3;
    wishes[1].users = 5;
    decide();
    note("10 users by 3 to 1, and 5 besides");
    ok(plan.scenarios[0].users == 8 && plan.scenarios[1].users == 5 &&
       plan.scenarios[2].users == 2);
    ok(plan_users(&plan) == 15 && plan_rate(&plan) == 0 && !strcmp(plan_arrival(&plan), "users"));
    ok(plan.scenarios[0].stages[0].from == 8 && plan.scenarios[1].stages[0].to == 5);
    want(3);
    wishes[0].weight = 3;
    wishes[1].users = 5;
    plan.users = 0;
    plan.rate = 20;
    decide();
    ok(plan.scenarios[0].rate == 15 && plan.scenarios[2].rate == 5 && plan.scenarios[1].rate == 0);
    ok(plan.scenarios[0].users == 0 && plan.scenarios[0].arrival == &arrival_poisson);
    ok(plan_users(&plan) == 0 && plan_rate(&plan) == 20 && !strcmp(plan_arrival(&plan), "mixed"));
    plan.users = 1;
    decide();
    note("a limit is shared as well, but nobody is limited to none, which would be no limit");
    ok(plan.scenarios[0].users == 1 && plan.scenarios[2].users == 1);
    note("arrivals of their own; the first has the plan's seed");
    ok(plan.scenarios[0].seed == plan.seed && plan.scenarios[2].seed != plan.seed);
}

static void test_burstiness(void)
{
    want(4);
    plan.rate = 40;
    plan.burstiness = 0.5;
    wishes[1].arrival = &arrival_poisson;
    wishes[2].burstiness = 4;
    wishes[3].users = 3;
    decide();
    note("the plan's, unless a scenario has an arrival of its own");
    ok(plan.scenarios[0].arrival == &arrival_gamma &&
       plan.scenarios[0].stages[0].burstiness == 0.5);
    ok(plan.scenarios[1].arrival == &arrival_poisson);
    ok(plan.scenarios[2].arrival == &arrival_gamma && plan.scenarios[2].stages[0].burstiness == 4);
    ok(plan.scenarios[3].arrival == &arrival_users && plan_burstiness(&plan) == 0.5);
}

static void test_limits(void)
{
    want(3);
    plan.rate = 40;
    plan.max_in_flight = 9;
    plan.on_full = ON_FULL_DROP;
    wishes[0].weight = 2;
    wishes[1].on_full = ON_FULL_QUEUE;
    wishes[2].rate = 3;
    wishes[2].max_in_flight = 4;
    decide();
    note("the plan's limit is shared by weight; a rate of one's own has its own");
    ok(plan.scenarios[0].users == 6 && plan.scenarios[1].users == 3 &&
       plan.scenarios[2].users == 4);
    ok(plan.scenarios[0].on_full == ON_FULL_DROP && plan.scenarios[2].on_full == ON_FULL_DROP);
    ok(plan.scenarios[1].on_full == ON_FULL_QUEUE);
}

static void test_requests(void)
{
    want(2);
    wishes[0].weight = 3;
    plan.requests = 100;
    decide();
    ok(plan.scenarios[0].requests == 75 && plan.scenarios[1].requests == 25);
    want(2);
    wishes[0].users = 4;
    wishes[1].users = 1;
    plan.requests = 100;
    decide();
    ok(plan.scenarios[0].requests == 80 && plan.scenarios[1].requests == 20);
    want(2);
    wishes[0].users = 4;
    wishes[1].rate = 1000;
    plan.requests = 101;
    decide();
    note("users and rates cannot be compared");
    ok(plan.scenarios[0].requests == 51 && plan.scenarios[1].requests == 50);
    want(2);
    plan.users = 1;
    plan.requests = 10;
    decide();
    note("where nobody goes none are waited for");
    ok(plan.scenarios[0].requests == 10 && plan.scenarios[1].requests == 0);
}

/* The ids a closed load deals: each once, the same for any number of workers. */
static void test_shares(void)
{
    for (unsigned threads = 1; threads <= 7; threads++) {
        uint64_t users[3] = {0}, requests[3] = {0};
        unsigned most = 0, idle = 0;

        want(3);
        wishes[0].users = 1;
        wishes[1].users = 1;
        wishes[2].users = 5;
        plan.requests = 23;
        plan.threads = threads;
        decide();
        for (unsigned w = 0; w < threads; w++) {
            uint64_t mine = 0;

            for (size_t i = 0; i < 3; i++) {
                const struct scenario *s = &plan.scenarios[i];
                struct share share;

                if (!scenario_share(s, w, threads, &share))
                    continue;
                mine += share_of(s->users, share);
                users[i] += share_of(s->users, share);
                requests[i] += share_of(s->requests, share);
                idle += !share_of(s->users, share) && share_of(s->requests, share);
            }
            most = mine > most ? (unsigned)mine : most;
        }
        ok(users[0] == 1 && users[1] == 1 && users[2] == 5);
        ok(requests[0] + requests[1] + requests[2] == 23 && !idle);
        note("dealt in turn, none has more than a fair part of the 7: %u of %u workers", most,
             threads);
        ok(most == (7 + threads - 1) / threads);
    }
    want(2);
    wishes[0].users = wishes[1].users = 1;
    plan.threads = 3;
    ok(says("-t 3 is more threads than -c 2 users"));
}

int main(void)
{
    test_wrong();
    test_parts();
    test_weights();
    test_burstiness();
    test_limits();
    test_requests();
    test_shares();
    plan_release(&plan);
    return tap_done();
}
