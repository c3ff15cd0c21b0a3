#include "measure/metrics.h"

#include "base/hist.h"
#include "tests/measure/made.h"
#include "tests/tap.h"

#include <stdlib.h>

static uint64_t count_of(const struct metrics *m, enum metric which)
{
    return hist_count(metrics_hist(m, which));
}

static uint64_t all_values(const struct metrics *m)
{
    uint64_t n = 0;

    for (unsigned i = 0; i < METRIC_COUNT; i++)
        n += count_of(m, (enum metric)i);
    return n;
}

static void a_good_answer_is_in_every_distribution(struct metrics *m)
{
    struct sample s = made_sample();

    s.reused = false;
    s.connected = s.begun + 2 * MS;
    s.tls_done = s.begun + 7 * MS;
    s.due -= 100 * MS;
    metrics_sample(m, &s, true);
    ok(hist_max(metrics_hist(m, METRIC_TTFT)) == 50 * MS);
    ok(hist_max(metrics_hist(m, METRIC_TTFT_DUE)) == 50 * MS + MS / 10 + 100 * MS);
    ok(hist_max(metrics_hist(m, METRIC_TTFA)) == 50 * MS);
    ok(hist_max(metrics_hist(m, METRIC_TTFC)) == 41 * MS);
    ok(hist_max(metrics_hist(m, METRIC_TPOT)) == 10 * MS);
    ok(hist_max(metrics_hist(m, METRIC_E2E)) == 1040 * MS);
    ok(hist_max(metrics_hist(m, METRIC_E2E_DUE)) == 1040 * MS + MS / 10 + 100 * MS);
    ok(hist_max(metrics_hist(m, METRIC_LATENCY)) == 1042 * MS);
    ok(hist_max(metrics_hist(m, METRIC_LATENCY_DUE)) == 1042 * MS + MS / 10 + 100 * MS);
    ok(hist_max(metrics_hist(m, METRIC_CONNECT)) == 7 * MS);
    ok(metrics_counts(m)->connects == 1 && metrics_counts(m)->reused == 0);
}

static void one_that_failed_is_in_none(struct metrics *m)
{
    for (unsigned f = FAULT_NONE + 1; f < FAULT_COUNT; f++) {
        struct sample s = made_fault((enum fault)f);

        s.reused = false;
        s.connected = s.begun + MS;
        metrics_sample(m, &s, true);
    }
    ok(all_values(m) == 0);
    ok(metrics_counts(m)->failed == FAULT_COUNT - 1);
    ok(metrics_counts(m)->faults[FAULT_RESET] == 1 && metrics_counts(m)->faults[FAULT_SCRIPT] == 1);
    ok(metrics_counts(m)->tokens_out == 0 && metrics_counts(m)->window_tokens == 0);
    ok(metrics_counts(m)->window_requests == 0 && metrics_counts(m)->begun == FAULT_COUNT - 1);
    ok(metrics_status(m, 0)->count == FAULT_COUNT - 1);
}

static void one_that_was_stopped_keeps_its_beginning(struct metrics *m)
{
    struct sample s = made_fault(STOPPED);

    s.has_usage = false;
    s.tokens_out = 0;
    s.token_events = s.events_in_window = 30;
    metrics_sample(m, &s, true);
    ok(count_of(m, METRIC_TTFT) == 1 && count_of(m, METRIC_TTFT_DUE) == 1);
    ok(count_of(m, METRIC_E2E) == 0 && count_of(m, METRIC_TPOT) == 0);
    ok(count_of(m, METRIC_LATENCY) == 0 && count_of(m, METRIC_TTFA) == 0);
    ok(metrics_counts(m)->stopped == 1 && metrics_counts(m)->failed == 0);
    ok(metrics_counts(m)->tokens_out == 30 && metrics_counts(m)->window_tokens == 30);
    ok(metrics_counts(m)->llm_ok == 0);
}

