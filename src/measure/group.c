#include "measure/group.h"

#include "base/hist.h"
#include "base/mem.h"

#include <stdlib.h>

static const char *const names[METRIC_COUNT] = {
    [METRIC_TTFT] = "ttft",       [METRIC_TTFT_DUE] = "ttft_due",
    [METRIC_TTFA] = "ttfa",       [METRIC_TTFC] = "ttfc",
    [METRIC_TPOT] = "tpot",       [METRIC_GAP] = "gap",
    [METRIC_E2E] = "e2e",         [METRIC_E2E_DUE] = "e2e_due",
    [METRIC_LATENCY] = "latency", [METRIC_LATENCY_DUE] = "latency_due",
    [METRIC_CONNECT] = "connect", [METRIC_WAIT] = "wait",
    [METRIC_JOURNEY] = "journey", [METRIC_QUEUE] = "queue",
    [METRIC_STEP] = "step",
};

const char *metric_name(enum metric m)
{
    return names[m];
}

struct group *group_new(unsigned kept)
{
    struct group *g = mem_new(sizeof *g);

    g->kept = kept;
    return g;
}

void group_free(struct group *g)
{
    if (!g)
        return;
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        hist_free(g->hists[i]);
    free(g);
}

void group_clear(struct group *g)
{
    g->counts = (struct counts){0};
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        if (g->hists[i])
            hist_clear(g->hists[i]);
}

static struct hist *hist_of(struct group *g, enum metric which)
{
    if (!g->hists[which])
        g->hists[which] = hist_new();
    return g->hists[which];
}

void group_merge(struct group *into, const struct group *from)
{
    counts_merge(&into->counts, &from->counts);
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        if (from->hists[i])
            hist_merge(hist_of(into, (enum metric)i), from->hists[i]);
}

void group_record(struct group *g, enum metric which, nanos value)
{
    if (value >= 0 && g->kept & 1u << which)
        hist_record(hist_of(g, which), value);
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
static void record_first(struct group *g, const struct sample *s)
{
    group_record(g, METRIC_CONNECT, connecting(s));
    group_record(g, METRIC_WAIT, s->borrowed ? s->waited : -1);
    if (!s->streamed)
        return;
    group_record(g, METRIC_TTFC, sample_ttfc(s));
    group_record(g, METRIC_TTFT, sample_ttft(s));
    group_record(g, METRIC_TTFT_DUE, from_due(s, s->first_token));
}

/* An answer that came as one piece has all its tokens when it is there whole. */
static void record_end_to_end(struct group *g, const struct sample *s)
{
    nanos end = s->last_token ? s->last_token : s->ended;

    group_record(g, METRIC_E2E, s->last_token ? sample_e2e(s) : sample_latency(s));
    group_record(g, METRIC_E2E_DUE, from_due(s, end));
}

static void record_whole(struct group *g, const struct sample *s)
{
    group_record(g, METRIC_LATENCY, sample_latency(s));
    group_record(g, METRIC_LATENCY_DUE, from_due(s, s->ended));
    if (s->streamed) {
        group_record(g, METRIC_TTFA, sample_ttfa(s));
        group_record(g, METRIC_TPOT, sample_tpot(s));
    }
    if (s->llm)
        record_end_to_end(g, s);
}

void group_due(struct group *g, const struct sample *s)
{
    counts_due(&g->counts, s);
    if (s->warmup)
        return;
    if (counts_well(s))
        record_first(g, s);
    if (s->outcome == FAULT_NONE)
        record_whole(g, s);
}

void group_sample(struct group *g, const struct sample *s, bool in_window)
{
    counts_came(&g->counts, s, in_window, 1);
    group_due(g, s);
}

void group_journey_due(struct group *g, const struct journey *j)
{
    counts_journey_due(&g->counts, j);
    if (!j->warmup && !j->failed && !j->unfinished)
        group_record(g, METRIC_JOURNEY, j->ended - j->begun);
}

void group_journey(struct group *g, const struct journey *j, bool in_window)
{
    counts_journey_came(&g->counts, j, in_window);
    group_journey_due(g, j);
}

void group_arrival(struct group *g, nanos waited, bool late)
{
    counts_arrival(&g->counts, waited, late);
    group_record(g, METRIC_QUEUE, waited);
}

void group_call(struct group *g, nanos took, bool failed)
{
    g->counts.calls++;
    g->counts.calls_failed += failed;
    if (!failed)
        group_record(g, METRIC_STEP, took);
}

const struct hist *group_hist(const struct group *g, enum metric which)
{
    const struct hist *h = g->hists[which];

    return h && hist_count(h) ? h : NULL;
}
