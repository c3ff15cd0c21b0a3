/* Faults are read strictly, befall their share, and the gravest has the name. */

#include "base/error.h"
#include "base/rng.h"
#include "sim/rule.h"
#include "tests/tap.h"

#include <string.h>

/* The rule that a text gives, or one of no fault at all. */
static struct sim_rule read_one(const char *text)
{
    struct sim_rules rules = {.count = 0};
    struct error err;
    bool good = !sim_rules_read(&rules, text, &err) && rules.count == 1;

    return good ? rules.list[0] : (struct sim_rule){.fault = SIM_FAULTS};
}

static bool is(const char *text, enum sim_fault f, double share, long at, int64_t argument)
{
    struct sim_rule r = read_one(text);

    return r.fault == f && r.share == share && r.at == at && r.argument == argument;
}

static void test_reading(void)
{
    ok(is("reset", SIM_RESET, 1, -1, 0));
    ok(is("429:0.1", SIM_429, 0.1, -1, 0));
    ok(is("error:0.5@20", SIM_ERROR, 0.5, 20, 0));
    ok(is("error_event@0", SIM_ERROR_EVENT, 1, 0, 0));
    ok(is("stall", SIM_STALL, 1, -1, 0));
    ok(is("stall(2s):0.02", SIM_STALL, 0.02, -1, 2 * NANOS_PER_SECOND));
    ok(is("stall(1m30s)@7", SIM_STALL, 1, 7, 90 * NANOS_PER_SECOND));
    ok(is("dribble", SIM_DRIBBLE, 1, -1, 16));
    ok(is("dribble(3)@20", SIM_DRIBBLE, 1, 20, 3));
    ok(is("reset@end", SIM_RESET, 1, SIM_LAST, SIM_AT_TOKEN));
    ok(is("reset(end):0.1", SIM_RESET, 0.1, SIM_LAST, SIM_AT_END));
    ok(is("reset(header)", SIM_RESET, 1, 0, SIM_AT_HEADER));
    ok(is("reset(start)", SIM_RESET, 1, -1, SIM_AT_START));
    ok(is("error(d)", SIM_ERROR, 1, -1, 'd') && is("error(i)", SIM_ERROR, 1, 0, 'i'));
    ok(is("huge(64kb)", SIM_HUGE, 1, -1, 64000) && is("huge(1mb)", SIM_HUGE, 1, -1, 1000000));
    ok(is("huge(2M)", SIM_HUGE, 1, -1, 2000000) && is("huge(1B)", SIM_HUGE, 1, -1, 1));
    ok(is("slow_header", SIM_SLOW_HEADER, 1, -1, 20 * NANOS_PER_MS));
}

static bool says(const char *text, int64_t argument, const char *words)
{
    struct sim_rule r = read_one(text);
    int len = words ? (int)strlen(words) : 0;

    return r.fault != SIM_FAULTS && r.argument == argument && !r.text == !words &&
           r.text_len == len &&
           (!words || (r.text > text && r.text + len < text + strlen(text) &&
                       !memcmp(r.text, words, (size_t)len)));
}

static void test_words(void)
{
    ok(says("503(html)", SIM_HTML, NULL) && says("503(empty)", SIM_NO_BODY, NULL));
    ok(says("429(2.5):0.1", SIM_JSON, "2.5") && says("529(date)", SIM_JSON, "date"));
    ok(says("502(html+30)", SIM_HTML, "30") && says("502(never+plain)", SIM_PLAIN, "never"));
    ok(says("503", SIM_JSON, NULL));
    ok(says("wrong_type", 0, NULL));
    ok(says("wrong_type(a/b; c=d, e@f:g):0.5", 0, "a/b; c=d, e@f:g"));
}

/* One sentence that holds these words, and what was there before is there still. */
static void refused(const char *text, const char *words)
{
    struct sim_rules rules = {.list = {{.fault = SIM_CRLF}}, .count = 1};
    struct error err = {.text = ""};
    bool right = sim_rules_read(&rules, text, &err) && rules.count == 1 && strstr(err.text, words);

    if (!right)
        note("\"%s\": %s", text, err.text);
    ok(right);
}

