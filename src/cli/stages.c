#include "cli/stages.h"

#include "base/error.h"
#include "base/units.h"
#include "cli/profile.h"
#include "cli/wish.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEVEL_MAX = 64 };

/* Cuts `text` before `mark`, whose first or last place is meant; what comes after is returned. */
static const char *cut(const char *text, const char *at, size_t mark, char before[LEVEL_MAX])
{
    if (!at || at == text || at - text >= LEVEL_MAX)
        return NULL;
    memcpy(before, text, (size_t)(at - text));
    before[at - text] = '\0';
    return at + mark;
}

int stages_read_level(const char *text, double *level, enum stage_unit *unit, struct error *err)
{
    struct error unused;

    if (units_read_rate(text, level, &unused))
        return error_set(err,
                         "\"%s\" is no level: expected users such as 50, or a rate such as "
                         "20/s",
                         text);
    *unit = strchr(text, '/') ? STAGE_RATE : STAGE_UNSAID;
    return 0;
}

/* "5..50", or "50" alone: then `from` stays. */
static int read_levels(struct stage_wish *w, const char *text, const char *mark, struct error *err)
{
    enum stage_unit first = STAGE_UNSAID, last;
    char from[LEVEL_MAX];
    const char *to = cut(text, strstr(text, mark), strlen(mark), from);

    if (to && stages_read_level(from, &w->from, &first, err))
        return -1;
    if (stages_read_level(to ? to : text, &w->to, &last, err))
        return -1;
    w->unit = first == STAGE_RATE ? first : last;
    return 0;
}

int stages_read(struct stage_wish *w, const char *text, struct error *err)
{
    struct stage_wish got = {.from = STAGE_GOES_ON};
    char lasts[LEVEL_MAX];
    const char *levels = cut(text, strchr(text, ':'), 1, lasts);

    if (!levels || !*levels)
        return error_set(err,
                         "\"%s\" is no stage: expected how long and to what level, such as "
                         "2m:50, or from one to another, such as 2m:20..50",
                         text);
    if (units_read_span(lasts, &got.lasts, err) || read_levels(&got, levels, "..", err))
        return error_in(err, "\"%s\"", text);
    *w = got;
    return 0;
}

int stages_read_ramp(struct stage_wish *w, const char *text, struct error *err)
{
    struct stage_wish got = {.from = STAGE_GOES_ON};
    char levels[LEVEL_MAX];
    const char *lasts = cut(text, strrchr(text, '/'), 1, levels);

    if (!lasts || !*lasts || !strchr(levels, ':'))
        return error_set(err,
                         "\"%s\" is no ramp: expected FROM:TO/TIME, such as 5:200/10m or "
                         "1/s:20/s/10m",
                         text);
    if (units_read_span(lasts, &got.lasts, err) || read_levels(&got, levels, ":", err))
        return error_in(err, "\"%s\"", text);
    *w = got;
    return 0;
}

int stages_read_spike(struct spike *s, const char *text, struct error *err)
{
    char times[LEVEL_MAX], *end = times;
    const char *lasts = cut(text, strchr(text, '/'), 1, times);
    struct spike got = {.times = lasts ? strtod(times, &end) : 0};

    if (!lasts || end == times || strcmp(end, "x") != 0 || !isfinite(got.times) || got.times <= 0)
        return error_set(err,
                         "\"%s\" is no spike: expected how many times the load and for how "
                         "long, such as 3x/30s",
                         text);
    if (units_read_span(lasts, &got.lasts, err))
        return error_in(err, "\"%s\"", text);
    if (got.lasts == 0)
        return error_set(err, "\"%s\": a spike takes some time, such as 3x/30s", text);
    *s = got;
    return 0;
}

int stages_claim(struct wish *w, const char *word, struct error *err)
{
    bool again = w->stages_by && !strcmp(w->stages_by, word);

    if (again && !strcmp(word, "--stage"))
        return 0;
    if (again)
        return error_set(err, "one is enough; --stage, which may be repeated, says more");
    if (w->stages_by)
        return error_set(err, "%s says already how the load goes: leave one of them out",
                         w->stages_by);
    w->stages_by = word;
    return 0;
}

