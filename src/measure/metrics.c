#include "measure/metrics.h"

#include "base/hist.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { EXAMPLE_MAX = 4096 }; /* bytes kept of what a service said when it failed */

/* What is measured under one label. Its name is a copy, so that metrics which were
 * handed to another thread have nothing to do with the worker's labels any more. */
struct named {
    char *name;                       /* NULL: nothing was ever put here */
    struct hist *hists[METRIC_COUNT]; /* NULL until needed */
    uint64_t passed, failed;
};

struct metrics {
    const struct labels *labels;
    struct labels *own; /* the merging side's: `labels` is the same */
    struct counts counts;
    struct hist *hists[METRIC_COUNT], *lags, *turns, *rates;
    struct named *named; /* by label */
    unsigned named_count;
    struct status_count *statuses; /* ascending */
    size_t status_count;
    char *examples[FAULT_COUNT];
};

static const char *const names[METRIC_COUNT] = {
    [METRIC_TTFT] = "ttft",       [METRIC_TTFT_DUE] = "ttft_due",
    [METRIC_TTFA] = "ttfa",       [METRIC_TTFC] = "ttfc",
    [METRIC_TPOT] = "tpot",       [METRIC_GAP] = "gap",
    [METRIC_E2E] = "e2e",         [METRIC_E2E_DUE] = "e2e_due",
    [METRIC_LATENCY] = "latency", [METRIC_LATENCY_DUE] = "latency_due",
    [METRIC_CONNECT] = "connect", [METRIC_JOURNEY] = "journey",
};

const char *metric_name(enum metric m)
{
    return names[m];
}

struct metrics *metrics_new(const struct labels *labels)
{
    struct metrics *m = mem_new(sizeof *m);

    m->own = labels ? NULL : labels_new();
    m->labels = labels ? labels : m->own;
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        m->hists[i] = hist_new();
    m->lags = hist_new();
    m->turns = hist_new();
    m->rates = hist_new();
    return m;
}

static void free_hists(struct hist *hists[METRIC_COUNT])
{
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        hist_free(hists[i]);
}

void metrics_free(struct metrics *m)
{
    if (!m)
        return;
    for (unsigned i = 0; i < m->named_count; i++) {
        free(m->named[i].name);
        free_hists(m->named[i].hists);
    }
    for (unsigned f = 0; f < FAULT_COUNT; f++)
        free(m->examples[f]);
    free_hists(m->hists);
    hist_free(m->lags);
    hist_free(m->turns);
    hist_free(m->rates);
    labels_free(m->own);
    free(m->named);
    free(m->statuses);
    free(m);
}

static struct named *named_at(struct metrics *m, label l)
{
    if (l >= m->named_count) {
        m->named = mem_resize(m->named, (l + 1) * sizeof *m->named);
        memset(m->named + m->named_count, 0, (l + 1 - m->named_count) * sizeof *m->named);
        m->named_count = l + 1;
    }
    if (!m->named[l].name)
        m->named[l].name = mem_text(labels_name(m->labels, l));
    return &m->named[l];
}

static struct hist *step_hist(struct metrics *m, label step, enum metric which)
{
    struct named *at = named_at(m, step);

    if (!at->hists[which])
        at->hists[which] = hist_new();
    return at->hists[which];
}

/* A time that never came (-1) is no value. Label 0 is nobody's step, the whole run only. */
static void record(struct metrics *m, label step, enum metric which, nanos value)
{
    if (value < 0)
        return;
    hist_record(m->hists[which], value);
    if (step)
        hist_record(step_hist(m, step, which), value);
}

static void count_status(struct metrics *m, uint16_t status, uint64_t n)
{
    size_t at = 0;

    while (at < m->status_count && m->statuses[at].status < status)
        at++;
    if (at == m->status_count || m->statuses[at].status != status) {
        m->statuses = mem_resize(m->statuses, (m->status_count + 1) * sizeof *m->statuses);
        memmove(m->statuses + at + 1, m->statuses + at,
                (m->status_count - at) * sizeof *m->statuses);
        m->statuses[at] = (struct status_count){.status = status};
        m->status_count++;
    }
    m->statuses[at].count += n;
}

static nanos from_due(const struct sample *s, nanos moment)
{
    if (!s->due || !moment)
        return -1;
    return moment > s->due ? moment - s->due : 0;
}

static nanos connecting(const struct sample *s)
{
    nanos ready = s->tls_done ? s->tls_done : s->connected;

    if (s->reused || !s->begun || !ready)
        return -1;
    return ready > s->begun ? ready - s->begun : 0;
}

/* What is true of a reply from its first token on, even if the journey stops it there. */
static void record_first(struct metrics *m, const struct sample *s)
{
    record(m, s->step, METRIC_CONNECT, connecting(s));
    if (!s->streamed)
        return;
    record(m, s->step, METRIC_TTFC, sample_ttfc(s));
    record(m, s->step, METRIC_TTFT, sample_ttft(s));
    record(m, s->step, METRIC_TTFT_DUE, from_due(s, s->first_token));
}

/* An answer that came as one piece has all its tokens when it is there whole. */
static void record_end_to_end(struct metrics *m, const struct sample *s)
{
    nanos end = s->last_token ? s->last_token : s->ended;

    record(m, s->step, METRIC_E2E, s->last_token ? sample_e2e(s) : sample_latency(s));
    record(m, s->step, METRIC_E2E_DUE, from_due(s, end));
}

