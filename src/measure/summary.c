#include "measure/summary.h"

#include "base/hist.h"
#include "base/json.h"
#include "measure/complaints.h"
#include "measure/field.h"
#include "measure/foreign.h"
#include "measure/group_write.h"
#include "measure/lengths.h"
#include "measure/metrics.h"
#include "measure/slice_write.h"
#include "measure/slo.h"
#include "measure/spread.h"
#include "measure/stage_write.h"
#include "measure/target_write.h"
#include "measure/turn.h"
#include "measure/verdict.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Bytes of an example and of a script's error with its traceback, after redaction. */
enum { EXAMPLE_SHOWN = 300, COMPLAINT_SHOWN = 2000 };

/* What wrk prints for -L, and what the verdict is about, whatever the run's list says. */
static const double wrk_list[] = {50, 75, 90, 99}, verdict_list[] = {99};
static const struct percentiles wrks = {wrk_list, 4}, verdicts = {verdict_list, 1}, none = {0};

static struct percentiles wanted(const struct run_facts *facts)
{
    return (struct percentiles){facts->percentiles, facts->percentile_count};
}

static void put_tool(struct json_writer *w)
{
    json_put_key(w, "tool");
    json_open(w, '{');
    field_string(w, "name", "stoke");
    field_string(w, "version", STOKE_VERSION);
    json_close(w, '}');
}

static void put_began(struct json_writer *w, int64_t wall)
{
    time_t whole = (time_t)(wall / NANOS_PER_SECOND);
    char text[32], day[24];
    struct tm utc;

    if (wall <= 0 || !gmtime_r(&whole, &utc) || !strftime(day, sizeof day, "%FT%T", &utc))
        return;
    snprintf(text, sizeof text, "%s.%03dZ", day, (int)(wall % NANOS_PER_SECOND / NANOS_PER_MS));
    field_string(w, "began", text);
}

static void put_run(struct json_writer *w, const struct metrics *m, const struct run_facts *facts)
{
    json_put_key(w, "run");
    json_open(w, '{');
    foreign_text(w, "url", facts->url, SIZE_MAX, facts->secrets);
    foreign_text(w, "model", facts->model, SIZE_MAX, facts->secrets);
    foreign_text(w, "api", facts->api, SIZE_MAX, facts->secrets);
    foreign_text(w, "script", facts->script, SIZE_MAX, facts->secrets);
    field_count(w, "threads", facts->threads);
    field_positive(w, "users", (double)facts->users);
    field_positive(w, "rate", facts->rate);
    field_positive(w, "requests", (double)facts->requests);
    foreign_text(w, "arrival", facts->arrival, SIZE_MAX, facts->secrets);
    field_positive(w, "burstiness", facts->burstiness);
    field_count(w, "seed", facts->seed);
    foreign_text(w, "salt", facts->salt, SIZE_MAX, facts->secrets);
    put_began(w, facts->began_wall);
    field_positive(w, "duration", (double)facts->planned / 1e9);
    field_seconds(w, "warmup", (double)facts->warmup);
    field_count(w, "warmup_requests", metrics_counts(m)->warmup);
    field_seconds(w, "window", (double)facts->window);
    field_seconds(w, "elapsed", (double)facts->elapsed);
    field_count(w, "stages", facts->stage_count);
    field_flag(w, "partial", facts->partial);
    field_flag(w, "want_latency", facts->want_latency);
    if (facts->want_uncorrected)
        field_flag(w, "want_uncorrected", true);
    if (facts->batches)
        field_flag(w, "batches", true);
    json_close(w, '}');
}

/* What was promised, and how much of what came kept it. */
static void put_promises(struct json_writer *w, const struct counts *c,
                         const struct run_facts *facts)
{
    const struct slo *o = facts->slo;

    if (!o || slo_empty(o))
        return;
    json_put_key(w, "slo");
    json_open(w, '{');
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        if (o->limits[i])
            field_seconds(w, metric_name((enum metric)i), (double)o->limits[i]);
    json_close(w, '}');
    group_write_goodput(w, c, facts->window);
}

static void put_traffic(struct json_writer *w, const struct counts *c,
                        const struct run_facts *facts)
{
    json_put_key(w, "bytes");
    json_open(w, '{');
    field_count(w, "up", c->bytes_up);
    field_count(w, "down", c->bytes_down);
    json_close(w, '}');
    json_put_key(w, "connections");
    json_open(w, '{');
    field_count(w, "opened", c->connects + facts->connections.before);
    if (facts->connections.before)
        field_count(w, "before", facts->connections.before);
    field_count(w, "reused", c->reused);
    field_count(w, "retried", c->retried);
    field_count(w, "aged", facts->connections.aged);
    field_count(w, "closed", facts->connections.closed);
    field_count(w, "most", facts->connections.most);
    json_close(w, '}');
}

