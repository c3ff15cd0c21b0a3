#include "sim/life.h"

static const char *const names[LIFE_ENDS] = {
    [LIFE_STOP] = "stop",
    [LIFE_LENGTH] = "length",
    [LIFE_ABORT] = "abort",
    [LIFE_ERROR] = "error",
};

const char *life_end_name(enum life_end end)
{
    return names[end];
}

static nanos between(nanos from, nanos to)
{
    return from && to ? to - from : -1;
}

/* vLLM calls it none, not unknown, where there is one token only. */
static nanos tpot(const struct life *l)
{
    if (!l->said)
        return -1;
    return l->said > 1 ? between(l->first, l->last) / (l->said - 1) : 0;
}

/* Of what says nothing, an embedding say, all of it. */
static nanos e2e(const struct life *l)
{
    return between(l->arrived, l->last ? l->last : l->ended);
}

static nanos per_token(const struct life *l)
{
    return l->said ? e2e(l) / (l->said * (nanos)life_choices(l)) : -1;
}

nanos life_measure(const struct life *l, enum measure m)
{
    switch (m) {
    case MEASURE_TTFT: return between(l->arrived, l->first);
    case MEASURE_TPOT: return tpot(l);
    case MEASURE_E2E: return e2e(l);
    case MEASURE_QUEUE: return between(l->arrived, l->scheduled);
    case MEASURE_PREFILL: return between(l->scheduled, l->prefilled);
    case MEASURE_DECODE: return between(l->first, l->last);
    case MEASURE_INFERENCE: return between(l->scheduled, l->last);
    case MEASURE_TOKEN: return per_token(l);
    case MEASURE_PROMPT: return l->prompt;
    case MEASURE_SAID: return l->said * (nanos)life_choices(l);
    case MEASURE_MOST: return l->said;
    case MEASURE_ASKED: return l->asked ? (nanos)l->asked : -1;
    case MEASURE_CHOICES: return life_choices(l);
    case MEASURE_COMPUTED: return l->cached < l->prompt ? l->prompt - l->cached : 0;
    case MEASURE_PREEMPTIONS: return l->preemptions;
    default: return -1;
    }
}
