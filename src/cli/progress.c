#include "cli/progress.h"

#include "base/buf.h"
#include "base/hist.h"
#include "base/units.h"
#include "load/crew.h"
#include "measure/metrics.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
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

/* The line in parts, the most important of rank 0: a narrow terminal does without the last ones. */
enum { PARTS_MAX = 12, PART_TEXT = 64, WIDTH_USUAL = 80 };

struct line {
    struct part {
        char text[PART_TEXT];
        unsigned rank;
    } parts[PARTS_MAX];
    size_t count;
};

__attribute__((format(printf, 3, 4))) static void add(struct line *l, unsigned rank,
                                                      const char *format, ...)
{
    struct part *p = &l->parts[l->count++];
    va_list args;

    p->rank = rank;
    va_start(args, format);
    vsnprintf(p->text, sizeof p->text, format, args);
    va_end(args);
}

static size_t length(const struct line *l)
{
    size_t n = 0;

    for (size_t i = 0; i < l->count; i++)
        n += strlen(l->parts[i].text) + (i ? 2 : 0);
    return n;
}

static void drop_least(struct line *l)
{
    size_t least = 0;

    for (size_t i = 1; i < l->count; i++)
        if (l->parts[i].rank >= l->parts[least].rank)
            least = i;
    l->count--;
    memmove(&l->parts[least], &l->parts[least + 1], (l->count - least) * sizeof l->parts[0]);
}

/* In columns. The last one stays free: some terminals wrap when it is written. */
static size_t room(void)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size = {0};
    int n = columns ? atoi(columns) : 0;

    if (!ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_col)
        n = size.ws_col;
    return n > 1 ? (size_t)n - 1 : WIDTH_USUAL - 1;
}

static void put(struct line *l, size_t width)
{
    struct buf text = {0};

    while (l->count > 1 && length(l) > width)
        drop_least(l);
    for (size_t i = 0; i < l->count; i++)
        buf_addf(&text, "%s%s", i ? "  " : "", l->parts[i].text);
    fwrite(text.data, 1, text.len < width ? text.len : width, stderr);
    buf_release(&text);
}

/* How much of the run has passed is not rounded up: "2s of 2s" would be its end. */
static void add_time(struct line *l, const struct progress *p, nanos elapsed)
{
    int64_t whole = elapsed / NANOS_PER_SECOND;

    if (p->lasts == NANOS_NEVER)
        add(l, 0, "%" PRIi64 "s", whole);
    else
        add(l, 0, "%" PRIi64 "s of %.12gs", whole,
            round((double)p->lasts / (double)NANOS_PER_MS) / 1000);
}

static void add_llm(struct line *l, const struct progress *p, const struct crew_view *v)
{
    char a[UNITS_TEXT];
    const struct counts *c = metrics_counts(v->total);
    const struct hist *ttft = metrics_hist(v->total, METRIC_TTFT);
    nanos span = v->elapsed - p->before;
    double rate = span > 0 ? (c->window_tokens - p->tokens_before) * 1e9 / (double)span : 0;

    if (rate > 0)
        add(l, 4, "%s tokens/s", units_count(a, rate));
    if (!hist_count(ttft))
        return;
    add(l, 5, "ttft p50 %s", units_span(a, hist_quantile(ttft, 0.5)));
    add(l, 7, "p99 %s", units_span(a, hist_quantile(ttft, 0.99)));
}

static void add_http(struct line *l, const struct crew_view *v)
{
    char a[UNITS_TEXT];
    const struct hist *latency = metrics_hist(v->total, METRIC_LATENCY);

    if (hist_count(latency))
        add(l, 5, "latency p50 %s", units_span(a, hist_quantile(latency, 0.5)));
}

static void compose(struct line *l, const struct progress *p, const struct crew_view *v)
{
    const struct counts *c = metrics_counts(v->total);

    add_time(l, p, v->elapsed);
    if (p->requests)
        add(l, 1, "%" PRIu64 " of %" PRIu64, c->journeys + c->journeys_failed, p->requests);
    add(l, 2, "%" PRIu64 " done", c->ok);
    add(l, 3, "%" PRIu64 " failed", c->failed);
    add(l, 6, "%" PRIu64 " running", v->running);
    if (p->llm)
        add_llm(l, p, v);
    else
        add_http(l, v);
    if (c->warmup && !c->begun)
        add(l, 3, "(warm-up: %" PRIu64 " not counted)", c->warmup);
    if (v->draining)
        add(l, 1, "ending");
}

void progress_tick(void *progress, const struct crew_view *v)
{
    struct progress *p = progress;
    struct line line = {.count = 0};

    if (p->quiet || v->elapsed < p->next)
        return;
    p->next += p->terminal ? DRAW_EVERY : PLAIN_EVERY;
    if (p->terminal)
        fprintf(stderr, "\r\033[K%s", p->colour ? "\033[2m" : "");
    compose(&line, p, v);
    put(&line, p->terminal ? room() : SIZE_MAX);
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
