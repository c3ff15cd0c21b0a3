#include "cli/trace.h"

#include "base/error.h"
#include "base/units.h"
#include "cli/contents.h"
#include "cli/look.h"
#include "cli/prepare.h"
#include "data/prefixes.h"
#include "data/records.h"
#include "plan/schedule.h"

#include <stdlib.h>
#include <string.h>

int option_speed(void *speed, const char *text, struct error *err)
{
    char *end;
    double times = strtod(text, &end);

    if (end == text || (*end && strcmp(end, "x") != 0) || !(times > 0 && times <= 1e6))
        return error_set(err, "\"%s\" is no speed: expected how many times as fast, such as 2x",
                         text);
    *(double *)speed = times;
    return 0;
}

int option_jitter(void *jitter, const char *text, struct error *err)
{
    if (strcmp(text, "tick") != 0 && strcmp(text, "none") != 0)
        return error_set(err,
                         "\"%s\" is no jitter: expected tick (what a trace has rounded to one "
                         "moment is spread up to the next) or none",
                         text);
    *(bool *)jitter = !strcmp(text, "tick");
    return 0;
}

static int check_rivals(const struct wish *w, struct error *err)
{
    if (w->plan.rate > 0)
        return error_set(err, "-R and --trace both say when journeys come: leave one of them out");
    if (w->stages_by)
        return error_set(err, "%s and --trace both say how the load goes: leave one of them out",
                         w->stages_by);
    return 0;
}

/* What is played of the trace is the load. */
static int fit_rate(struct plan *p, const struct schedule *s, struct error *err)
{
    nanos ends = p->warmup + p->lasts;
    char from[UNITS_TEXT], to[UNITS_TEXT];

    p->rate = schedule_rate(s, p->warmup, ends);
    if (p->rate > 0)
        return 0;
    return error_set(err, "nothing of the trace is due between %s and %s: try a longer -d",
                     units_typed(from, p->warmup), units_typed(to, ends));
}

/* The run ends with the trace, or earlier if that was wished. */
static int fit_length(struct wish *w, const struct schedule *s, struct error *err)
{
    struct plan *p = &w->plan;
    nanos all = schedule_lasts(s);
    char trace[UNITS_TEXT], warmup[UNITS_TEXT];

    if (p->warmup >= all)
        return error_set(err, "--warmup %s would be all of the trace, which takes %s",
                         units_typed(warmup, p->warmup), units_typed(trace, all));
    if (!w->duration_given || p->lasts > all - p->warmup)
        p->lasts = all - p->warmup;
    w->duration_given = true;
    return fit_rate(p, s, err);
}

static int follow(struct run *r, struct error *err)
{
    struct wish *w = &r->wish;

    if (!records_timed(r->records))
        return error_set(err,
                         "%s was read as %s, and its rows have no times to follow: ask what it "
                         "says with --prompts, and say how often with -R",
                         w->trace, records_format(r->records));
    r->schedule = schedule_new(records_times(r->records), records_count(r->records), w->speed,
                               w->jitter, w->plan.seed);
    w->plan.schedule = r->schedule;
    w->plan.known_tokens = r->known_tokens = prefixes_of(r->records);
    return fit_length(w, r->schedule, err);
}

int trace_fit(struct run *r, struct error *err)
{
    if (!r->wish.trace)
        return 0;
    if (check_rivals(&r->wish, err) || contents_open(r, r->wish.trace, err))
        return -1;
    return look_wanted(&r->wish) ? 0 : follow(r, err);
}