static void one_that_is_unfinished_is_only_counted(struct metrics *m)
{
    struct sample s = made_fault(UNFINISHED);

    s.has_usage = false;
    s.token_events = s.events_in_window = 30;
    metrics_sample(m, &s, false);
    ok(all_values(m) == 0);
    ok(metrics_counts(m)->unfinished == 1 && metrics_counts(m)->begun == 1);
    ok(metrics_counts(m)->tokens_out == 0 && metrics_counts(m)->window_tokens == 30);
}

static void warmup_adds_to_the_window_alone(struct metrics *m)
{
    struct sample s = made_sample();

    s.warmup = true;
    s.events_in_window = 25;
    metrics_sample(m, &s, true);
    ok(metrics_counts(m)->warmup == 1 && metrics_counts(m)->begun == 0);
    ok(metrics_counts(m)->window_requests == 1 && metrics_counts(m)->window_tokens == 25);
    ok(metrics_counts(m)->window_tokens_in == 20 && metrics_counts(m)->tokens_out == 0);
    ok(all_values(m) == 0 && !metrics_status(m, 0));
}

static void an_answer_in_one_piece_has_no_token_times(struct metrics *m)
{
    struct sample s = made_sample();

    s.streamed = s.kernel = false;
    s.token_events = s.events = s.events_in_window = 1;
    s.first_token = s.last_token = s.first_answer = s.ended;
    metrics_sample(m, &s, true);
    ok(count_of(m, METRIC_TTFT) + count_of(m, METRIC_TPOT) + count_of(m, METRIC_TTFC) == 0);
    ok(hist_max(metrics_hist(m, METRIC_E2E)) == 1042 * MS && count_of(m, METRIC_LATENCY) == 1);
    ok(metrics_counts(m)->window_tokens == 100 && metrics_counts(m)->token_bearing == 0);
    ok(metrics_counts(m)->streamed == 0 && metrics_counts(m)->llm_ok == 1);

    s.first_token = s.last_token = 0;
    s.token_events = 0;
    metrics_sample(m, &s, true);
    ok(count_of(m, METRIC_E2E) == 2 && metrics_counts(m)->window_tokens == 200);
}

static void a_page_has_latency_alone(struct metrics *m)
{
    struct sample good = made_page(5 * MS, 302), bad = made_page(9 * MS, 404);

    metrics_sample(m, &good, true);
    metrics_sample(m, &bad, true);
    ok(count_of(m, METRIC_LATENCY) == 1 && hist_max(metrics_hist(m, METRIC_LATENCY)) == 5 * MS);
    ok(count_of(m, METRIC_E2E) == 0 && metrics_counts(m)->llm_ok == 0);
    ok(metrics_status(m, 0)->status == 302 && metrics_status(m, 1)->status == 404);
    ok(!metrics_status(m, 2) && metrics_counts(m)->bytes_down == 2000);
}

static void usage_and_clocks_are_counted(struct metrics *m)
{
    struct sample s = made_sample();

    s.coalesced = 7;
    s.tokens_cached = 16;
    s.has_cached = true;
    metrics_sample(m, &s, false);
    s.has_usage = s.has_input = s.has_cached = s.kernel = false;
    metrics_sample(m, &s, false);
    ok(metrics_counts(m)->llm_ok == 2 && metrics_counts(m)->with_usage == 1);
    ok(metrics_counts(m)->token_bearing == 2 && metrics_counts(m)->kernel_stamped == 1);
    ok(metrics_counts(m)->tokens_in == 20 && metrics_counts(m)->tokens_cached == 16);
    ok(metrics_counts(m)->with_input == 1 && metrics_counts(m)->with_cached == 1);
    ok(metrics_counts(m)->coalesced == 14 && metrics_counts(m)->window_requests == 0);
}

/* The worked example of the reference: 26 token events over 1000 ms. */
static void gaps_are_as_they_came(struct metrics *m)
{
    struct sample s = made_sample();

    for (int i = 1; i <= 12; i++)
        metrics_gap(m, &s, 40 * MS);
    metrics_gap(m, &s, 20 * MS);
    for (int i = 1; i <= 12; i++)
        metrics_gap(m, &s, 500 * MS / 12);
    ok(count_of(m, METRIC_GAP) == 25);
    ok((int64_t)(hist_mean(metrics_hist(m, METRIC_GAP)) / 1000) == 39999);
    metrics_gap(m, &s, -5);
    ok(hist_min(metrics_hist(m, METRIC_GAP)) == 0);
}

