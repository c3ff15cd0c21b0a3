#include "measure/spread.h"

#include "base/hist.h"
#include "base/json.h"
#include "measure/field.h"

#include <math.h>
#include <stdio.h>

double spread_supported(uint64_t count)
{
    return floor(100e6 * exp(log(0.01) / (double)count)) / 1e6;
}

static void put_percentile(struct json_writer *w, const struct hist *h, double percentile)
{
    char name[32];

    snprintf(name, sizeof name, "%.10g", percentile);
    field_seconds(w, name, (double)hist_quantile(h, percentile / 100));
}

static void put_percentiles(struct json_writer *w, const struct hist *h, struct percentiles a,
                            struct percentiles b)
{
    size_t i = 0, k = 0;

    while (i < a.count || k < b.count) {
        double next = k == b.count || (i < a.count && a.at[i] <= b.at[k]) ? a.at[i] : b.at[k];

        put_percentile(w, h, next);
        while (i < a.count && a.at[i] <= next)
            i++;
        while (k < b.count && b.at[k] <= next)
            k++;
    }
}

void spread_write(struct json_writer *w, const char *name, const struct hist *h,
                  struct percentiles wanted, struct percentiles needed)
{
    if (!h || !hist_count(h))
        return;
    json_put_key(w, name);
    json_open(w, '{');
    field_count(w, "count", hist_count(h));
    field_seconds(w, "mean", hist_mean(h));
    field_seconds(w, "stddev", hist_stddev(h));
    field_seconds(w, "min", (double)hist_min(h));
    field_seconds(w, "max", (double)hist_max(h));
    json_put_key(w, "percentiles");
    json_open(w, '{');
    put_percentiles(w, h, wanted, needed);
    json_close(w, '}');
    field_number(w, "supported", spread_supported(hist_count(h)));
    json_close(w, '}');
}
