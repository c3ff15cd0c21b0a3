#include "measure/verdict.h"

#include "base/hist.h"
#include "base/units.h"
#include "measure/metrics.h"
#include "measure/spread.h"
#include "measure/summary.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The kernel stamps bytes as they come in. A busy worker reads them late but does not date
 * them late, until it hardly ever sleeps: then its requests leave late and its receive
 * buffers make the service wait. */
static const double CPU_KERNEL = 0.90;

/* Without those stamps a token is dated when its turn comes. Above this share a turn is
 * usually found with others before it, and their time is added to the service's. */
static const double CPU_USER = 0.60;

/* Plain http is asked for throughput, as wrk is: a worker may be busy, but one that never
 * rests measures itself. */
static const double CPU_HTTP = 0.97;

/* Beginning late hides a slow service, or makes a fast one look slow. It counts when it is
 * more than a scheduler's hiccup and more than a reader of the median would overlook. */
static const nanos LAG_FLOOR = NANOS_PER_MS;
static const double LAG_SHARE = 0.05;

/* An open loop is its rate. One journey in a hundred is what rounding and the two ends of
 * the window may take away; random arrivals may also be this many deviations off. */
static const double BEGUN_SHARE = 0.99;
static const double ARRIVAL_DEVIATIONS = 3;

/* Who is quick with its part of a count leaves the others alone: up to this share of the time it
 * is not spoken of. */
static const double THINNED_SHARE = 0.10;

/* Token events that share a read have lost their spacing. A few do so on any network; more
 * than this is somebody who gathers them. */
static const double COALESCED_SHARE = 0.20;

/* One odd stream in a hundred does not change which clock was used. */
static const double KERNEL_ALL = 0.99, KERNEL_SOME = 0.01;

__attribute__((format(printf, 2, 3))) static void say(struct sentences *s, const char *format, ...)
{
    char *text = s->text[s->count++];
    va_list args;

    assert(s->count <= VERDICT_SENTENCES);
    va_start(args, format);
    vsnprintf(text, VERDICT_LENGTH, format, args);
    va_end(args);
}

static bool is_http(const struct run_facts *facts)
{
    return facts->api && strcmp(facts->api, "http") == 0;
}

static double share(uint64_t part, uint64_t whole)
{
    return whole ? (double)part / (double)whole : 0;
}

static const char *clock_used(const struct counts *c)
{
    double kernel = share(c->kernel_stamped, c->token_bearing);

    if (!c->token_bearing)
        return NULL;
    return kernel >= KERNEL_ALL ? "kernel" : kernel >= KERNEL_SOME ? "mixed" : "user";
}

static void judge_work(struct verdict *v, const struct run_facts *facts)
{
    bool ours = v->clock && strcmp(v->clock, "kernel") != 0;
    double limit = is_http(facts) ? CPU_HTTP : ours ? CPU_USER : CPU_KERNEL;
    double busy = facts->worker_cpu;

    if (busy <= limit)
        return;
    if (is_http(facts))
        say(&v->reasons,
            "a worker was busy %.0f %% of the time: we may be the limit, not the service",
            100 * busy);
    else if (ours)
        say(&v->reasons,
            "a worker was busy %.0f %% of the time: above %.0f %% times read from our own clock "
            "are "
            "too long",
            100 * busy, 100 * limit);
    else
        say(&v->reasons,
            "a worker was busy %.0f %% of the time: above %.0f %% it sends and reads late",
            100 * busy, 100 * limit);
}

/* A hundredth of few requests is one, whose luck is not judged: the highest percentile that they
 * support is, and of very few the median. */
static double judged_percentile(uint64_t count)
{
    return fmin(99, fmax(50, floor(spread_supported(count))));
}

static void judge_lag(struct verdict *v, const struct metrics *m)
{
    const struct hist *ttft = metrics_hist(m, METRIC_TTFT);
    bool tokens = hist_count(ttft) > 0;
    const struct hist *answer = tokens ? ttft : metrics_hist(m, METRIC_LATENCY);
    double percentile = judged_percentile(hist_count(metrics_lags(m)));
    nanos lag = hist_quantile(metrics_lags(m), percentile / 100);
    nanos median = hist_quantile(answer, 0.5);
    char late[UNITS_TEXT], of[UNITS_TEXT];

    if (lag <= LAG_FLOOR || !hist_count(answer) || (double)lag <= LAG_SHARE * (double)median)
        return;
    say(&v->reasons, "requests began %s late at p%.0f, while the median %s is %s",
        units_span(late, lag), percentile, tokens ? "ttft" : "latency", units_span(of, median));
}

