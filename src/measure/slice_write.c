#include "measure/slice_write.h"

#include "base/json.h"
#include "measure/field.h"
#include "measure/group_write.h"
#include "measure/slices.h"
#include "measure/summary.h"

static void put_requests(struct json_writer *w, const struct slice *s)
{
    struct counts c = {.begun = s->begun,
                       .ok = s->ok,
                       .stopped = s->stopped,
                       .failed = s->failed,
                       .unfinished = s->unfinished};

    group_write_requests(w, &c);
}

static void put_tokens(struct json_writer *w, const struct slice *s)
{
    if (!s->events && !s->tokens)
        return;
    json_put_key(w, "tokens");
    json_open(w, '{');
    field_count(w, "events", s->events);
    field_count(w, "output", s->tokens);
    json_close(w, '}');
}

static void put_spread(struct json_writer *w, const char *name, const struct slice_spread *s)
{
    json_put_key(w, name);
    json_open(w, '{');
    field_count(w, "count", s->count);
    field_seconds(w, "mean", s->mean);
    field_seconds(w, "max", (double)s->max);
    json_put_key(w, "percentiles");
    json_open(w, '{');
    field_seconds(w, "50", (double)s->p50);
    field_seconds(w, "90", (double)s->p90);
    field_seconds(w, "99", (double)s->p99);
    json_close(w, '}');
    json_close(w, '}');
}

/* Where users ask when they are free, ttft_due says what ttft does. */
static void put_times(struct json_writer *w, const struct slice *s, bool open)
{
    json_put_key(w, "metrics");
    json_open(w, '{');
    for (unsigned i = 0; i < SLICE_TIMES; i++)
        if (s->times[i].count && (open || slice_times[i] != METRIC_TTFT_DUE))
            put_spread(w, metric_name(slice_times[i]), &s->times[i]);
    json_close(w, '}');
}

/* The stage in which it begins; after the last one's end it is still that. */
static size_t stage_of(const struct run_facts *facts, size_t second)
{
    size_t stage = 1;

    while (stage < facts->stage_count &&
           facts->stages[stage].from <= (nanos)second * NANOS_PER_SECOND)
        stage++;
    return stage;
}

static void put_slice(struct json_writer *w, const struct slice *s, size_t second,
                      const struct run_facts *facts)
{
    json_open(w, '{');
    field_count(w, "second", second);
    if (facts->stage_count)
        field_count(w, "stage", stage_of(facts, second));
    if (s->seen)
        field_count(w, "running", s->running);
    put_requests(w, s);
    put_tokens(w, s);
    put_times(w, s, facts->rate > 0);
    json_close(w, '}');
}

/* A stamp that is far off would be of a second after the end. */
static size_t seconds_of(const struct slices *sl, const struct run_facts *facts)
{
    size_t lasted = (size_t)((facts->elapsed + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);

    return slices_count(sl) < lasted ? slices_count(sl) : lasted;
}

void slice_write_all(struct json_writer *w, const struct slices *sl, const struct run_facts *facts)
{
    json_put_key(w, "slices");
    json_open(w, '[');
    for (size_t second = 0; second < seconds_of(sl, facts); second++) {
        struct slice s = slices_at(sl, second);

        put_slice(w, &s, second, facts);
    }
    json_close(w, ']');
}
