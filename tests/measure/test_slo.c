#include "measure/slo.h"

#include "base/error.h"
#include "tests/measure/made.h"
#include "tests/tap.h"

#include <string.h>

/* Is a sample good if this metric is limited to so much? */
static bool good(const struct sample *s, enum metric which, nanos limit)
{
    struct slo o = {{0}};

    o.limits[which] = limit;
    return slo_met(&o, s);
}

/* A limit is kept by what takes just as long, and broken by a nanosecond more. */
static void the_limit_itself_is_within(void)
{
    struct sample s = made_sample();
    static const struct {
        enum metric which;
        nanos takes;
    } times[] = {
        {METRIC_TTFT,        50 * MS            },
        {METRIC_TTFT_DUE,    50 * MS + MS / 10  },
        {METRIC_TTFA,        50 * MS            },
        {METRIC_TPOT,        10 * MS            },
        {METRIC_GAP,         31 * MS            },
        {METRIC_E2E,         1040 * MS          },
        {METRIC_E2E_DUE,     1040 * MS + MS / 10},
        {METRIC_LATENCY,     1042 * MS          },
        {METRIC_LATENCY_DUE, 1042 * MS + MS / 10},
    };

    s.longest_gap = 31 * MS;
    for (unsigned i = 0; i < sizeof times / sizeof *times; i++) {
        ok(good(&s, times[i].which, times[i].takes));
        ok(!good(&s, times[i].which, times[i].takes - 1));
    }
}

static void all_limits_must_be_kept(void)
{
    struct sample s = made_sample();
    struct slo o = {
        {[METRIC_TTFT] = 60 * MS, [METRIC_TPOT] = 20 * MS}
    };

    ok(slo_met(&o, &s) && !slo_empty(&o));
    o.limits[METRIC_TPOT] = 9 * MS;
    ok(!slo_met(&o, &s));
    ok(slo_met(NULL, &s) && slo_empty(&(struct slo){{0}}));
}

static void what_failed_is_never_good(void)
{
    for (unsigned f = FAULT_NONE + 1; f < FAULT_COUNT; f++) {
        struct sample s = made_fault((enum fault)f);

        ok(!slo_met(NULL, &s) && !good(&s, METRIC_TTFT, NANOS_PER_SECOND));
    }
    ok(!good(&(struct sample){.outcome = UNFINISHED}, METRIC_TTFT, NANOS_PER_SECOND));
}

/* Whoever stops a reply has what he wanted of it. */
static void what_was_stopped_is_judged_by_its_wait(void)
{
    struct sample s = made_fault(STOPPED);

    s.longest_gap = NANOS_PER_SECOND;
    ok(good(&s, METRIC_E2E, MS) && good(&s, METRIC_TPOT, MS) && good(&s, METRIC_GAP, MS));
    ok(good(&s, METRIC_TTFT, 50 * MS) && !good(&s, METRIC_TTFT, 50 * MS - 1));
    s.first_token = s.first_answer = s.last_token = 0;
    ok(good(&s, METRIC_TTFT, 1042 * MS) && !good(&s, METRIC_TTFT, 1042 * MS - 1));
    s.llm = false;
    ok(good(&s, METRIC_TTFT, 1) && slo_met(NULL, &s));
}

static void a_time_that_is_not_there_keeps_every_limit(void)
{
    struct sample page = made_page(5 * MS, 200), one = made_sample();

    ok(good(&page, METRIC_TTFT, 1) && good(&page, METRIC_E2E, 1) && good(&page, METRIC_TPOT, 1));
    ok(good(&page, METRIC_LATENCY, 5 * MS) && !good(&page, METRIC_LATENCY, 5 * MS - 1));
    one.tokens_out = 1;
    ok(good(&one, METRIC_TPOT, 1));
}

/* Nobody sees a token of a reply in one piece before all of it is there. */
static void an_answer_in_one_piece_has_its_first_token_at_its_end(void)
{
    struct sample s = made_sample();

    s.streamed = false;
    s.token_events = 0;
    s.first_token = s.first_answer = s.last_token = 0;
    ok(good(&s, METRIC_TTFT, 1042 * MS) && !good(&s, METRIC_TTFT, 1041 * MS));
    ok(good(&s, METRIC_E2E, 1042 * MS) && !good(&s, METRIC_E2E, 1041 * MS));
}

static bool reads(const char *text, nanos ttft, nanos gap)
{
    struct slo o = {
        {[METRIC_TTFT] = 1, [METRIC_GAP] = 1}
    };
    struct error err;

    return slo_read(&o, text, &err) == 0 && o.limits[METRIC_TTFT] == ttft &&
           o.limits[METRIC_GAP] == gap;
}

static bool refuses(const char *text, const char *words)
{
    struct slo o = {{[METRIC_TTFT] = 1}};
    struct error err;
    bool yes = slo_read(&o, text, &err) && strstr(err.text, words) && o.limits[METRIC_TTFT] == 1;

    if (!yes)
        note("%s: %s", text, err.text);
    return yes;
}

static void limits_are_read(void)
{
    ok(reads("ttft:500ms", 500 * MS, 0));
    ok(reads("gap:0.2,e2e:1m,ttft:2s", 2000 * MS, 200 * MS));
    ok(refuses("ttfb:1s", "only ttft, ttfa, tpot, gap, e2e, latency, ttft_due, e2e_due and "
                          "latency_due can"));
    ok(refuses("journey:1s", "cannot be limited") && refuses("ttft:1s,", "\"\" is no limit"));
    ok(refuses("ttft", "expected some such as ttft:500ms") &&
       refuses("ttft:soon", "ttft: \"soon\""));
    ok(refuses("gap:1s,ttft:0", "ttft: nothing takes no time") && refuses("", "is no limit"));
}

int main(void)
{
    limits_are_read();
    the_limit_itself_is_within();
    all_limits_must_be_kept();
    what_failed_is_never_good();
    what_was_stopped_is_judged_by_its_wait();
    a_time_that_is_not_there_keeps_every_limit();
    an_answer_in_one_piece_has_its_first_token_at_its_end();
    return tap_done();
}
