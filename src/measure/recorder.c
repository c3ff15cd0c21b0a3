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
    return at >= r->from && at < r->to;
}

void recorder_gap(struct recorder *r, struct sample *s, nanos gap)
{
    if (gap > s->longest_gap)
        s->longest_gap = gap;
    if (s->due >= r->from)
        metrics_gap(r->metrics, s, gap);
}

void recorder_journey(struct recorder *r, struct journey *j)
{
    j->warmup = !recorder_counts(r, j->begun);
    j->good = j->good && !j->failed;
    metrics_journey(r->metrics, j, recorder_counts(r, j->ended));
}

void recorder_sample(struct recorder *r, struct sample *s, const char *words, size_t len,
                     const char *request_id, const nanos *tokens_at, size_t tokens)
{
    s->warmup = s->due < r->from;
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