/* What was due and did not begin while it was measured, for whatever reason: then it was not the
 * load that was asked for, be it on purpose. */
static void judge_load(struct verdict *v, const struct counts *c)
{
    uint64_t offered = counts_offered(c), in_time = c->journeys_begun - c->journeys_late;

    if ((double)in_time < BEGUN_SHARE * (double)offered)
        say(&v->reasons,
            "only %llu of the %llu journeys that were due have begun in time (%llu dropped, %llu "
            "missed, %llu after the end)",
            (unsigned long long)in_time, (unsigned long long)offered,
            (unsigned long long)c->journeys_dropped, (unsigned long long)c->journeys_missed,
            (unsigned long long)c->journeys_late);
}

/* A worker that was given up has not even said what was due. Of a run that was cut short we do not
 * know what it wanted by then. */
static void judge_offer(struct verdict *v, const struct counts *c, const struct run_facts *facts)
{
    double most = facts->requests ? (double)facts->requests : INFINITY;
    double wanted = fmin(facts->offered, most);
    bool even = facts->arrival && strcmp(facts->arrival, "constant") == 0;
    double evenness = facts->burstiness > 0 ? facts->burstiness : 1;
    double chance = even ? 1 : ARRIVAL_DEVIATIONS * sqrt(wanted / evenness);
    double offered = (double)counts_offered(c);

    if (facts->window >= facts->planned && offered < BEGUN_SHARE * (wanted - chance))
        say(&v->reasons, "only %.0f journeys were due where the load asked for %.0f", offered,
            wanted);
}

static void judge_files(struct verdict *v, const struct run_facts *facts)
{
    if (facts->no_files)
        say(&v->reasons,
            "%llu connections could not be opened: this shell allows too few open files "
            "(ulimit -n)",
            (unsigned long long)facts->no_files);
}

/* Another length is another question: the answers' is noted, since it was asked for exactly. */
static void note_lengths(struct verdict *v, const struct counts *c)
{
    double error = lengths_error(&c->answers);

    if (error > 0.05)
        say(&v->notes, "answers missed the lengths that were asked for by %.0f %% on average",
            100 * error);
}

/* Scenarios and threads have their parts of a count, and some are quicker than others. */
static void note_thinned(struct verdict *v, const struct run_facts *facts)
{
    char span[UNITS_TEXT];

    if ((double)facts->thinned > THINNED_SHARE * (double)facts->window)
        say(&v->notes,
            "for %s the load was less than planned: some had begun their part of -n "
            "before others",
            units_span(span, facts->thinned));
}

static void note_circumstances(struct verdict *v, const struct metrics *m,
                               const struct run_facts *facts)
{
    uint64_t left_out = metrics_counts(m)->warmup;
    char lasted[UNITS_TEXT];

    if (facts->warmup > 0 || left_out)
        say(&v->notes, "warm-up of %s (%llu request%s) is not counted",
            units_typed(lasted, facts->warmup), (unsigned long long)left_out,
            left_out == 1 ? "" : "s");
    if (facts->partial)
        say(&v->notes, "the run was interrupted: this is the part that was measured");
    if (v->coalesced > COALESCED_SHARE)
        say(&v->notes,
            "%.0f %% of token events came in one read with another: a buffering proxy or a slow "
            "client hides their gaps",
            100 * v->coalesced);
    if (facts->insecure)
        say(&v->notes, "certificates were not verified");
    note_lengths(v, metrics_counts(m));
    note_thinned(v, facts);
}

void verdict_reach(struct verdict *v, const struct metrics *m, const struct run_facts *facts)
{
    const struct counts *c = metrics_counts(m);

    *v = (struct verdict){
        .clock = facts->clock ? facts->clock : clock_used(c),
        .coalesced = share(c->coalesced, c->token_events),
    };
    if (c->ok + c->stopped == 0)
        say(&v->reasons, "nothing was measured: no request ended well");
    judge_work(v, facts);
    judge_lag(v, m);
    judge_load(v, c);
    judge_offer(v, c, facts);
    judge_files(v, facts);
    note_circumstances(v, m, facts);
}
