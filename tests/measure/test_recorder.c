#include "measure/recorder.h"

#include "base/hist.h"
#include "measure/metrics.h"
#include "measure/slo.h"
#include "tests/measure/made.h"
#include "tests/tap.h"

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

int main(void)
{
    struct labels *ls = labels_new();

    a_journey_counts_by_when_it_began(ls);
    a_sample_is_good_by_the_limits(ls);
    a_sample_belongs_to_the_stage_it_was_due_in(ls);
    labels_free(ls);
    return tap_done();
}
