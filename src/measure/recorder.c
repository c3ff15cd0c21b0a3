#include "measure/recorder.h"

#include "measure/journal.h"
#include "measure/metrics.h"
#include "measure/slices.h"
#include "measure/slo.h"
#include "measure/trace.h"

#include <math.h>

void recorder_tell(const struct recorder *r, const struct trace_line *line)
{
    r->trace->tell(r->trace->owner, r->labels, line);
}

bool recorder_counts(const struct recorder *r, nanos at)
{
    return timeline_counts(&r->timeline, at);
}

bool recorder_leaves_out(const struct recorder *r, nanos due)
{
    return timeline_warmup(&r->timeline, timeline_stage(&r->timeline, due));
}

/* Whoever measures for nobody has no stages, and no seconds either. */
static struct slices *slices_of(const struct recorder *r)
{
    return r->timeline.count ? metrics_slices(r->metrics) : NULL;
}

static int64_t second_of(const struct recorder *r, nanos at)
{
    return (at - r->timeline.stretches[0].from) / NANOS_PER_SECOND;
}

void recorder_begun(struct recorder *r, nanos at)
{
    if (slices_of(r))
        slices_begun(slices_of(r), second_of(r, at));
}

/* What is due is never in the future, so it is all the same when this is asked, even if the run is
 * cut short in between. */
static void place(const struct recorder *r, struct sample *s)
{
    if (s->stage)
        return;
    s->stage = timeline_stage(&r->timeline, s->due);
    s->warmup = timeline_warmup(&r->timeline, s->stage);
}

void recorder_gap(struct recorder *r, struct sample *s, nanos gap)
{
    place(r, s);
    if (gap > s->longest_gap)
        s->longest_gap = gap;
    if (!s->warmup)
        metrics_gap(r->metrics, s, gap);
}

void recorder_token(struct recorder *r, struct sample *s, nanos at)
{
    nanos gap = s->token_events ? at - s->last_token : -1;

    if (s->token_events)
        recorder_gap(r, s, gap);
    s->events_in_window += recorder_counts(r, at);
    if (slices_of(r))
        slices_token(slices_of(r), second_of(r, at), gap);
}

static double overlap(const struct stretch *s, nanos from, nanos to)
{
    nanos later = from > s->from ? from : s->from, earlier = to < s->to ? to : s->to;

    return s->warmup || earlier < later ? 0 : (double)(earlier - later);
}

/* Few replies reach over the border of a stage: their tokens are shared out by time. */
static void share_out(const struct recorder *r, const struct sample *s)
{
    const struct timeline *t = &r->timeline;
    unsigned first = timeline_stage(t, s->first_token ? s->first_token : s->ended);
    unsigned last = timeline_stage(t, s->ended);
    nanos to = s->last_token + 1; /* one token takes some time, too */
    double all = 0;

    for (unsigned i = first; i && i <= last; i++)
        all += overlap(timeline_at(t, i), s->first_token, to);
    for (unsigned i = first; i && i <= last; i++) {
        double part = overlap(timeline_at(t, i), s->first_token, to);
        bool ended_in_it = i == last && recorder_counts(r, s->ended);

        if (!timeline_warmup(t, i))
            metrics_came(r->metrics, i, s, ended_in_it, s->token_events ? part / fmax(all, 1) : 1);
    }
}

static void journey_came(const struct recorder *r, const struct journey *j)
{
    if (recorder_counts(r, j->ended))
        metrics_journey_came(r->metrics, timeline_stage(&r->timeline, j->ended), j);
}

void recorder_arrival(struct recorder *r, label scenario, nanos due, nanos waited, nanos now)
{
    unsigned stage = timeline_stage(&r->timeline, due);

    if (!timeline_warmup(&r->timeline, stage))
        metrics_arrival(r->metrics, scenario, stage, waited, !recorder_counts(r, now));
}

void recorder_journey(struct recorder *r, struct journey *j)
{
    j->stage = timeline_stage(&r->timeline, j->begun);
    j->warmup = timeline_warmup(&r->timeline, j->stage);
    j->good = j->good && !j->failed;
    metrics_journey(r->metrics, j, recorder_counts(r, j->ended));
    journey_came(r, j);
}

void recorder_missed(struct recorder *r, label scenario, nanos due)
{
    metrics_missed(r->metrics, scenario, timeline_stage(&r->timeline, due), 1);
}

void recorder_dropped(struct recorder *r, label scenario, uint64_t n, nanos due)
{
    if (n)
        metrics_dropped(r->metrics, scenario, timeline_stage(&r->timeline, due), n);
}

void recorder_sample(struct recorder *r, struct sample *s, const char *words, size_t len,
                     const char *request_id, const nanos *tokens_at, size_t tokens)
{
    place(r, s);
    s->good = slo_met(r->slo, s);
    r->done += s->outcome == FAULT_NONE;
    metrics_sample(r->metrics, s, recorder_counts(r, s->ended));
    share_out(r, s);
    if (slices_of(r))
        slices_sample(slices_of(r), second_of(r, s->ended), s);
    if (!s->warmup && s->begun)
        metrics_lag(r->metrics, sample_lag(s));
    if (!s->warmup && s->outcome > FAULT_NONE && s->outcome < FAULT_COUNT)
        metrics_example(r->metrics, s->outcome, words, len);
    if (r->journal)
        journal_add(r->journal, s, r->labels, request_id, tokens_at, tokens);
}
