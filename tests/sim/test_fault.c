/* Faults are read strictly, befall their share, and the gravest has the name. */

#include "base/error.h"
#include "base/rng.h"
#include "sim/fault.h"
#include "tests/tap.h"

static bool bad(const char *text)
{
    struct sim_rule r = {.share = 0.25};
    struct error err;

    return sim_rule_read(text, &r, &err) && r.share == 0.25;
}

static void test_reading(void)
{
    struct sim_rule r;
    struct error err;

    ok(!sim_rule_read("reset", &r, &err) && r.fault == SIM_RESET && r.share == 1 && r.at == -1);
    ok(!sim_rule_read("429:0.1", &r, &err) && r.fault == SIM_429 && r.share == 0.1);
    ok(!sim_rule_read("error:0.5@20", &r, &err) && r.fault == SIM_ERROR && r.at == 20);
    ok(!sim_rule_read("error_event@0", &r, &err) && r.fault == SIM_ERROR_EVENT && r.at == 0);
    ok(bad("") && bad("rese") && bad("resets"));
    ok(bad("reset:") && bad("reset:1.1") && bad("reset:-0.1") && bad("reset:x"));
    ok(bad("reset@") && bad("reset@-1") && bad("reset@2x") && bad("reset:0.5x"));
}

static void test_names(void)
{
    bool good = true;

    for (unsigned f = 0; f < SIM_FAULTS; f++) {
        struct sim_rule r;
        struct error err;

        good = good && !sim_rule_read(sim_fault_name(f), &r, &err) && r.fault == f &&
               sim_fault_summary(f)[0];
    }
    ok(good);
}

static void test_drawing(void)
{
    const struct sim_rule rules[] = {
        {SIM_CRLF,   1,   -1},
        {SIM_ERROR,  1,   7 },
        {SIM_RESET,  0.3, 3 },
        {SIM_REFUSE, 1,   -1}
    };
    struct rng dice;
    unsigned resets = 0;
    bool right = true;

    rng_seed(&dice, 1, 1);
    for (int i = 0; i < 1000; i++) {
        struct sim_given g = sim_given_draw(rules, 4, &dice);
        bool reset = sim_given_has(g, SIM_RESET);

        resets += reset;
        right = right && sim_given_has(g, SIM_CRLF) && !sim_given_has(g, SIM_REFUSE) &&
                sim_given_placed(g) == (reset ? SIM_RESET : SIM_ERROR) && g.at == (reset ? 3 : 7) &&
                sim_given_name(g) == sim_fault_name(sim_given_placed(g));
    }
    ok(right);
    note("%u resets of about 300", resets);
    ok(resets > 240 && resets < 360);
    ok(sim_given_name((struct sim_given){0}) == NULL);
    ok(sim_given_placed((struct sim_given){.faults = 1u << SIM_CRLF}) == SIM_FAULTS);
}

int main(void)
{
    test_reading();
    test_names();
    test_drawing();
    return tap_done();
}
