#include "measure/metrics.h"

#include "base/hist.h"
#include "base/mem.h"
#include "measure/complaints.h"
#include "measure/named.h"
#include "measure/slices.h"
#include "measure/turn.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { EXAMPLE_MAX = 4096 }; /* bytes kept of what a service said when it failed */

struct groups {
    struct group **at; /* by key; NULL where nothing is */
    unsigned count;
};

struct metrics {
    const struct labels *labels;
    struct labels *own; /* the merging side's: `labels` is the same */
    struct group run;
    bool one_stage;
    struct groups by[GROUPINGS];
    struct slices *slices;
    struct hist *lags, *turns, *rates;
    struct named *named; /* by label */
    unsigned named_count;
    struct status_count *statuses; /* ascending */
    size_t status_count;
    char *examples[FAULT_COUNT];
    struct complaints complaints;
};

/* A conversation's turns differ in how long the prompt is, addresses in who answers there: what
 * that changes is kept. */
static const unsigned kept[GROUPINGS] = {
    [BY_STEP] = GROUP_ALL,
    [BY_SCENARIO] = GROUP_ALL,
    [BY_STAGE] = GROUP_ALL,
    [BY_TURN] = 1 << METRIC_TTFT | 1 << METRIC_TTFA | 1 << METRIC_TPOT | 1 << METRIC_E2E |
                1 << METRIC_LATENCY,
    [BY_TARGET] = 1 << METRIC_TTFT | 1 << METRIC_TPOT | 1 << METRIC_E2E | 1 << METRIC_LATENCY |
                  1 << METRIC_CONNECT,
};

struct metrics *metrics_new(const struct labels *labels)
{
    struct metrics *m = mem_new(sizeof *m);

    m->own = labels ? NULL : labels_new();
    m->labels = labels ? labels : m->own;
    m->run.kept = GROUP_ALL;
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        m->run.hists[i] = hist_new();
    m->slices = slices_new(!labels);
    m->lags = hist_new();
    m->turns = hist_new();
    m->rates = hist_new();
    return m;
}

static void free_groups(struct groups *gs)
{
    for (unsigned i = 0; i < gs->count; i++)
        group_free(gs->at[i]);
    free(gs->at);
}

