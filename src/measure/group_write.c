#include "measure/group_write.h"

#include "base/hist.h"
#include "base/json.h"
#include "measure/field.h"
#include "measure/group.h"
#include "measure/slo.h"
#include "measure/spread.h"
#include "measure/summary.h"

void group_write_requests(struct json_writer *w, const struct counts *c)
{
    json_put_key(w, "requests");
    json_open(w, '{');
    field_count(w, "begun", c->begun);
    field_count(w, "ok", c->ok);
    field_count(w, "stopped", c->stopped);
    field_count(w, "failed", c->failed);
    field_count(w, "unfinished", c->unfinished);
    json_close(w, '}');
}

static const char *counted_by(const struct counts *c)
{
    if (!c->with_usage)
        return c->tokens_out ? "events" : "none";
    return c->with_usage == c->llm_ok ? "usage" : "mixed";
}

void group_write_tokens(struct json_writer *w, const struct counts *c)
{
    json_put_key(w, "tokens");
    json_open(w, '{');
    if (counts_output_known(c))
        field_count(w, "output", c->tokens_out);
    if (c->with_input)
        field_count(w, "input", c->tokens_in);
    if (c->with_cached)
        field_count(w, "cached", c->tokens_cached);
    field_count(w, "events", c->token_events);
    field_count(w, "coalesced", c->coalesced);
    if (c->with_usage && c->token_events)
        field_number(w, "per_event", (double)c->tokens_out / (double)c->token_events);
    field_string(w, "counted_by", counted_by(c));
    field_number(w, "coverage", c->llm_ok ? (double)c->with_usage / (double)c->llm_ok : 0);
    json_close(w, '}');
}

static void put_tokens_per_second(struct json_writer *w, const struct counts *c, double span)
{
    bool output = counts_output_known(c), input = counts_input_known(c);

    if (output)
        field_number(w, "output_tokens_per_second", c->window_tokens / span);
    if (input)
        field_number(w, "input_tokens_per_second", c->window_tokens_in / span);
    if (output && input)
        field_number(w, "total_tokens_per_second", (c->window_tokens + c->window_tokens_in) / span);
}

void group_write_throughput(struct json_writer *w, const struct group *g, nanos window)
{
    const struct hist *tpot = group_hist(g, METRIC_TPOT);
    double span = (double)window / 1e9;

    if (window <= 0)
        return;
    json_put_key(w, "throughput");
    json_open(w, '{');
    field_number(w, "requests_per_second", (double)g->counts.window_requests / span);
    put_tokens_per_second(w, &g->counts, span);
    if (tpot && hist_mean(tpot) > 0)
        field_number(w, "per_user_tokens_per_second", 1e9 / hist_mean(tpot));
    json_close(w, '}');
}

static double per_second(uint64_t n, nanos window)
{
    return (double)n * (double)NANOS_PER_SECOND / (double)window;
}

void group_write_journeys(struct json_writer *w, const struct counts *c, nanos window)
{
    json_put_key(w, "journeys");
    json_open(w, '{');
    field_count(w, "done", c->journeys - c->journeys_failed);
    field_count(w, "failed", c->journeys_failed);
    field_count(w, "missed", c->journeys_missed);
    field_count(w, "dropped", c->journeys_dropped);
    field_count(w, "unfinished", c->journeys_unfinished);
    if (window > 0)
        field_number(w, "per_second", per_second(c->window_journeys, window));
    if (c->journeys)
        field_number(w, "requests", (double)c->journey_requests / (double)c->journeys);
    json_close(w, '}');
}

/* Of open loads alone: what was due, and what has become of it. */
void group_write_load(struct json_writer *w, const struct counts *c, nanos window)
{
    uint64_t offered = counts_offered(c);

    if (!offered)
        return;
    json_put_key(w, "load");
    json_open(w, '{');
    field_count(w, "offered", offered);
    if (window > 0)
        field_number(w, "per_second", per_second(offered, window));
    field_count(w, "begun", c->journeys_begun);
    field_count(w, "late", c->journeys_late);
    field_count(w, "queued", c->journeys_queued);
    field_count(w, "dropped", c->journeys_dropped);
    field_count(w, "missed", c->journeys_missed);
    field_number(w, "achieved", (double)(c->journeys_begun - c->journeys_late) / (double)offered);
    json_close(w, '}');
}

static void put_good(struct json_writer *w, const char *name, uint64_t good, uint64_t judged,
                     uint64_t in_window, nanos window)
{
    if (!judged)
        return;
    json_put_key(w, name);
    json_open(w, '{');
    field_count(w, "good", good);
    field_number(w, "share", (double)good / (double)judged);
    if (window > 0)
        field_number(w, "per_second", per_second(in_window, window));
    json_close(w, '}');
}

void group_write_goodput(struct json_writer *w, const struct counts *c, nanos window)
{
    if (c->begun == c->unfinished && !c->journeys)
        return;
    json_put_key(w, "goodput");
    json_open(w, '{');
    put_good(w, "requests", c->good, c->begun - c->unfinished, c->window_good, window);
    put_good(w, "journeys", c->journeys_good, c->journeys, c->window_journeys_good, window);
    json_close(w, '}');
}

static void put_calls(struct json_writer *w, const struct counts *c)
{
    json_put_key(w, "calls");
    json_open(w, '{');
    field_count(w, "done", c->calls - c->calls_failed);
    field_count(w, "failed", c->calls_failed);
    json_close(w, '}');
}

static void put_faults(struct json_writer *w, const struct counts *c)
{
    if (!c->failed)
        return;
    json_put_key(w, "faults");
    json_open(w, '{');
    for (unsigned f = FAULT_NONE + 1; f < FAULT_COUNT; f++)
        if (c->faults[f])
            field_count(w, fault_name((enum fault)f), c->faults[f]);
    json_close(w, '}');
}

static void put_metrics(struct json_writer *w, const struct group *g, struct percentiles wanted)
{
    json_put_key(w, "metrics");
    json_open(w, '{');
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        spread_write(w, metric_name((enum metric)i), g->hists[i], wanted, (struct percentiles){0});
    json_close(w, '}');
}

bool group_write_wanted(const struct group *g)
{
    const struct counts *c = &g->counts;

    return c->begun || c->calls || c->journeys || counts_offered(c) || c->journeys_unfinished ||
           group_hist(g, METRIC_GAP);
}

void group_write(struct json_writer *w, const struct group *g, const struct run_facts *facts)
{
    const struct counts *c = &g->counts;

    group_write_requests(w, c);
    if (c->token_events || c->tokens_out || c->with_input)
        group_write_tokens(w, c);
    if (c->calls)
        put_calls(w, c);
    if (c->journeys || counts_offered(c) || c->journeys_unfinished)
        group_write_journeys(w, c, facts->window);
    group_write_load(w, c, facts->window);
    if (facts->slo && !slo_empty(facts->slo))
        group_write_goodput(w, c, facts->window);
    put_faults(w, c);
    put_metrics(w, g, (struct percentiles){facts->percentiles, facts->percentile_count});
}
