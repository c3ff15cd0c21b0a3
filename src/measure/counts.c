#include "measure/counts.h"

bool counts_well(const struct sample *s)
{
    return s->outcome == FAULT_NONE || s->outcome == STOPPED;
}

/* Tokens that came inside the window: each token event is taken to carry as many as the
 * others of its reply. */
static double tokens_in_window(const struct sample *s, bool in_window)
{
    double tokens = sample_tokens(s);

    if (!s->token_events)
        return in_window ? tokens : 0;
    return tokens * s->events_in_window / s->token_events;
}

void counts_came(struct counts *c, const struct sample *s, bool in_window, double share)
{
    if (counts_well(s) && in_window) {
        c->window_requests++;
        c->window_good += s->good;
        c->window_tokens_in += s->has_input ? s->tokens_in : 0;
    }
    if (counts_well(s) || s->outcome == UNFINISHED)
        c->window_tokens += share * tokens_in_window(s, in_window);
}

static void count_outcome(struct counts *c, const struct sample *s)
{
    c->begun++;
    c->good += s->good;
    if (s->outcome == FAULT_NONE)
        c->ok++;
    else if (s->outcome == STOPPED)
        c->stopped++;
    else if (s->outcome == UNFINISHED)
        c->unfinished++;
    else {
        c->failed++;
        c->faults[s->outcome]++;
    }
}

static void count_transfer(struct counts *c, const struct sample *s)
{
    bool bears_tokens = s->streamed && s->token_events > 0;

    c->bytes_up += s->bytes_up;
    c->bytes_down += s->bytes_down;
    c->connects += !s->reused && s->connected;
    c->reused += s->reused;
    c->retried += s->retried;
    c->token_bearing += bears_tokens;
    c->kernel_stamped += bears_tokens && s->kernel;
}

static void count_tokens(struct counts *c, const struct sample *s)
{
    bool ok = s->llm && s->outcome == FAULT_NONE;

    c->llm_ok += ok;
    c->with_usage += ok && s->has_usage;
    c->streamed += ok && s->streamed;
    c->tokens_out += sample_tokens(s);
    c->with_input += s->has_input;
    c->with_cached += s->has_cached;
    c->tokens_in += s->has_input ? s->tokens_in : 0;
    c->tokens_cached += s->has_cached ? s->tokens_cached : 0;
    if (s->has_input)
        c->tokens_shared += s->shared < s->tokens_in ? s->shared : s->tokens_in;
    lengths_add(&c->prompts, s->asked_in, s->has_input ? s->tokens_in : 0);
    lengths_add(&c->answers, s->asked_out, s->has_usage ? s->tokens_out : 0);
    c->events += s->events;
    c->token_events += s->token_events;
    c->coalesced += s->coalesced;
}

void counts_due(struct counts *c, const struct sample *s)
{
    if (s->warmup) {
        c->warmup++;
        return;
    }
    count_outcome(c, s);
    count_transfer(c, s);
    if (counts_well(s))
        count_tokens(c, s);
}

void counts_journey_came(struct counts *c, const struct journey *j, bool in_window)
{
    if (!in_window || j->failed || j->unfinished)
        return;
    c->window_journeys++;
    c->window_journeys_good += j->good;
}

void counts_journey_due(struct counts *c, const struct journey *j)
{
    if (j->warmup)
        return;
    if (j->unfinished) {
        c->journeys_unfinished++;
        return;
    }
    c->journeys++;
    c->journeys_failed += j->failed;
    c->journeys_good += j->good;
    c->journey_requests += j->exchanges;
}

void counts_arrival(struct counts *c, nanos waited, bool late)
{
    c->journeys_begun++;
    c->journeys_late += late;
    c->journeys_queued += waited > 0;
}

uint64_t counts_offered(const struct counts *c)
{
    return c->journeys_begun + c->journeys_missed + c->journeys_dropped;
}

void counts_merge(struct counts *into, const struct counts *from)
{
    into->begun += from->begun;
    into->ok += from->ok;
    into->stopped += from->stopped;
    into->failed += from->failed;
    into->unfinished += from->unfinished;
    into->warmup += from->warmup;
    into->llm_ok += from->llm_ok;
    into->with_usage += from->with_usage;
    into->with_input += from->with_input;
    into->with_cached += from->with_cached;
    into->streamed += from->streamed;
    into->tokens_out += from->tokens_out;
    into->tokens_in += from->tokens_in;
    into->tokens_cached += from->tokens_cached;
    into->tokens_shared += from->tokens_shared;
    lengths_merge(&into->prompts, &from->prompts);
    lengths_merge(&into->answers, &from->answers);
    into->events += from->events;
    into->token_events += from->token_events;
    into->coalesced += from->coalesced;
    into->kernel_stamped += from->kernel_stamped;
    into->token_bearing += from->token_bearing;
    into->window_requests += from->window_requests;
    into->window_tokens += from->window_tokens;
    into->window_tokens_in += from->window_tokens_in;
    into->bytes_up += from->bytes_up;
    into->bytes_down += from->bytes_down;
    into->connects += from->connects;
    into->reused += from->reused;
    into->retried += from->retried;
    into->journeys += from->journeys;
    into->journeys_failed += from->journeys_failed;
    into->journeys_missed += from->journeys_missed;
    into->journeys_begun += from->journeys_begun;
    into->journeys_late += from->journeys_late;
    into->journeys_queued += from->journeys_queued;
    into->journeys_dropped += from->journeys_dropped;
    into->journeys_unfinished += from->journeys_unfinished;
    into->journeys_good += from->journeys_good;
    into->journey_requests += from->journey_requests;
    into->window_journeys += from->window_journeys;
    into->window_journeys_good += from->window_journeys_good;
    into->good += from->good;
    into->window_good += from->window_good;
    into->calls += from->calls;
    into->calls_failed += from->calls_failed;
    for (unsigned f = 0; f < FAULT_COUNT; f++)
        into->faults[f] += from->faults[f];
}

bool counts_output_known(const struct counts *c)
{
    return c->tokens_out || c->window_tokens > 0 || !c->token_events;
}

bool counts_input_known(const struct counts *c)
{
    return c->with_input || c->window_tokens_in > 0;
}
