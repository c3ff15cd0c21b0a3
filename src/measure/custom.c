#include "measure/custom.h"

#include "base/json.h"
#include "base/mem.h"
#include "measure/field.h"
#include "measure/foreign.h"
#include "measure/spread.h"
#include "measure/summary.h"
#include "measure/trend.h"

#include <stdio.h>
#include <stdlib.h>

/* Every kind is a trend that is told in its own way; a gauge also remembers when. */
struct custom {
    enum custom_kind kind;
    char *unit;
    struct trend *values;
    double last;
    nanos last_at;
};

struct custom *custom_new(enum custom_kind kind, const char *unit)
{
    struct custom *c = mem_new(sizeof *c);

    c->kind = kind;
    c->unit = mem_text(unit);
    c->values = trend_new();
    return c;
}

void custom_free(struct custom *c)
{
    if (!c)
        return;
    trend_free(c->values);
    free(c->unit);
    free(c);
}

void custom_add(struct custom *c, double value, nanos at)
{
    trend_add(c->values, value);
    c->last = value;
    c->last_at = at;
}

void custom_merge(struct custom *into, const struct custom *from)
{
    trend_merge(into->values, from->values);
    if (from->last_at > into->last_at) {
        into->last = from->last;
        into->last_at = from->last_at;
    }
}

/* The last value of a gauge is not taken back: the next one is later. */
void custom_clear(struct custom *c)
{
    trend_clear(c->values);
}

uint64_t custom_count(const struct custom *c)
{
    return trend_count(c->values);
}

const char *custom_unit(const struct custom *c)
{
    return c->unit;
}

static void put_trend(struct json_writer *w, const struct trend *t, const struct run_facts *facts)
{
    char name[32];

    field_number(w, "mean", trend_mean(t));
    field_number(w, "stddev", trend_stddev(t));
    field_number(w, "min", trend_min(t));
    field_number(w, "max", trend_max(t));
    json_put_key(w, "percentiles");
    json_open(w, '{');
    for (size_t i = 0; i < facts->percentile_count; i++) {
        snprintf(name, sizeof name, "%.10g", facts->percentiles[i]);
        field_number(w, name, trend_quantile(t, facts->percentiles[i] / 100));
    }
    json_close(w, '}');
    field_number(w, "supported", spread_supported(trend_count(t)));
}

static void put_counter(struct json_writer *w, const struct trend *t, const struct run_facts *facts)
{
    field_number(w, "sum", trend_sum(t));
    if (facts->window > 0)
        field_number(w, "per_second", trend_sum(t) * 1e9 / (double)facts->window);
}

static void put_rate(struct json_writer *w, const struct trend *t)
{
    field_number(w, "yes", trend_sum(t));
    field_number(w, "share", trend_mean(t));
}

static void put_gauge(struct json_writer *w, const struct custom *c)
{
    field_number(w, "last", c->last);
    field_number(w, "mean", trend_mean(c->values));
    field_number(w, "min", trend_min(c->values));
    field_number(w, "max", trend_max(c->values));
}

void custom_write(struct json_writer *w, const struct custom *c, const struct run_facts *facts)
{
    static const char *const kinds[CUSTOM_KINDS] = {"trend", "counter", "rate", "gauge"};

    field_string(w, "kind", kinds[c->kind]);
    if (*c->unit)
        foreign_text(w, "unit", c->unit, 64, facts->secrets);
    field_count(w, "count", custom_count(c));
    switch (c->kind) {
    case CUSTOM_TREND: put_trend(w, c->values, facts); break;
    case CUSTOM_COUNTER: put_counter(w, c->values, facts); break;
    case CUSTOM_RATE: put_rate(w, c->values); break;
    case CUSTOM_GAUGE: put_gauge(w, c); break;
    case CUSTOM_KINDS: break;
    }
}
