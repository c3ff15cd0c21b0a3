#include "measure/sample.h"

#include "tests/measure/made.h"
#include "tests/tap.h"

/* One answer that eleven tools describe in eleven ways: a role chunk, 13 chunks of reasoning
 * with 25 tokens, 13 chunks of content with 26, a usage chunk and [DONE]. */
static struct sample worked_example(void)
{
    return (struct sample){
        .due = T0 - 30 * MS,
        .ready = T0 - 2 * MS,
        .begun = T0 - 1 * MS,
        .sent = T0,
        .first_byte = T0 + 80 * MS,
        .first_event = T0 + 80 * MS,
        .first_token = T0 + 100 * MS,
        .first_answer = T0 + 600 * MS,
        .last_token = T0 + 1100 * MS,
        .ended = T0 + 1104 * MS,
        .events = 29,
        .token_events = 26,
        .tokens_out = 51,
        .has_usage = true,
        .streamed = true,
        .llm = true,
    };
}

static void worked_example_has_our_numbers(void)
{
    struct sample s = worked_example();

    ok(sample_ttft(&s) == 100 * MS);
    ok(sample_ttfa(&s) == 600 * MS);
    ok(sample_ttfc(&s) == 80 * MS);
    ok(sample_e2e(&s) == 1100 * MS);
    ok(sample_latency(&s) == 1104 * MS);
    ok(sample_tokens(&s) == 51);
    ok(sample_tpot(&s) == 20 * MS);
    ok(sample_lag(&s) == 1 * MS);
}

static void without_usage_events_are_counted(void)
{
    struct sample s = worked_example();

    s.has_usage = false;
    ok(sample_tokens(&s) == 26);
    ok(sample_tpot(&s) == 40 * MS);
}

static void a_missing_moment_makes_no_time(void)
{
    struct sample s = worked_example(), never = {0};

    s.first_answer = 0;
    ok(sample_ttfa(&s) == -1 && sample_ttft(&s) == 100 * MS);
    s.sent = 0;
    ok(sample_ttft(&s) == -1 && sample_ttfc(&s) == -1 && sample_e2e(&s) == -1);
    ok(sample_latency(&s) == -1);
    ok(sample_lag(&never) == -1 && sample_tpot(&never) == -1 && sample_tokens(&never) == 0);
}

static void one_token_or_one_event_has_no_spacing(void)
{
    struct sample s = worked_example();

    s.tokens_out = 2;
    ok(sample_tpot(&s) == 1000 * MS);
    s.tokens_out = 1;
    ok(sample_tpot(&s) == -1);
    s = worked_example();
    s.token_events = 1;
    s.last_token = s.first_token;
    ok(sample_tpot(&s) == -1);
}

/* Stamps of two clocks can cross by a hair. */
static void nothing_takes_less_than_no_time(void)
{
    struct sample s = worked_example();

    s.first_event = s.sent - 400;
    ok(sample_ttfc(&s) == 0);
}

/* Each a name of its own, since the summary counts them by it. */
static void outcomes_have_names(void)
{
    int wrong = 0;

    for (unsigned f = 0; f < OUTCOME_COUNT; f++) {
        wrong += !fault_name((enum fault)f);
        for (unsigned other = 0; other < f && !wrong; other++)
            wrong += !strcmp(fault_name((enum fault)f), fault_name((enum fault)other));
    }
    ok(wrong == 0);
    ok(!strcmp(fault_name(FAULT_NO_REPLY), "no_reply") && !strcmp(fault_name(FAULT_NONE), "ok"));
    ok(!strcmp(fault_name(FAULT_IN_STREAM), "in_stream") &&
       !strcmp(fault_name(STOPPED), "stopped"));
}

int main(void)
{
    worked_example_has_our_numbers();
    without_usage_events_are_counted();
    a_missing_moment_makes_no_time();
    one_token_or_one_event_has_no_spacing();
    nothing_takes_less_than_no_time();
    outcomes_have_names();
    return tap_done();
}
