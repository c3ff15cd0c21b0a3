#include "measure/recorder.h"

#include "base/hist.h"
#include "measure/metrics.h"
#include "measure/slo.h"
#include "tests/measure/made.h"
#include "tests/tap.h"

static const struct slo limits = {
    {[METRIC_TTFT] = 60 * MS, [METRIC_GAP] = 40 * MS}
};

/* The window is the second from T0 on. */
static struct recorder begin(struct labels *ls)
{
    return (struct recorder){
        .metrics = metrics_new(ls),
        .labels = ls,
        .from = T0,
        .to = T0 + NANOS_PER_SECOND,
        .slo = &limits,
    };
}

static struct counts end(struct recorder *r)
{
    struct counts c = *metrics_counts(r->metrics);

    metrics_free(r->metrics);
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

int main(void)
{
    struct labels *ls = labels_new();

    a_journey_counts_by_when_it_began(ls);
    a_sample_is_good_by_the_limits(ls);
    labels_free(ls);
    return tap_done();
}