static void examples_and_the_rest(struct metrics *m)
{
    char *large = calloc(1, 6000);

    memset(large, 'x', 5999);
    metrics_example(m, FAULT_RESET, "first", 5);
    metrics_example(m, FAULT_RESET, "second", 6);
    metrics_example(m, FAULT_STATUS, large, 5999);
    metrics_script_fault(m, "no such field");
    metrics_script_fault(m, "another");
    ok(strcmp(metrics_example_of(m, FAULT_RESET), "first") == 0);
    ok(strlen(metrics_example_of(m, FAULT_STATUS)) == 4096);
    ok(strcmp(metrics_example_of(m, FAULT_SCRIPT), "no such field") == 0);
    ok(metrics_counts(m)->faults[FAULT_SCRIPT] == 2 && metrics_counts(m)->failed == 0);
    ok(!metrics_example_of(m, FAULT_TLS));

    metrics_journey(m, &(struct journey){.begun = T0, .ended = T0 + 3 * MS}, true);
    metrics_journey(m, &(struct journey){.begun = T0, .ended = T0 + 90 * MS, .failed = true}, true);
    metrics_missed(m, 0, 0, 4);
    metrics_dropped(m, 0, 0, 2);
    metrics_arrival(m, 0, 0, 5 * MS, false);
    metrics_arrival(m, 0, 0, 0, true);
    metrics_arrival(m, 0, 0, -1, false);
    metrics_rate(m, 37);
    metrics_lag(m, -1);
    metrics_turn(m, 5);
    ok(metrics_counts(m)->journeys == 2 && metrics_counts(m)->journeys_failed == 1);
    ok(metrics_counts(m)->journeys_missed == 4 && metrics_counts(m)->journeys_dropped == 2);
    ok(metrics_counts(m)->journeys_begun == 3 && metrics_counts(m)->journeys_late == 1);
    ok(metrics_counts(m)->journeys_queued == 1 && count_of(m, METRIC_QUEUE) == 2);
    ok(counts_offered(metrics_counts(m)) == 9);
    ok(hist_max(metrics_hist(m, METRIC_JOURNEY)) == 3 * MS);
    ok(hist_max(metrics_rates(m)) == 37 * METRICS_RATE_UNIT);
    ok(hist_count(metrics_lags(m)) == 0 && hist_count(metrics_turns(m)) == 1);
    free(large);
}

static void alone(void (*test)(struct metrics *m))
{
    struct metrics *m = metrics_new(NULL);

    test(m);
    metrics_free(m);
}

static label label_named(const struct metrics *m, const char *name)
{
    for (label l = 0; l < metrics_labels(m); l++)
        if (metrics_label(m, l) && strcmp(metrics_label(m, l), name) == 0)
            return l;
    return 0;
}

static const struct hist *step_named(const struct metrics *m, const char *name, enum metric which)
{
    const struct group *g = metrics_group(m, BY_STEP, label_named(m, name));

    return g ? group_hist(g, which) : NULL;
}

/* Two workers know the same names by other numbers. */
static void steps_and_checks_merge_by_name(void)
{
    struct labels *la = labels_new(), *lb = labels_new();
    struct metrics *a = metrics_new(la), *b = metrics_new(lb), *all = metrics_new(NULL);
    struct sample s = made_sample();
    uint64_t passed = 0, failed = 0;

    s.step = labels_add(la, "ask");
    metrics_sample(a, &s, true);
    metrics_check(a, labels_add(la, "polite"), true);
    labels_add(lb, "never used");
    metrics_check(b, labels_add(lb, "polite"), false);
    s.step = labels_add(lb, "ask");
    metrics_sample(b, &s, true);
    s.step = labels_add(lb, "other");
    metrics_gap(b, &s, MS);
    metrics_merge(all, a);
    metrics_merge(all, b);
    metrics_free(a);
    metrics_free(b);
    labels_free(la);
    labels_free(lb);
    ok(hist_count(step_named(all, "ask", METRIC_TTFT)) == 2);
    ok(hist_count(step_named(all, "other", METRIC_GAP)) == 1);
    ok(!step_named(all, "other", METRIC_TTFT) && !label_named(all, "never used"));
    ok(hist_count(metrics_hist(all, METRIC_TTFT)) == 2);
    metrics_checked(all, label_named(all, "polite"), &passed, &failed);
    ok(passed == 1 && failed == 1);
    metrics_free(all);
}