static void record_whole(struct metrics *m, const struct sample *s)
{
    record(m, s->step, METRIC_LATENCY, sample_latency(s));
    record(m, s->step, METRIC_LATENCY_DUE, from_due(s, s->ended));
    if (s->streamed) {
        record(m, s->step, METRIC_TTFA, sample_ttfa(s));
        record(m, s->step, METRIC_TPOT, sample_tpot(s));
    }
    if (s->llm)
        record_end_to_end(m, s);
}

void metrics_sample(struct metrics *m, const struct sample *s, bool in_window)
{
    counts_sample(&m->counts, s, in_window);
    if (s->warmup)
        return;
    if (s->status)
        count_status(m, s->status, 1);
    if (counts_well(s))
        record_first(m, s);
    if (s->outcome == FAULT_NONE)
        record_whole(m, s);
}

void metrics_gap(struct metrics *m, label step, nanos gap)
{
    record(m, step, METRIC_GAP, gap > 0 ? gap : 0);
}

void metrics_example(struct metrics *m, enum fault f, const char *text, size_t len)
{
    if (f >= FAULT_COUNT || m->examples[f])
        return;
    m->examples[f] = mem_copy(text, len < EXAMPLE_MAX ? len : EXAMPLE_MAX);
}

void metrics_script_fault(struct metrics *m, const char *text)
{
    m->counts.faults[FAULT_SCRIPT]++;
    metrics_example(m, FAULT_SCRIPT, text, strlen(text));
}

void metrics_journey(struct metrics *m, nanos took, bool failed)
{
    m->counts.journeys++;
    m->counts.journeys_failed += failed;
    if (!failed)
        record(m, 0, METRIC_JOURNEY, took);
}

void metrics_missed(struct metrics *m, uint64_t n)
{
    m->counts.journeys_missed += n;
}

void metrics_check(struct metrics *m, label check, bool passed)
{
    struct named *at = named_at(m, check);

    at->passed += passed;
    at->failed += !passed;
}

void metrics_lag(struct metrics *m, nanos lag)
{
    if (lag >= 0)
        hist_record(m->lags, lag);
}

void metrics_turn(struct metrics *m, nanos took)
{
    hist_record(m->turns, took);
}

void metrics_rate(struct metrics *m, uint64_t per_second)
{
    hist_record(m->rates, (int64_t)(per_second * METRICS_RATE_UNIT));
}

static void merge_hists(struct metrics *into, const struct metrics *from)
{
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        hist_merge(into->hists[i], from->hists[i]);
    hist_merge(into->lags, from->lags);
    hist_merge(into->turns, from->turns);
    hist_merge(into->rates, from->rates);
}

static void merge_named(struct metrics *into, const struct named *from)
{
    label l = labels_add(into->own, from->name);
    struct named *at = named_at(into, l);

    at->passed += from->passed;
    at->failed += from->failed;
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        if (from->hists[i])
            hist_merge(step_hist(into, l, (enum metric)i), from->hists[i]);
}

void metrics_merge(struct metrics *into, const struct metrics *from)
{
    assert(into->own && into != from);
    counts_merge(&into->counts, &from->counts);
    merge_hists(into, from);
    for (unsigned i = 0; i < from->named_count; i++)
        if (from->named[i].name)
            merge_named(into, &from->named[i]);
    for (size_t i = 0; i < from->status_count; i++)
        count_status(into, from->statuses[i].status, from->statuses[i].count);
    for (unsigned f = 0; f < FAULT_COUNT; f++)
        if (from->examples[f])
            metrics_example(into, (enum fault)f, from->examples[f], strlen(from->examples[f]));
}

static void clear_hists(struct hist *hists[METRIC_COUNT])
{
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        if (hists[i])
            hist_clear(hists[i]);
}

void metrics_clear(struct metrics *m)
{
    m->counts = (struct counts){0};
    m->status_count = 0;
    clear_hists(m->hists);
    hist_clear(m->lags);
    hist_clear(m->turns);
    hist_clear(m->rates);
    for (unsigned i = 0; i < m->named_count; i++) {
        clear_hists(m->named[i].hists);
        m->named[i].passed = m->named[i].failed = 0;
    }
    for (unsigned f = 0; f < FAULT_COUNT; f++) {
        free(m->examples[f]);
        m->examples[f] = NULL;
    }
}

const struct counts *metrics_counts(const struct metrics *m)
{
    return &m->counts;
}

const struct hist *metrics_hist(const struct metrics *m, enum metric which)
{
    return m->hists[which];
}

const struct hist *metrics_lags(const struct metrics *m)
{
    return m->lags;
}

const struct hist *metrics_turns(const struct metrics *m)
{
    return m->turns;
}

const struct hist *metrics_rates(const struct metrics *m)
{
    return m->rates;
}

unsigned metrics_labels(const struct metrics *m)
{
    return m->named_count;
}

const char *metrics_label(const struct metrics *m, label l)
{
    return l < m->named_count ? m->named[l].name : NULL;
}

const struct hist *metrics_step(const struct metrics *m, label step, enum metric which)
{
    const struct hist *h = step < m->named_count ? m->named[step].hists[which] : NULL;

    return h && hist_count(h) ? h : NULL;
}

void metrics_checked(const struct metrics *m, label check, uint64_t *passed, uint64_t *failed)
{
    bool known = check < m->named_count;

    *passed = known ? m->named[check].passed : 0;
    *failed = known ? m->named[check].failed : 0;
}

const struct status_count *metrics_status(const struct metrics *m, size_t nth)
{
    return nth < m->status_count ? &m->statuses[nth] : NULL;
}

const char *metrics_example_of(const struct metrics *m, enum fault f)
{
    return m->examples[f];
}