/* The share of values no further from the mean than the standard deviation. A value is known
 * to a bucket's width only, which must not decide when all of them are nearly the same. */
static double within_stddev(const struct hist *h)
{
    double reach = hist_stddev(h) + hist_mean(h) / 1000;

    return hist_within(h, hist_mean(h) - reach, hist_mean(h) + reach);
}

static void put_rates(struct json_writer *w, const struct metrics *m)
{
    const struct hist *rates = metrics_rates(m), *latency = metrics_hist(m, METRIC_LATENCY);

    if (hist_count(rates)) {
        json_put_key(w, "rates");
        json_open(w, '{');
        field_number(w, "mean", hist_mean(rates) / METRICS_RATE_UNIT);
        field_number(w, "stddev", hist_stddev(rates) / METRICS_RATE_UNIT);
        field_number(w, "max", (double)hist_max(rates) / METRICS_RATE_UNIT);
        field_number(w, "within_stddev", within_stddev(rates));
        json_close(w, '}');
    }
    if (hist_count(latency))
        field_number(w, "latency_within_stddev", within_stddev(latency));
}

static void put_metrics(struct json_writer *w, const struct metrics *m,
                        const struct run_facts *facts)
{
    json_put_key(w, "metrics");
    json_open(w, '{');
    for (unsigned i = 0; i < METRIC_COUNT; i++) {
        bool as_wrk = facts->want_latency && i == METRIC_LATENCY;

        spread_write(w, metric_name((enum metric)i), metrics_hist(m, (enum metric)i), wanted(facts),
                     as_wrk ? wrks : none);
    }
    json_close(w, '}');
}

static void put_named_groups(struct json_writer *w, const char *name, const struct metrics *m,
                             enum grouping by, const struct run_facts *facts)
{
    json_put_key(w, name);
    json_open(w, '{');
    for (unsigned key = 0; key < metrics_groups(m, by); key++) {
        const struct group *g = metrics_group(m, by, key);

        if (!g || !group_write_wanted(g))
            continue;
        foreign_key(w, metrics_label(m, key), facts->secrets);
        json_open(w, '{');
        group_write(w, g, facts);
        json_close(w, '}');
    }
    json_close(w, '}');
}