static struct sample random_sample(void)
{
    struct sample s = made_sample();

    s.outcome = (uint8_t)(rand() % 3 ? FAULT_NONE : rand() % OUTCOME_COUNT);
    s.status = (uint16_t)(rand() % 4 ? 200 : 200 + rand() % 400);
    s.first_token += rand() % (int)(100 * MS);
    s.last_token = s.first_token + rand();
    s.ended = s.last_token + rand() % 1000;
    s.tokens_out = (uint32_t)rand() % 500;
    s.has_usage = rand() % 2;
    s.has_input = rand() % 2;
    s.has_cached = rand() % 2;
    s.coalesced = (uint32_t)rand() % 3;
    s.tokens_cached = (uint32_t)rand() % 5;
    s.kernel = rand() % 2;
    s.reused = rand() % 2;
    s.connected = s.reused ? 0 : s.begun + 1 + rand() % 1000;
    s.warmup = rand() % 9 == 0;
    s.step = (label)rand() % 3;
    s.scenario = (label)rand() % 3;
    s.turn = (uint32_t)rand() % 40;
    s.good = rand() % 2;
    s.events_in_window = s.token_events;
    return s;
}

static struct journey random_journey(const struct sample *s)
{
    return (struct journey){
        .scenario = s->scenario,
        .begun = s->begun,
        .ended = s->ended,
        .exchanges = (uint64_t)rand() % 9,
        .failed = rand() % 5 == 0,
        .good = rand() % 2,
        .warmup = s->warmup,
    };
}

static bool same_hist(const struct hist *a, const struct hist *b)
{
    bool same =
        hist_count(a) == hist_count(b) && hist_min(a) == hist_min(b) && hist_max(a) == hist_max(b);

    for (double q = 0; same && q <= 1; q += 0.05)
        same = hist_quantile(a, q) == hist_quantile(b, q);
    return same;
}

static bool same_group(const struct group *a, const struct group *b)
{
    bool same = memcmp(&a->counts, &b->counts, sizeof a->counts) == 0;

    for (unsigned i = 0; same && i < METRIC_COUNT; i++) {
        const struct hist *x = group_hist(a, (enum metric)i), *y = group_hist(b, (enum metric)i);

        same = !x == !y && (!x || same_hist(x, y));
    }
    return same;
}

/* Under whatever numbers the labels have. */
static bool same_groups(const struct metrics *a, const struct metrics *b, enum grouping by)
{
    unsigned compared = 0;

    for (unsigned key = 0; key < metrics_groups(a, by); key++) {
        const struct group *g = metrics_group(a, by, key);
        unsigned other = by == BY_TURN || !g ? key : label_named(b, metrics_label(a, key));

        if (g && (!metrics_group(b, by, other) || !same_group(g, metrics_group(b, by, other))))
            return false;
        compared += g != NULL;
    }
    return compared > 0;
}

static bool same_metrics(const struct metrics *a, const struct metrics *b)
{
    bool same = memcmp(metrics_counts(a), metrics_counts(b), sizeof(struct counts)) == 0;

    for (unsigned i = 0; i < METRIC_COUNT; i++)
        same = same && same_hist(metrics_hist(a, (enum metric)i), metrics_hist(b, (enum metric)i));
    for (size_t i = 0; metrics_status(a, i) || metrics_status(b, i); i++)
        same = same && metrics_status(a, i) && metrics_status(b, i) &&
               metrics_status(a, i)->status == metrics_status(b, i)->status &&
               metrics_status(a, i)->count == metrics_status(b, i)->count;
    return same;
}

