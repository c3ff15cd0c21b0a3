#include "measure/slo.h"

#include "base/error.h"
#include "base/units.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static nanos since_due(const struct sample *s, nanos moment)
{
    return s->due && moment ? moment - s->due : -1;
}

static nanos since_sent(const struct sample *s, nanos moment)
{
    return s->sent && moment ? moment - s->sent : -1;
}

/* A reply in one piece shows its tokens when all of it is there, and one that was stopped made
 * its user wait until then at least. */
static nanos token_or_end(const struct sample *s, nanos token)
{
    return !s->llm ? 0 : token ? token : s->ended;
}

/* -1: the exchange has no such time, or it has no limit. */
static nanos time_of(enum metric which, const struct sample *s)
{
    nanos first = token_or_end(s, s->first_token), last = token_or_end(s, s->last_token);

    switch (which) {
    case METRIC_TTFT: return since_sent(s, first);
    case METRIC_TTFT_DUE: return since_due(s, first);
    case METRIC_TTFA: return since_sent(s, token_or_end(s, s->first_answer));
    case METRIC_TPOT: return s->streamed ? sample_tpot(s) : -1;
    case METRIC_GAP: return s->longest_gap;
    case METRIC_E2E: return since_sent(s, last);
    case METRIC_E2E_DUE: return since_due(s, last);
    case METRIC_LATENCY: return sample_latency(s);
    case METRIC_LATENCY_DUE: return since_due(s, s->ended);
    default: return -1;
    }
}

static bool within(const struct slo *o, enum metric which, const struct sample *s)
{
    return !o->limits[which] || time_of(which, s) <= o->limits[which];
}

/* Those that one exchange has, and that a user may want to be short. */
static const enum metric limitable[] = {
    METRIC_TTFT,    METRIC_TTFA,     METRIC_TPOT,    METRIC_GAP,         METRIC_E2E,
    METRIC_LATENCY, METRIC_TTFT_DUE, METRIC_E2E_DUE, METRIC_LATENCY_DUE,
};

enum { LIMITABLE = sizeof limitable / sizeof *limitable, PART = 64 };

static int unknown(const char *name, struct error *err)
{
    char names[256] = "";
    size_t at = 0;

    for (unsigned i = 0; i < LIMITABLE; i++)
        at += (size_t)snprintf(names + at, sizeof names - at, "%s%s",
                               i == 0               ? ""
                               : i == LIMITABLE - 1 ? " and "
                                                    : ", ",
                               metric_name(limitable[i]));
    return error_set(err, "\"%s\" cannot be limited: only %s can", name, names);
}

static int read_limit(struct slo *o, const char *name, const char *text, struct error *err)
{
    nanos limit;

    for (unsigned i = 0; i < LIMITABLE; i++) {
        if (strcmp(name, metric_name(limitable[i])) != 0)
            continue;
        if (units_read_span(text, &limit, err))
            return error_in(err, "%s", name);
        if (limit == 0)
            return error_set(err, "%s: nothing takes no time: expected a limit such as 500ms",
                             name);
        o->limits[limitable[i]] = limit;
        return 0;
    }
    return unknown(name, err);
}

int slo_read(struct slo *o, const char *text, struct error *err)
{
    struct slo read = {{0}};
    char part[PART], *colon;

    for (const char *at = text; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        size_t n = strcspn(at, ",");

        snprintf(part, sizeof part, "%.*s", (int)n, at);
        colon = strchr(part, ':');
        if (!colon || n >= sizeof part)
            return error_set(err, "\"%s\" is no limit: expected some such as ttft:500ms,tpot:50ms",
                             part);
        *colon = '\0';
        if (read_limit(&read, part, colon + 1, err))
            return -1;
    }
    *o = read;
    return 0;
}

bool slo_empty(const struct slo *o)
{
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        if (o->limits[i])
            return false;
    return true;
}

bool slo_met(const struct slo *o, const struct sample *s)
{
    if (!counts_well(s))
        return false;
    if (!o)
        return true;
    if (s->outcome == STOPPED)
        return within(o, METRIC_TTFT, s) && within(o, METRIC_TTFT_DUE, s);
    for (unsigned i = 0; i < METRIC_COUNT; i++)
        if (!within(o, (enum metric)i, s))
            return false;
    return true;
}