/* A list, since turns have an order. */
static void put_turns(struct json_writer *w, const struct metrics *m, const struct run_facts *facts)
{
    json_put_key(w, "turns");
    json_open(w, '[');
    for (unsigned range = 0; range < metrics_groups(m, BY_TURN); range++) {
        const struct group *g = metrics_group(m, BY_TURN, range);

        if (!g || !group_write_wanted(g))
            continue;
        json_open(w, '{');
        field_count(w, "from", turn_first(range));
        field_count(w, "to", turn_last(range));
        group_write(w, g, facts);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_checks(struct json_writer *w, const struct metrics *m,
                       const struct run_facts *facts)
{
    json_put_key(w, "checks");
    json_open(w, '{');
    for (label l = 1; l < metrics_labels(m); l++) {
        uint64_t passed, failed;

        metrics_checked(m, l, &passed, &failed);
        if (passed + failed == 0)
            continue;
        foreign_key(w, metrics_label(m, l), facts->secrets);
        json_open(w, '{');
        field_count(w, "passed", passed);
        field_count(w, "failed", failed);
        json_close(w, '}');
    }
    json_close(w, '}');
}

static void put_customs(struct json_writer *w, const struct metrics *m,
                        const struct run_facts *facts)
{
    json_put_key(w, "custom");
    json_open(w, '{');
    for (label l = 1; l < metrics_labels(m); l++) {
        for (unsigned kind = 0; kind < CUSTOM_KINDS; kind++) {
            const struct custom *c = metrics_custom_of(m, l, (enum custom_kind)kind);

            if (!c)
                continue;
            foreign_key(w, metrics_label(m, l), facts->secrets);
            json_open(w, '{');
            custom_write(w, c, facts);
            json_close(w, '}');
        }
    }
    json_close(w, '}');
}

/* What the script failed with: unlike a service's words, these are for whoever wrote it. */
static void put_complaints(struct json_writer *w, const struct complaints *c,
                           const struct run_facts *facts)
{
    json_put_key(w, "errors");
    json_open(w, '[');
    for (size_t i = 0; i < c->count; i++) {
        json_open(w, '{');
        field_count(w, "count", c->at[i].count);
        foreign_text(w, "text", c->at[i].text, COMPLAINT_SHOWN, facts->secrets);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_faults(struct json_writer *w, const struct metrics *m,
                       const struct run_facts *facts)
{
    const struct counts *c = metrics_counts(m);

    json_put_key(w, "faults");
    json_open(w, '{');
    for (unsigned f = FAULT_NONE + 1; f < FAULT_COUNT; f++) {
        if (!c->faults[f])
            continue;
        json_put_key(w, fault_name((enum fault)f));
        json_open(w, '{');
        field_count(w, "count", c->faults[f]);
        if (metrics_example_of(m, (enum fault)f))
            foreign_text(w, "example", metrics_example_of(m, (enum fault)f), EXAMPLE_SHOWN,
                         facts->secrets);
        if (f == FAULT_SCRIPT)
            put_complaints(w, metrics_complaints(m), facts);
        json_close(w, '}');
    }
    json_close(w, '}');
}

static void put_status(struct json_writer *w, const struct metrics *m)
{
    const struct status_count *s;
    char name[8];

    json_put_key(w, "status");
    json_open(w, '{');
    for (size_t i = 0; (s = metrics_status(m, i)); i++) {
        snprintf(name, sizeof name, "%u", s->status);
        field_count(w, name, s->count);
    }
    json_close(w, '}');
}

static void put_sentences(struct json_writer *w, const char *name, const struct sentences *s)
{
    json_put_key(w, name);
    json_open(w, '[');
    for (unsigned i = 0; i < s->count; i++)
        json_put_string(w, s->text[i]);
    json_close(w, ']');
}

static void put_verdict(struct json_writer *w, const struct metrics *m,
                        const struct run_facts *facts)
{
    struct verdict v;

    verdict_reach(&v, m, facts);
    json_put_key(w, "verdict");
    json_open(w, '{');
    field_flag(w, "valid", v.reasons.count == 0);
    put_sentences(w, "reasons", &v.reasons);
    put_sentences(w, "notes", &v.notes);
    if (v.clock)
        field_string(w, "clock", v.clock);
    spread_write(w, "lag", metrics_lags(m), wanted(facts), verdicts);
    spread_write(w, "turn", metrics_turns(m), wanted(facts), verdicts);
    field_number(w, "worker_cpu", facts->worker_cpu);
    field_number(w, "coalesced", v.coalesced);
    json_close(w, '}');
}

static void put_measured(struct json_writer *w, const struct metrics *m,
                         const struct run_facts *facts)
{
    const struct counts *c = metrics_counts(m);

    group_write_requests(w, c);
    group_write_tokens(w, c);
    lengths_write(w, c);
    group_write_throughput(w, metrics_run(m), facts->window);
    put_promises(w, c, facts);
    put_traffic(w, c, facts);
    group_write_journeys(w, c, facts->window);
    group_write_load(w, c, facts->window);
    put_rates(w, m);
    put_metrics(w, m, facts);
    put_named_groups(w, "steps", m, BY_STEP, facts);
    put_turns(w, m, facts);
    put_named_groups(w, "scenarios", m, BY_SCENARIO, facts);
    target_write_all(w, m, facts);
    put_checks(w, m, facts);
    put_customs(w, m, facts);
    put_faults(w, m, facts);
    put_status(w, m);
}

void summary_write(const struct metrics *m, const struct run_facts *facts, struct json_writer *out)
{
    json_open(out, '{');
    field_string(out, "schema", "stoke.summary/1");
    put_tool(out);
    put_run(out, m, facts);
    lengths_write_calibration(out, facts);
    put_measured(out, m, facts);
    stage_write_all(out, m, facts);
    slice_write_all(out, metrics_slices(m), facts);
    put_verdict(out, m, facts);
    json_close(out, '}');
}

void summary_write_live(const struct metrics *m, const struct run_facts *facts, uint64_t running,
                        struct json_writer *out)
{
    json_open(out, '{');
    field_seconds(out, "elapsed", (double)facts->elapsed);
    field_seconds(out, "window", (double)facts->window);
    field_count(out, "running", running);
    put_measured(out, m, facts);
    json_close(out, '}');
}