/* Four workers, handing over at random moments, know what one would have known. */
static void parts_are_the_whole(void)
{
    struct labels *ls = labels_new();
    struct metrics *whole = metrics_new(ls), *sum = metrics_new(NULL), *part[4];

    srand((unsigned)tap_seed(12345));
    labels_add(ls, "one");
    labels_add(ls, "two");
    for (int i = 0; i < 4; i++)
        part[i] = metrics_new(ls);
    for (int i = 0; i < 5000; i++) {
        struct sample s = random_sample();
        struct metrics *at = part[rand() % 4];
        struct journey j = random_journey(&s);

        metrics_sample(whole, &s, i % 2);
        metrics_sample(at, &s, i % 2);
        metrics_journey(whole, &j, i % 2);
        metrics_journey(at, &j, i % 2);
        metrics_missed(whole, s.scenario, 0, 1);
        metrics_missed(at, s.scenario, 0, 1);
        metrics_dropped(whole, s.scenario, 0, i % 3);
        metrics_dropped(at, s.scenario, 0, i % 3);
        metrics_arrival(whole, s.scenario, 0, i % 5 - 1, i % 2);
        metrics_arrival(at, s.scenario, 0, i % 5 - 1, i % 2);
        metrics_call(whole, s.step, s.first_token - s.begun, i % 7 == 0);
        metrics_call(at, s.step, s.first_token - s.begun, i % 7 == 0);
        metrics_gap(whole, &s, i);
        metrics_gap(at, &s, i);
        if (rand() % 100 == 0) {
            metrics_merge(sum, at);
            metrics_clear(at);
        }
    }
    for (int i = 0; i < 4; i++)
        metrics_merge(sum, part[i]);
    ok(same_metrics(whole, sum));
    ok(same_groups(whole, sum, BY_STEP) && metrics_groups(whole, BY_STEP) == 3);
    ok(same_groups(whole, sum, BY_SCENARIO) && same_groups(sum, whole, BY_SCENARIO));
    ok(same_groups(whole, sum, BY_TURN) && metrics_groups(whole, BY_TURN) == 11);
    ok(same_hist(group_hist(metrics_group(whole, BY_STEP, 2), METRIC_TTFT),
                 step_named(sum, "two", METRIC_TTFT)));
    ok(metrics_counts(sum)->begun + metrics_counts(sum)->warmup == 5000);
    for (int i = 0; i < 4; i++)
        metrics_free(part[i]);
    metrics_free(whole);
    metrics_free(sum);
    labels_free(ls);
}

static void cleared_is_empty(void)
{
    struct labels *ls = labels_new();
    struct metrics *m = metrics_new(ls), *empty = metrics_new(ls);
    struct sample s = made_sample();

    s.step = labels_add(ls, "ask");
    metrics_sample(m, &s, true);
    metrics_script_fault(m, "bad");
    metrics_check(m, s.step, true);
    metrics_lag(m, 5);
    metrics_clear(m);
    ok(same_metrics(m, empty));
    ok(!group_hist(metrics_group(m, BY_STEP, s.step), METRIC_TTFT) &&
       !metrics_example_of(m, FAULT_SCRIPT));
    ok(hist_count(metrics_lags(m)) == 0);
    metrics_free(m);
    metrics_free(empty);
    metrics_free(NULL);
    labels_free(ls);
}

int main(void)
{
    alone(a_good_answer_is_in_every_distribution);
    alone(one_that_failed_is_in_none);
    alone(one_that_was_stopped_keeps_its_beginning);
    alone(one_that_is_unfinished_is_only_counted);
    alone(warmup_adds_to_the_window_alone);
    alone(an_answer_in_one_piece_has_no_token_times);
    alone(a_page_has_latency_alone);
    alone(usage_and_clocks_are_counted);
    alone(gaps_are_as_they_came);
    alone(examples_and_the_rest);
    steps_and_checks_merge_by_name();
    parts_are_the_whole();
    cleared_is_empty();
    return tap_done();
}
