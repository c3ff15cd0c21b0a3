#include "measure/recorder.h"

#include "measure/journal.h"
#include "measure/metrics.h"
#include "measure/slo.h"
#include "measure/trace.h"

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

/* What is due is never in the future, so it is all the same when this is asked, even if the run is
 * cut short in between. */
static void place(const struct recorder *r, struct sample *s)
{
    if (!s->stage)
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

void recorder_journey(struct recorder *r, struct journey *j)
{
    j->stage = timeline_stage(&r->timeline, j->begun);
    j->warmup = timeline_warmup(&r->timeline, j->stage);
    j->good = j->good && !j->failed;
    metrics_journey(r->metrics, j, recorder_counts(r, j->ended));
}

void recorder_sample(struct recorder *r, struct sample *s, const char *words, size_t len,
                     const char *request_id, const nanos *tokens_at, size_t tokens)
{
    place(r, s);
    s->good = slo_met(r->slo, s);
    r->done += s->outcome == FAULT_NONE;
    metrics_sample(r->metrics, s, recorder_counts(r, s->ended));
    if (!s->warmup && s->begun)
        metrics_lag(r->metrics, sample_lag(s));
    if (!s->warmup && s->outcome > FAULT_NONE && s->outcome < FAULT_COUNT)
        metrics_example(r->metrics, s->outcome, words, len);
    if (r->journal)
        journal_add(r->journal, s, r->labels, request_id, tokens_at, tokens);
}
