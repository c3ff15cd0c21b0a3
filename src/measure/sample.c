#include "measure/sample.h"

static const char *const names[OUTCOME_COUNT] = {
    [FAULT_NONE] = "ok",
    [FAULT_RESOLVE] = "resolve",
    [FAULT_CONNECT] = "connect",
    [FAULT_TLS] = "tls",
    [FAULT_SEND] = "send",
    [FAULT_NO_REPLY] = "no_reply",
    [FAULT_STATUS] = "status",
    [FAULT_MALFORMED] = "malformed",
    [FAULT_EMPTY] = "empty",
    [FAULT_IN_STREAM] = "in_stream",
    [FAULT_TRUNCATED] = "truncated",
    [FAULT_RESET] = "reset",
    [FAULT_STALLED] = "stalled",
    [FAULT_TIMEOUT] = "timeout",
    [FAULT_SCRIPT] = "script",
    [STOPPED] = "stopped",
    [UNFINISHED] = "unfinished",
};

const char *fault_name(enum fault f)
{
    return names[f];
}

/* The kernel's stamps are moved from the wall clock to ours, which may put one a
 * microsecond early: nothing takes less than no time. */
static nanos between(nanos from, nanos to)
{
    if (!from || !to)
        return -1;
    return to > from ? to - from : 0;
}

nanos sample_lag(const struct sample *s)
{
    return between(s->ready, s->begun);
}

nanos sample_ttft(const struct sample *s)
{
    return between(s->sent, s->first_token);
}

nanos sample_ttfa(const struct sample *s)
{
    return between(s->sent, s->first_answer);
}

nanos sample_ttfc(const struct sample *s)
{
    return between(s->sent, s->first_event);
}

/* One event has one moment, however many tokens are in it: it tells no spacing. */
nanos sample_tpot(const struct sample *s)
{
    uint32_t tokens = sample_tokens(s);
    nanos spread = between(s->first_token, s->last_token);

    if (tokens < 2 || s->token_events < 2 || spread < 0)
        return -1;
    return spread / (tokens - 1);
}

nanos sample_e2e(const struct sample *s)
{
    return between(s->sent, s->last_token);
}

nanos sample_latency(const struct sample *s)
{
    return between(s->sent, s->ended);
}

uint32_t sample_tokens(const struct sample *s)
{
    if (s->has_usage)
        return s->tokens_out;
    return s->streamed ? s->token_events : 0; /* a whole reply is no event to count */
}
