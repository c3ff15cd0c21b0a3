#include "measure/recorder.h"

#include "base/hist.h"
#include "base/rng.h"
#include "measure/metrics.h"
#include "measure/slo.h"
#include "tests/measure/made.h"
#include "tests/tap.h"

#include <math.h>

static const struct slo limits = {
    {[METRIC_TTFT] = 60 * MS, [METRIC_GAP] = 40 * MS}
};

#define S NANOS_PER_SECOND

/* A warm-up, then the second from T0 on. */
static struct recorder begin(struct labels *ls)
{
    struct recorder r = {.metrics = metrics_new(ls), .labels = ls, .slo = &limits};

    timeline_add(&r.timeline, timeline_add(&r.timeline, T0 - S, S, true), S, false);
    return r;
}

static struct counts end(struct recorder *r)
{
    struct counts c = *metrics_counts(r->metrics);

    metrics_free(r->metrics);
    timeline_release(&r->timeline);
    return c;
}

static struct counts counts_of_journey(struct labels *ls, struct journey j)
{
    struct recorder r = begin(ls);

    recorder_journey(&r, &j);
    return end(&r);
}

static void a_journey_is_due_in_the_window(struct labels *ls)
{
    struct recorder r = begin(ls);
    struct counts c;

    recorder_arrival(&r, 0, T0 - 1, MS, T0 + MS);
    recorder_arrival(&r, 0, T0, MS, T0 + MS);
    recorder_arrival(&r, 0, T0 + NANOS_PER_SECOND - 1, 0, T0 + NANOS_PER_SECOND - 1);
    recorder_arrival(&r, 0, T0 + NANOS_PER_SECOND - 1, 0, T0 + NANOS_PER_SECOND);
    c = end(&r);
    note("one of the warm-up is left out, and one of the window begins after it");
    ok(c.journeys_begun == 3 && c.journeys_late == 1 && c.journeys_queued == 1);
}

static void a_journey_counts_by_when_it_began(struct labels *ls)
{
    struct journey j = {.begun = T0, .ended = T0 + 2 * NANOS_PER_SECOND, .exchanges = 3};
    struct counts c = counts_of_journey(ls, j);

    note("in the window, and ended after it");
    ok(c.journeys == 1 && c.journey_requests == 3 && c.journeys_good == 0);
    ok(c.window_journeys == 0);
    note("in the warm-up, and ended in the window");
    j.begun = T0 - 1;
    j.ended = T0 + MS;
    j.good = true;
    c = counts_of_journey(ls, j);
    ok(c.journeys == 0 && c.journeys_good == 0);
    ok(c.window_journeys == 1 && c.window_journeys_good == 1);
    note("one whose code failed is not good, and is in no throughput");
    j.begun = T0;
    j.failed = true;
    c = counts_of_journey(ls, j);
    ok(c.journeys == 1 && c.journeys_failed == 1 && c.journeys_good == 0);
    ok(c.window_journeys == 0 && c.window_journeys_good == 0);
    note("one that we did not wait for is counted beside them, unless it is of the warm-up");
    j.failed = false;
    j.unfinished = true;
    c = counts_of_journey(ls, j);
    ok(c.journeys == 0 && c.journeys_unfinished == 1 && c.window_journeys == 0);
    j.begun = T0 - 1;
    ok(counts_of_journey(ls, j).journeys_unfinished == 0);
}

static void a_sample_is_good_by_the_limits(struct labels *ls)
{
    struct recorder r = begin(ls);
    struct sample s = made_sample();
    struct counts c;

    recorder_sample(&r, &s, NULL, 0, NULL, NULL, 0);
    ok(s.good && !s.warmup);
    recorder_gap(&r, &s, 30 * MS);
    recorder_gap(&r, &s, 41 * MS);
    recorder_gap(&r, &s, 10 * MS);
    ok(s.longest_gap == 41 * MS && hist_count(metrics_hist(r.metrics, METRIC_GAP)) == 3);
    recorder_sample(&r, &s, NULL, 0, NULL, NULL, 0);
    ok(!s.good);
    s = made_sample();
    s.due = T0 - 1;
    recorder_gap(&r, &s, 50 * MS);
    recorder_sample(&r, &s, NULL, 0, NULL, NULL, 0);
    ok(!s.good && s.warmup && hist_count(metrics_hist(r.metrics, METRIC_GAP)) == 3);
    c = end(&r);
    ok(c.begun == 2 && c.good == 1 && c.warmup == 1);
}

/* A warm-up in the middle, from T0 + 1 s to T0 + 2 s, is left out; what is due after the end is of
 * the last stage. */
