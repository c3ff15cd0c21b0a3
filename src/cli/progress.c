#include "cli/progress.h"

#include "base/hist.h"
#include "base/units.h"
#include "load/crew.h"
#include "measure/metrics.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PLAIN_EVERY (10 * NANOS_PER_SECOND)
#define DRAW_EVERY (250 * NANOS_PER_MS)

static bool set(const char *variable)
{
    const char *value = getenv(variable);

    return value && *value;
}

void progress_init(struct progress *p, bool quiet)
{
    const char *term = getenv("TERM");

    *p = (struct progress){.quiet = quiet};
    p->terminal = isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0 && !set("CI");
    p->colour = p->terminal && !set("NO_COLOR");
    p->next = p->terminal ? 0 : PLAIN_EVERY;
}

static const char *seconds(char out[static UNITS_TEXT], nanos span)
{
    snprintf(out, UNITS_TEXT, "%.0fs", (double)span / (double)NANOS_PER_SECOND);
    return out;
}

static void write_llm(const struct progress *p, const struct crew_view *v)
{
    char a[UNITS_TEXT], b[UNITS_TEXT];
    const struct counts *c = metrics_counts(v->total);
    const struct hist *ttft = metrics_hist(v->total, METRIC_TTFT);
    nanos span = v->elapsed - p->before;
    double rate = span > 0 ? (c->window_tokens - p->tokens_before) * 1e9 / (double)span : 0;

    if (rate > 0)
        fprintf(stderr, "  %s tokens/s", units_count(a, rate));
    if (hist_count(ttft))
        fprintf(stderr, "  ttft p50 %s p99 %s", units_span(a, hist_quantile(ttft, 0.5)),
                units_span(b, hist_quantile(ttft, 0.99)));
}

static void write_line(const struct progress *p, const struct crew_view *v)
{
    char a[UNITS_TEXT], b[UNITS_TEXT];
    const struct counts *c = metrics_counts(v->total);

    fprintf(stderr, "%s", seconds(a, v->elapsed));
    if (p->lasts != NANOS_NEVER)
        fprintf(stderr, " of %s", seconds(b, p->lasts));
    if (p->requests)
        fprintf(stderr, "  %" PRIu64 " of %" PRIu64, c->journeys + c->journeys_failed, p->requests);
    fprintf(stderr, "  %" PRIu64 " done  %" PRIu64 " failed  %" PRIu64 " running", c->ok, c->failed,
            v->running);
    if (p->llm)
        write_llm(p, v);
    else if (hist_count(metrics_hist(v->total, METRIC_LATENCY)))
        fprintf(stderr, "  latency p50 %s",
                units_span(a, hist_quantile(metrics_hist(v->total, METRIC_LATENCY), 0.5)));
    if (c->warmup && !c->begun)
        fprintf(stderr, "  (warm-up: %" PRIu64 " not counted)", c->warmup);
    if (v->draining)
        fprintf(stderr, "  ending");
}

void progress_tick(void *progress, const struct crew_view *v)
{
    struct progress *p = progress;

    if (p->quiet || v->elapsed < p->next)
        return;
    p->next += p->terminal ? DRAW_EVERY : PLAIN_EVERY;
    if (p->terminal)
        fprintf(stderr, "\r\033[K%s", p->colour ? "\033[2m" : "");
    write_line(p, v);
    fputs(!p->terminal ? "\n" : p->colour ? "\033[0m" : "", stderr);
    fflush(stderr);
    p->drawn = p->terminal;
    p->tokens_before = metrics_counts(v->total)->window_tokens;
    p->before = v->elapsed;
}

void progress_end(struct progress *p)
{
    if (p->drawn)
        fputs("\r\033[K", stderr);
    p->drawn = false;
}