static void test_bad_ones(void)
{
    refused("", "a name is missing");
    refused("reset,", "a name is missing");
    refused("crlf,,reset", "a name is missing");
    refused("rese", "there is no fault \"rese\"; did you mean \"reset\"?");
    refused("crlf,stal(2s):0.1", "did you mean \"stall\"?");
    refused("pineapple", "there is no fault \"pineapple\" (stoke sim --help lists them)");
    refused("reset:", "the share \"\" is no number from 0 to 1 (example: reset:0.1)");
    refused("reset:1.1", "the share \"1.1\"");
    refused("reset:-0.1", "the share \"-0.1\"");
    refused("reset:nan", "the share \"nan\"");
    refused("reset:0.5x", "the share \"0.5x\"");
    refused("reset@", "the place \"\" is neither a number of tokens nor end (example: reset@20)");
    refused("reset@-1", "the place \"-1\"");
    refused("reset@2x", "the place \"2x\"");
    refused("reset@20:0.1", "the place \"20:0.1\"");
    refused("crlf@3", "crlf happens at no token");
    refused("stall(soon)", "stall takes a time span in parentheses, such as 2s, not \"soon\"");
    refused("stall()", "not \"\"");
    refused("stall(0s)", "not \"0s\"");
    refused("dribble(many)",
            "dribble takes a whole number up to a million in parentheses, such as 3");
    refused("dribble(0)", "not \"0\"");
    refused("crlf(3)", "crlf takes nothing in parentheses, not \"3\"");
    refused("reset(middle)", "reset takes one of start, header, token, end");
    refused("error(k)", "error takes a letter from a to j in parentheses, not \"k\"");
    refused("error(aa)", "not \"aa\"");
    refused("huge(65mb)", "huge takes up to 64 MB in parentheses, such as 64kb or 1mb");
    refused("huge(b)", "not \"b\"");
    refused("503(xml)", "503 takes json, plain, html, detail or empty in parentheses");
    refused("503(html+)", "not \"html+\"");
    refused("503(1.2.3)", "not \"1.2.3\"");
    refused("503(.)", "not \".\"");
    refused("503(5.)", "not \"5.\"");
    refused("bunch(1000001)", "bunch takes a whole number up to a million");
    refused("503()", "not \"\"");
    refused("wrong_type()", "wrong_type takes a line of text");
    refused("wrong_type(a\r\nb: c)", "wrong_type takes a line of text");
    refused("stall(2s", "\"stall(2s\" has no closing parenthesis");
    refused("stall(2s)5", "\"5\" stands behind a fault");
}

static void test_lists(void)
{
    struct sim_rules rules = {.count = 0};
    struct error err;
    bool full = true;

    ok(!sim_rules_read(&rules, "reset:0.01,stall(2s):0.02,dribble(3)@20", &err));
    ok(!sim_rules_read(&rules, "429", &err) && rules.count == 4);
    ok(rules.list[0].fault == SIM_RESET && rules.list[0].share == 0.01);
    ok(rules.list[1].fault == SIM_STALL && rules.list[1].argument == 2 * NANOS_PER_SECOND);
    ok(rules.list[2].fault == SIM_DRIBBLE && rules.list[2].at == 20);
    ok(rules.list[3].fault == SIM_429);
    while (rules.count < SIM_RULES_MAX)
        full = full && !sim_rules_read(&rules, "crlf", &err);
    ok(full && sim_rules_read(&rules, "crlf", &err) && strstr(err.text, "more than 128"));
}

static void test_names(void)
{
    bool good = true;

    for (unsigned f = 0; f < SIM_FAULTS; f++) {
        const struct sim_trait *t = sim_fault_trait((enum sim_fault)f);

        good = good && read_one(t->name).fault == f && t->summary[0] &&
               read_one(t->name).argument == t->otherwise;
    }
    ok(good);
}

static void test_drawing(void)
{
    const struct sim_rule rules[] = {
        {.fault = SIM_CRLF,   .share = 1,   .at = -1},
        {.fault = SIM_ERROR,  .share = 1,   .at = 7 },
        {.fault = SIM_RESET,  .share = 0.3, .at = 3 },
        {.fault = SIM_REFUSE, .share = 1,   .at = -1}
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
                sim_given_placed(g) == (reset ? SIM_RESET : SIM_ERROR) && g.any &&
                sim_given_rule(&g, sim_given_placed(g))->at == (reset ? 3 : 7) &&
                sim_given_name(g) == sim_fault_name(sim_given_placed(g));
    }
    ok(right);
    note("%u resets of about 300", resets);
    ok(resets > 240 && resets < 360);
    ok(sim_given_name((struct sim_given){0}) == NULL);
    ok(sim_given_placed(sim_given_draw(rules, 1, &dice)) == SIM_FAULTS);
    ok(!sim_given_draw(rules + 3, 1, &dice).any);
}

static void test_habits_from_a_token_on(void)
{
    const struct sim_rule rules[] = {
        {.fault = SIM_DRIBBLE, .share = 1, .at = 20,             .argument = 3},
        {.fault = SIM_DRIP,                    .share = 1,              .at = 40    },
        {.fault = SIM_COMMENTS,                    .share = 1,          .at = -1}
    };
    struct sim_given g;
    struct rng dice;

    rng_seed(&dice, 1, 1);
    g = sim_given_draw(rules, 3, &dice);
    ok(sim_given_yet(&g, SIM_COMMENTS, 0) && !sim_given_yet(&g, SIM_CRLF, 100));
    ok(sim_given_write(&g, 19) == 0 && sim_given_write(&g, 20) == 3);
    ok(sim_given_write(&g, 40) == 1);
    ok(sim_given_argument(&g, SIM_DRIBBLE, 0) == 3 && sim_given_argument(&g, SIM_STALL, 9) == 9);
}

int main(void)
{
    test_reading();
    test_words();
    test_bad_ones();
    test_lists();
    test_names();
    test_drawing();
    test_habits_from_a_token_on();
    return tap_done();
}