static void a_sample_belongs_to_the_stage_it_was_due_in(struct labels *ls)
{
    static const struct expected {
        nanos due;
        unsigned stage;
        bool warmup;
    } all[] = {
        {-S,        1, true },
        {0,         2, false},
        {S,         3, true },
        {2 * S - 1, 3, true },
        {2 * S,     4, false},
        {9 * S,     4, false},
    };
    struct recorder r = begin(ls);

    timeline_add(&r.timeline, timeline_add(&r.timeline, T0 + S, S, true), S, false);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct sample s = made_sample();
        struct journey j = {.begun = T0 + all[i].due, .ended = T0 + 10 * S};

        s.due = T0 + all[i].due;
        recorder_gap(&r, &s, MS);
        ok(s.stage == all[i].stage && s.warmup == all[i].warmup);
        recorder_sample(&r, &s, NULL, 0, NULL, NULL, 0);
        recorder_journey(&r, &j);
        ok(j.stage == all[i].stage && j.warmup == all[i].warmup);
    }
    ok(hist_count(metrics_hist(r.metrics, METRIC_GAP)) == 3);
    ok(metrics_counts(r.metrics)->begun == 3 && metrics_counts(r.metrics)->journeys == 3);
    end(&r);
}

/* Four stages of a second each, the third of them warm-up. */
static struct recorder four(struct labels *ls)
{
    struct recorder r = {.metrics = metrics_new(ls), .labels = ls, .slo = &limits};
    nanos at = T0;

    for (int i = 0; i < 4; i++)
        at = timeline_add(&r.timeline, at, S, i == 2);
    return r;
}

/* An exchange of any length, due at any time; what of its tokens was in the window is known. */
static struct sample any_sample(struct recorder *r, struct rng *dice)
{
    struct sample s = made_sample();
    nanos due = T0 + (nanos)rng_below(dice, 5 * S), gap = 1 + (nanos)rng_below(dice, 40 * MS);

    s.due = s.ready = s.begun = s.sent = due;
    s.outcome = (uint8_t)rng_below(dice, OUTCOME_COUNT);
    s.first_token = s.last_token = due + MS;
    s.token_events = s.tokens_out = 1;
    s.events_in_window = recorder_counts(r, s.last_token);
    while (rng_below(dice, 100)) {
        recorder_gap(r, &s, gap);
        s.last_token += gap;
        s.token_events++;
        s.tokens_out += 3;
        s.events_in_window += recorder_counts(r, s.last_token);
    }
    s.ended = s.last_token + MS;
    return s;
}

static struct metrics *measured(struct labels *ls, struct rng *dice)
{
    struct recorder r = four(ls);
    struct metrics *all = metrics_new(NULL);

    for (int i = 0; i < 2000; i++) {
        struct sample s = any_sample(&r, dice);
        struct journey j = {
            .begun = s.due, .ended = s.ended, .failed = s.outcome == FAULT_RESET, .exchanges = 1};

        recorder_sample(&r, &s, "", 0, NULL, NULL, 0);
        j.good = s.good;
        recorder_journey(&r, &j);
        if (i % 100 == 0)
            recorder_missed(&r, 0, s.due);
    }
    metrics_merge(all, r.metrics);
    end(&r);
    return all;
}

static bool nearly(double a, double b)
{
    return fabs(a - b) < 1e-6 * (1 + fabs(b));
}

static void stages_make_the_whole(struct labels *ls)
{
    struct metrics *m;
    const struct counts *run;
    struct counts sum = {0};
    uint64_t gaps = 0, ttfts = 0;
    struct rng dice;

    rng_seed(&dice, tap_seed(77), 0);
    m = measured(ls, &dice);
    run = metrics_counts(m);
    for (unsigned stage = 1; stage <= 4; stage++) {
        const struct group *g = metrics_group(m, BY_STAGE, stage);
        const struct hist *gap = group_hist(g, METRIC_GAP), *ttft = group_hist(g, METRIC_TTFT);

        counts_merge(&sum, &g->counts);
        gaps += gap ? hist_count(gap) : 0;
        ttfts += ttft ? hist_count(ttft) : 0;
        ok(stage == 3 ? g->counts.warmup && !g->counts.begun && !gap && !g->counts.journeys
                      : g->counts.begun && !g->counts.warmup && gap);
    }
    ok(sum.begun == run->begun && sum.ok == run->ok && sum.warmup == run->warmup);
    ok(sum.unfinished == run->unfinished && sum.failed == run->failed && sum.good == run->good);
    ok(sum.tokens_out == run->tokens_out && sum.token_events == run->token_events);
    ok(sum.journeys == run->journeys && sum.journeys_failed == run->journeys_failed &&
       sum.journeys_missed == run->journeys_missed && run->journeys_missed == 20);
    note("throughput, too, is of the stage in which it was");
    ok(sum.window_requests == run->window_requests && sum.window_good == run->window_good);
    ok(sum.window_journeys == run->window_journeys && run->window_journeys > 0);
    ok(nearly(sum.window_tokens, run->window_tokens) && run->window_tokens > 0);
    ok(gaps == hist_count(metrics_hist(m, METRIC_GAP)) &&
       ttfts == hist_count(metrics_hist(m, METRIC_TTFT)));
    metrics_free(m);
}

int main(void)
{
    struct labels *ls = labels_new();

    a_journey_is_due_in_the_window(ls);
    a_journey_counts_by_when_it_began(ls);
    a_sample_is_good_by_the_limits(ls);
    a_sample_belongs_to_the_stage_it_was_due_in(ls);
    stages_make_the_whole(ls);
    labels_free(ls);
    return tap_done();
}
