#include "measure/lengths.h"

#include "base/json.h"
#include "measure/counts.h"
#include "measure/field.h"
#include "measure/summary.h"

#include <math.h>

#define NEAR 0.05

void lengths_add(struct lengths *l, uint32_t asked, uint32_t got)
{
    double error;

    if (!asked || !got)
        return;
    error = fabs((double)got - (double)asked) / (double)asked;
    l->count++;
    l->asked += asked;
    l->got += got;
    l->errors += error;
    l->within += error <= NEAR;
}

void lengths_merge(struct lengths *into, const struct lengths *from)
{
    into->count += from->count;
    into->asked += from->asked;
    into->got += from->got;
    into->errors += from->errors;
    into->within += from->within;
}

double lengths_error(const struct lengths *l)
{
    return l->count ? l->errors / (double)l->count : 0;
}

static void put_one(struct json_writer *w, const char *name, const struct lengths *l)
{
    if (!l->count)
        return;
    json_put_key(w, name);
    json_open(w, '{');
    field_count(w, "count", l->count);
    field_count(w, "asked", l->asked);
    field_count(w, "got", l->got);
    field_number(w, "mean_error", lengths_error(l));
    field_number(w, "within_5_percent", (double)l->within / (double)l->count);
    json_close(w, '}');
}

/* What the service found in its cache, beside what an endless one would have. */
static void put_cache(struct json_writer *w, const struct counts *c)
{
    double in = (double)c->tokens_in;

    if (!c->tokens_in || (!c->with_cached && !c->tokens_shared))
        return;
    json_put_key(w, "cache");
    json_open(w, '{');
    if (c->with_cached)
        field_number(w, "hit_rate", (double)c->tokens_cached / in);
    field_number(w, "implied_rate", (double)c->tokens_shared / in);
    if (c->with_cached)
        field_count(w, "tokens_cached", c->tokens_cached);
    field_count(w, "tokens_shared", c->tokens_shared);
    field_count(w, "tokens_in", c->tokens_in);
    json_close(w, '}');
}

void lengths_write(struct json_writer *w, const struct counts *c)
{
    if (c->prompts.count || c->answers.count) {
        json_put_key(w, "lengths");
        json_open(w, '{');
        put_one(w, "input", &c->prompts);
        put_one(w, "output", &c->answers);
        json_close(w, '}');
    }
    put_cache(w, c);
}

void lengths_write_calibration(struct json_writer *w, const struct run_facts *facts)
{
    if (!facts->calibrated_by)
        return;
    json_put_key(w, "calibration");
    json_open(w, '{');
    field_string(w, "by", facts->calibrated_by);
    field_number(w, "bytes_per_token", facts->token_bytes);
    field_number(w, "overhead", facts->overhead);
    field_count(w, "requests", facts->calibration_requests);
    json_close(w, '}');
}
