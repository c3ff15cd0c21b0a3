#include "measure/slo.h"

#include <stddef.h>

static nanos since_due(const struct sample *s, nanos moment)
{
    return s->due && moment ? moment - s->due : -1;
}

static nanos since_sent(const struct sample *s, nanos moment)
{
    return s->sent && moment ? moment - s->sent : -1;
}

/* A reply in one piece shows its tokens when all of it is there, and one that was stopped made
 * its user wait until then at least. */
static nanos token_or_end(const struct sample *s, nanos token)
{
    return !s->llm ? 0 : token ? token : s->ended;
}

/* -1: the exchange has no such time, or it has no limit. */
static nanos time_of(enum metric which, const struct sample *s)
{
    nanos first = token_or_end(s, s->first_token), last = token_or_end(s, s->last_token);

    switch (which) {
    case METRIC_TTFT: return since_sent(s, first);
    case METRIC_TTFT_DUE: return since_due(s, first);
    case METRIC_TTFA: return since_sent(s, token_or_end(s, s->first_answer));
    case METRIC_TPOT: return s->streamed ? sample_tpot(s) : -1;
    case METRIC_GAP: return s->longest_gap;
    case METRIC_E2E: return since_sent(s, last);
    case METRIC_E2E_DUE: return since_due(s, last);
    case METRIC_LATENCY: return sample_latency(s);
    case METRIC_LATENCY_DUE: return since_due(s, s->ended);
    default: return -1;
    }
}

static bool within(const struct slo *o, enum metric which, const struct sample *s)
{
    return !o->limits[which] || time_of(which, s) <= o->limits[which];
}

bool slo_empty(const struct slo *o)
{
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        if (o->limits[i])
            return false;
    return true;
}

bool slo_met(const struct slo *o, const struct sample *s)
{
    if (!counts_well(s))
        return false;
    if (!o)
        return true;
    if (s->outcome == STOPPED)
        return within(o, METRIC_TTFT, s) && within(o, METRIC_TTFT_DUE, s);
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        if (!within(o, (enum metric)i, s))
            return false;
    return true;
}
