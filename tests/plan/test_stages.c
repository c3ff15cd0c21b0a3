/* What becomes of the stages that somebody asks for. */

#include "base/error.h"
#include "base/rng.h"
#include "plan/arrival.h"
#include "plan/plan.h"
#include "tests/tap.h"

#include <math.h>

#define S NANOS_PER_SECOND

enum { STAGES = 5, SCENARIOS = 4 };

static struct plan plan_of(struct stage_wish *wishes, size_t n, enum stage_unit unit)
{
    struct plan p;

    stages_settle(wishes, n, 0, unit);
    plan_init(&p);
    p.url = "http://localhost:8000";
    p.stage_wishes = wishes;
    p.stage_wish_count = n;
    p.threads = 1;
    if (wishes[0].unit == STAGE_RATE)
        p.rate = stages_peak(wishes, n);
    p.users = (uint64_t)ceil(stages_peak(wishes, n));
    return p;
}

static void says(struct plan p, const char *sentence)
{
    struct error err = {""};
    int result = plan_check(&p, &err);

    if (strcmp(err.text, sentence) != 0)
        note("got: %s", err.text);
    tap_report(result == -1 && !strcmp(err.text, sentence) && !p.scenarios, __FILE__, __LINE__,
               "%s", sentence);
    plan_release(&p);
}

#define SAYS(sentence, ...)                                            \
    do {                                                               \
        struct stage_wish w[] = {__VA_ARGS__};                         \
        says(plan_of(w, sizeof w / sizeof *w, STAGE_USERS), sentence); \
    } while (0)

static void test_wrong(void)
{
    SAYS("stage 1: a stage needs some time, such as 2m; a level that is there at once is where a "
         "stage begins, as in 2m:50..50",
         {.to = 5});
    SAYS("stage 2 (spike): a stage needs some time, such as 2m; a level that is there at once is "
         "where a stage begins, as in 2m:50..50",
         {.lasts = S, .to = 5}, {.name = "spike", .lasts = -S, .to = 5});
    SAYS("stage 1: a stage has an end: say how long it lasts, such as 2m",
         {.lasts = NANOS_NEVER, .to = 5});
    SAYS("stage 1: -5 is no number of users: expected a whole one, 0 or more",
         {.lasts = S, .to = -5});
    SAYS("stage 1: 2.5 is no number of users: expected a whole one, 0 or more",
         {.lasts = S, .from = 2.5, .to = 3});
    SAYS("stage 1: -2 is no rate: expected 0 or more, such as 20/s",
         {.lasts = S, .from = -2, .to = 3, .unit = STAGE_RATE});
    SAYS("stage 1: inf is no rate: expected 0 or more, such as 20/s",
         {.lasts = S, .to = INFINITY, .unit = STAGE_RATE});
    SAYS("users and rates do not go together: one stage counts users, another journeys a second",
         {.lasts = S, .to = 5}, {.lasts = S, .to = 5, .unit = STAGE_RATE});
    SAYS("all stages stay at 0: nobody would come", {.lasts = S, .to = 0});
    SAYS("all stages are warm-up: nothing would be measured",
         {.lasts = S, .to = 5, .warmup = true});
    SAYS("the stages would last longer than 292 years", {.lasts = NANOS_NEVER - 1, .to = 5},
         {.lasts = S, .to = 5});
}

static void test_settled(void)
{
    struct stage_wish w[] = {
        {.lasts = S, .from = STAGE_GOES_ON, .to = 20,  .unit = STAGE_RATE},
        {.lasts = S,          .from = STAGE_GOES_ON,                      .to = 5},
        {.lasts = S,          .from = 7,                      .to = 7            },
    };

    stages_settle(w, 3, 3, STAGE_USERS);
    note("each goes on from the one before it, in what that one counts");
    ok(w[0].from == 3 && w[1].from == 20 && w[2].from == 7);
    ok(w[1].unit == STAGE_RATE && w[2].unit == STAGE_RATE);
    ok(stages_peak(w, 3) == 20);
}