struct stage_wish *stages_add(struct wish *w, struct error *err)
{
    if (w->stage_count < WISH_STAGES)
        return &w->stages[w->stage_count++];
    error_set(err, "there are more than %d stages", WISH_STAGES);
    return NULL;
}

/* Before, spike, after. */
static int make_spike(struct wish *w, struct error *err)
{
    bool rate = w->plan.rate > 0;
    double usual = rate ? w->plan.rate : (double)w->plan.users;
    double high = rate ? usual * w->spike.times : round(usual * w->spike.times);
    nanos around = (w->plan.lasts - w->spike.lasts) / 2;
    struct stage_wish all[] = {
        {.name = "before", .lasts = around,         .from = usual, .to = usual},
        {.name = "spike",  .lasts = w->spike.lasts, .from = high,  .to = high },
        {.name = "after",  .lasts = around,         .from = usual, .to = usual},
    };
    char run[UNITS_TEXT], spike[UNITS_TEXT];

    if (w->plan.lasts == NANOS_NEVER || around <= 0)
        return error_set(err, "--spike of %s does not fit into a run of -d %s",
                         units_typed(spike, w->spike.lasts), units_typed(run, w->plan.lasts));
    memcpy(w->stages, all, sizeof all);
    w->stage_count = sizeof all / sizeof *all;
    return 0;
}

/* -d, -c and -R next to stages that say the same. */
static int check_in_vain(const struct wish *w, struct error *err)
{
    bool rate = w->stages[0].unit == STAGE_RATE, begun = w->stages[0].from != STAGE_GOES_ON;

    if (w->duration_given && !w->profiled)
        return error_set(err, "-d and %s both say how long the run lasts: leave -d out",
                         w->stages_by);
    if (w->plan.rate > 0 && (begun || w->stages[0].unit == STAGE_USERS))
        return error_set(err, "-R and %s both say how much load there is: leave -R out",
                         w->stages_by);
    if (w->users_given && !rate && w->plan.rate <= 0 && begun)
        return error_set(err, "-c and %s both say how many users there are: leave -c out",
                         w->stages_by);
    return 0;
}

static int settle(struct wish *w, struct error *err)
{
    const struct plan *p = &w->plan;
    bool rate = p->rate > 0 || w->stages[0].unit == STAGE_RATE;
    double begins = rate ? p->rate : w->users_given ? (double)p->users : 0;

    if (check_in_vain(w, err))
        return -1;
    stages_settle(w->stages, w->stage_count, begins, rate ? STAGE_RATE : STAGE_USERS);
    return 0;
}

int stages_fit(struct wish *w, struct error *err)
{
    struct plan *p = &w->plan;
    enum stage_unit usual = p->rate > 0 ? STAGE_RATE : STAGE_USERS;

    if (!w->stages_by)
        return 0;
    if (w->profiled && w->duration_given)
        profile_stretch(w);
    if (w->spike.times > 0 && !w->duration_given)
        p->lasts = 3 * w->spike.lasts;
    if (w->spike.times > 0 ? make_spike(w, err) : settle(w, err))
        return -1;
    stages_settle(w->stages, w->stage_count, 0, usual);
    p->stage_wishes = w->stages;
    p->stage_wish_count = w->stage_count;
    if (w->stages[0].unit == STAGE_RATE)
        p->rate = stages_peak(w->stages, w->stage_count);
    else
        p->users = (uint64_t)ceil(stages_peak(w->stages, w->stage_count));
    return 0;
}

static bool says_load(const struct wish *w)
{
    return w->stages_by || w->profile || w->users_given || w->duration_given || w->plan.rate > 0;
}

void stages_prefer(struct wish *of_script, const struct wish *typed)
{
    if (!says_load(typed))
        return;
    of_script->stages_by = NULL;
    of_script->stage_count = 0;
    of_script->spike.times = 0;
    of_script->profiled = false;
    if (!typed->stages_by && !typed->profile)
        return;
    of_script->users_given = of_script->duration_given = false;
    of_script->plan.rate = 0;
}