void metrics_free(struct metrics *m)
{
    if (!m)
        return;
    for (unsigned i = 0; i < m->named_count; i++)
        named_release(&m->named[i]);
    for (unsigned by = 0; by < GROUPINGS; by++)
        free_groups(&m->by[by]);
    for (unsigned f = 0; f < FAULT_COUNT; f++)
        free(m->examples[f]);
    complaints_clear(&m->complaints);
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        hist_free(m->run.hists[i]);
    slices_free(m->slices);
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

/* Turns and stages have the same numbers everywhere; labels are a worker's own. */
static bool is_named(enum grouping by)
{
    return by == BY_STEP || by == BY_SCENARIO;
}

static struct group *new_group(struct metrics *m, enum grouping by, unsigned key)
{
    struct groups *gs = &m->by[by];

    if (is_named(by))
        named_at(m, key);
    if (key >= gs->count) {
        gs->at = mem_resize(gs->at, (key + 1) * sizeof *gs->at);
        memset(gs->at + gs->count, 0, (key + 1 - gs->count) * sizeof *gs->at);
        gs->count = key + 1;
    }
    return gs->at[key] = group_new(kept[by]);
}

static struct group *group_at(struct metrics *m, enum grouping by, unsigned key)
{
    const struct groups *gs = &m->by[by];

    return key < gs->count && gs->at[key] ? gs->at[key] : new_group(m, by, key);
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

/* What is measured belongs to the run, and in each grouping to the group of its key. */
enum { RUN = -1 };
static const unsigned NONE = UINT_MAX;

struct walk {
    struct metrics *m;
    unsigned keys[GROUPINGS];
    int by; /* what walk_next() has just given: the run's, or that grouping's */
};

/* A label or a stage, of which 0 is none. */
static unsigned key_of(unsigned number)
{
    return number ? number : NONE;
}

static struct walk walk_from(struct metrics *m, label scenario, unsigned stage)
{
    return (struct walk){
        .m = m,
        .by = RUN - 1,
        .keys = {[BY_STEP] = NONE,
                 [BY_SCENARIO] = key_of(scenario),
                 [BY_TURN] = NONE,
                 [BY_STAGE] = key_of(stage),
                 [BY_TARGET] = NONE}
    };
}

static struct walk walk_of(struct metrics *m, const struct sample *s)
{
    struct walk w = walk_from(m, s->scenario, s->stage);

    w.keys[BY_STEP] = key_of(s->step);
    w.keys[BY_TURN] = s->turn ? turn_range(s->turn) : NONE;
    w.keys[BY_TARGET] = key_of(s->target);
    return w;
}

static struct group *walk_next(struct walk *w)
{
    if (++w->by == RUN)
        return &w->m->run;
    while (w->by < GROUPINGS && w->keys[w->by] == NONE)
        w->by++;
    return w->by < GROUPINGS ? group_at(w->m, (enum grouping)w->by, w->keys[w->by]) : NULL;
}

void metrics_sample(struct metrics *m, const struct sample *s, bool in_window)
{
    struct walk w = walk_of(m, s);
    struct group *g;

    if (s->status && !s->warmup)
        count_status(m, s->status, 1);
    while ((g = walk_next(&w)))
        if (w.by == BY_STAGE)
            group_due(g, s);
        else
            group_sample(g, s, in_window);
}

void metrics_gap(struct metrics *m, const struct sample *of, nanos gap)
{
    struct walk w = walk_from(m, of->scenario, m->one_stage ? 0 : of->stage);
    struct group *g;

    w.keys[BY_STEP] = key_of(of->step);
    while ((g = walk_next(&w)))
        group_record(g, METRIC_GAP, gap > 0 ? gap : 0);
}

void metrics_one_stage(struct metrics *m)
{
    m->one_stage = true;
}

void metrics_example(struct metrics *m, enum fault f, const char *text, size_t len)
{
    if (f >= FAULT_COUNT || m->examples[f])
        return;
    m->examples[f] = mem_copy(text, len < EXAMPLE_MAX ? len : EXAMPLE_MAX);
}

void metrics_script_fault(struct metrics *m, const char *text)
{
    m->run.counts.faults[FAULT_SCRIPT]++;
    metrics_example(m, FAULT_SCRIPT, text, strlen(text));
    complaints_add(&m->complaints, text, 1);
}

void metrics_journey(struct metrics *m, const struct journey *j, bool in_window)
{
    struct walk w = walk_from(m, j->scenario, j->stage);
    struct group *g;

    while ((g = walk_next(&w)))
        if (w.by == BY_STAGE)
            group_journey_due(g, j);
        else
            group_journey(g, j, in_window);
}

void metrics_came(struct metrics *m, unsigned stage, const struct sample *s, bool ended_in_it,
                  double share)
{
    counts_came(&group_at(m, BY_STAGE, stage)->counts, s, ended_in_it, share);
}

void metrics_journey_came(struct metrics *m, unsigned stage, const struct journey *j)
{
    counts_journey_came(&group_at(m, BY_STAGE, stage)->counts, j, true);
}

void metrics_arrival(struct metrics *m, label scenario, unsigned stage, nanos waited, bool late)
{
    struct walk w = walk_from(m, scenario, stage);
    struct group *g;

    while ((g = walk_next(&w)))
        group_arrival(g, waited, late);
}

void metrics_missed(struct metrics *m, label scenario, unsigned stage, uint64_t n)
{
    struct walk w = walk_from(m, scenario, stage);
    struct group *g;

    while ((g = walk_next(&w)))
        g->counts.journeys_missed += n;
}

void metrics_dropped(struct metrics *m, label scenario, unsigned stage, uint64_t n)
{
    struct walk w = walk_from(m, scenario, stage);
    struct group *g;

    while ((g = walk_next(&w)))
        g->counts.journeys_dropped += n;
}

void metrics_call(struct metrics *m, label step, nanos took, bool failed)
{
    if (step)
        group_call(group_at(m, BY_STEP, step), took, failed);
}

void metrics_custom(struct metrics *m, label name, enum custom_kind kind, const char *unit,
                    double value, nanos at)
{
    custom_add(named_custom(named_at(m, name), kind, unit), value, at);
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

static unsigned own_key(struct metrics *into, const struct metrics *from, enum grouping by,
                        unsigned key)
{
    return is_named(by) ? labels_add(into->own, from->named[key].name) : key;
}

static void merge_groups(struct metrics *into, const struct metrics *from, enum grouping by)
{
    const struct groups *gs = &from->by[by];

    for (unsigned i = 0; i < gs->count; i++)
        if (gs->at[i])
            group_merge(group_at(into, by, own_key(into, from, by, i)), gs->at[i]);
}

void metrics_merge(struct metrics *into, const struct metrics *from)
{
    assert(into->own && into != from);
    group_merge(&into->run, &from->run);
    for (unsigned by = 0; by < GROUPINGS; by++)
        merge_groups(into, from, (enum grouping)by);
    slices_merge(into->slices, from->slices);
    hist_merge(into->lags, from->lags);
    hist_merge(into->turns, from->turns);
    hist_merge(into->rates, from->rates);
    for (unsigned i = 0; i < from->named_count; i++)
        if (from->named[i].name)
            named_merge(named_at(into, labels_add(into->own, from->named[i].name)),
                        &from->named[i]);
    for (size_t i = 0; i < from->status_count; i++)
        count_status(into, from->statuses[i].status, from->statuses[i].count);
    for (unsigned f = 0; f < FAULT_COUNT; f++)
        if (from->examples[f])
            metrics_example(into, (enum fault)f, from->examples[f], strlen(from->examples[f]));
    complaints_merge(&into->complaints, &from->complaints);
}

void metrics_clear(struct metrics *m)
{
    m->status_count = 0;
    group_clear(&m->run);
    for (unsigned by = 0; by < GROUPINGS; by++)
        for (unsigned i = 0; i < m->by[by].count; i++)
            if (m->by[by].at[i])
                group_clear(m->by[by].at[i]);
    slices_clear(m->slices);
    hist_clear(m->lags);
    hist_clear(m->turns);
    hist_clear(m->rates);
    for (unsigned i = 0; i < m->named_count; i++)
        named_clear(&m->named[i]);
    for (unsigned f = 0; f < FAULT_COUNT; f++) {
        free(m->examples[f]);
        m->examples[f] = NULL;
    }
    complaints_clear(&m->complaints);
}

struct slices *metrics_slices(const struct metrics *m)
{
    return m->slices;
}

const struct group *metrics_run(const struct metrics *m)
{
    return &m->run;
}

const struct counts *metrics_counts(const struct metrics *m)
{
    return &m->run.counts;
}

const struct hist *metrics_hist(const struct metrics *m, enum metric which)
{
    return m->run.hists[which];
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

const struct group *metrics_group(const struct metrics *m, enum grouping by, unsigned key)
{
    const struct groups *gs = &m->by[by];

    return key < gs->count ? gs->at[key] : NULL;
}

unsigned metrics_groups(const struct metrics *m, enum grouping by)
{
    return m->by[by].count;
}

void metrics_checked(const struct metrics *m, label check, uint64_t *passed, uint64_t *failed)
{
    bool known = check < m->named_count;

    *passed = known ? m->named[check].passed : 0;
    *failed = known ? m->named[check].failed : 0;
}

const struct custom *metrics_custom_of(const struct metrics *m, label name, enum custom_kind kind)
{
    const struct custom *c = name < m->named_count ? m->named[name].customs[kind] : NULL;

    return c && custom_count(c) ? c : NULL;
}

const struct status_count *metrics_status(const struct metrics *m, size_t nth)
{
    return nth < m->status_count ? &m->statuses[nth] : NULL;
}

const char *metrics_example_of(const struct metrics *m, enum fault f)
{
    return m->examples[f];
}

const struct complaints *metrics_complaints(const struct metrics *m)
{
    return &m->complaints;
}