static void test_warmup(void)
{
    struct stage_wish w[] = {
        {.lasts = 5 * S, .from = 4,             .to = 9      },
        {.lasts = 2 * S, .from = STAGE_GOES_ON, .to = 9,       .warmup = true},
        {.lasts = 3 * S,              .from = STAGE_GOES_ON,                      .to = 0},
    };
    struct plan p = plan_of(w, 3, STAGE_USERS);
    struct error err;

    p.warmup = S;
    ok(plan_check(&p, &err) == 0 && p.scenarios[0].stage_count == 4);
    note("--warmup holds the first level; other stages may be warm-up, too");
    ok(p.scenarios[0].stages[0].from == 4 && p.scenarios[0].stages[0].to == 4);
    ok(p.scenarios[0].stages[0].warmup && p.scenarios[0].stages[2].warmup);
    ok(plan_lasts(&p) == 11 * S && plan_warmup(&p) == 3 * S);
    ok(plan_users(&p) == 9 && plan_rate(&p) == 0);
    plan_release(&p);
    w[0].from = 0;
    p.warmup = S;
    says(p, "--warmup holds the level at which the first stage begins, and that is 0: begin it "
            "higher, or make a stage the warm-up");
}

static void random_wishes(struct stage_wish *w, struct rng *r, bool rate)
{
    for (int i = 0; i < STAGES; i++) {
        w[i] = (struct stage_wish){
            .lasts = 1 + (nanos)rng_below(r, 60 * S),
            .from = rng_below(r, 2) ? STAGE_GOES_ON : (double)rng_below(r, 50),
            .to = (double)(1 + rng_below(r, 50)),
            .unit = rate ? STAGE_RATE : STAGE_USERS,
            .warmup = i > 0 && rng_below(r, 4) == 0,
        };
        if (rate)
            w[i].to += rng_unit(r);
    }
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * (1 + fabs(b));
}

/* At both ends of each stage the scenarios' levels are the run's, and its area is theirs. */
static int off_the_whole(const struct plan *p, const struct stage_wish *w)
{
    int wrong = 0;

    for (int i = 0; i < STAGES; i++) {
        double from = 0, to = 0;

        for (size_t k = 0; k < p->scenario_count; k++) {
            from += p->scenarios[k].stages[i].from;
            to += p->scenarios[k].stages[i].to;
            wrong += p->scenarios[k].stages[i].lasts != w[i].lasts;
        }
        wrong += !near(from, w[i].from) || !near(to, w[i].to);
    }
    return wrong;
}

static void test_parts_sum(struct rng *r, bool rate)
{
    static const char *const names[SCENARIOS] = {"a", "b", "c", "d"};
    int wrong = 0;

    for (int round = 0; round < 300; round++) {
        struct stage_wish w[STAGES];
        struct scenario_wish s[SCENARIOS] = {{0}};
        struct plan p;
        struct error err;

        random_wishes(w, r, rate);
        for (int i = 0; i < SCENARIOS; i++)
            s[i] = (struct scenario_wish){.name = names[i], .weight = 0.1 + rng_unit(r)};
        p = plan_of(w, STAGES, STAGE_USERS);
        p.wishes = s;
        p.wish_count = 1 + rng_below(r, SCENARIOS);
        wrong += plan_check(&p, &err) != 0 || off_the_whole(&p, w);
        plan_release(&p);
    }
    ok(wrong == 0);
}

static void test_own_load_stays(void)
{
    struct stage_wish w[] = {
        {.lasts = S, .from = 0,             .to = 10},
        {.lasts = S, .from = STAGE_GOES_ON, .to = 0 },
    };
    struct scenario_wish s[] = {
        {.name = "own", .users = 3},
        {.name = "rest"            }
    };
    struct plan p = plan_of(w, 2, STAGE_USERS);
    struct error err;

    p.wishes = s;
    p.wish_count = 2;
    ok(plan_check(&p, &err) == 0);
    ok(p.scenarios[0].stages[0].from == 3 && p.scenarios[0].stages[1].to == 3);
    ok(p.scenarios[1].stages[0].from == 0 && p.scenarios[1].stages[0].to == 10);
    ok(plan_users(&p) == 13);
    plan_release(&p);
}

int main(void)
{
    struct rng r;

    rng_seed(&r, tap_seed(1), 0);
    test_wrong();
    test_settled();
    test_warmup();
    test_parts_sum(&r, false);
    test_parts_sum(&r, true);
    test_own_load_stays();
    return tap_done();
}
