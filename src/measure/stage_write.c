#include "measure/stage_write.h"

#include "base/json.h"
#include "measure/field.h"
#include "measure/foreign.h"
#include "measure/group_write.h"
#include "measure/metrics.h"
#include "measure/summary.h"

static void put_level(struct json_writer *w, const struct stage_facts *s)
{
    if (!s->unit)
        return;
    field_number(w, "level_from", s->level_from);
    field_number(w, "level_to", s->level_to);
    field_string(w, "unit", s->unit);
}

static bool is_the_only(const struct run_facts *facts)
{
    unsigned measured = 0;

    for (size_t i = 0; i < facts->stage_count; i++)
        measured += !facts->stages[i].warmup;
    return measured == 1;
}

/* Rates are of its own time. The gaps of the only one are the run's. */
static void put_measured(struct json_writer *w, const struct metrics *m, const struct group *g,
                         const struct stage_facts *s, const struct run_facts *facts)
{
    struct run_facts own = *facts;
    struct group all = *g;

    own.window = s->to - s->from;
    if (is_the_only(facts) && g->kept)
        all.hists[METRIC_GAP] = metrics_run(m)->hists[METRIC_GAP];
    group_write_throughput(w, g, own.window);
    group_write(w, &all, &own);
}

static void put_stage(struct json_writer *w, const struct metrics *m, unsigned number,
                      const struct run_facts *facts)
{
    static const struct group nothing;
    const struct stage_facts *s = &facts->stages[number - 1];
    const struct group *found = metrics_group(m, BY_STAGE, number), *g = found ? found : &nothing;

    field_count(w, "number", number);
    if (s->name)
        foreign_text(w, "name", s->name, SIZE_MAX, facts->secrets);
    field_seconds(w, "from", (double)s->from);
    field_seconds(w, "to", (double)s->to);
    put_level(w, s);
    field_flag(w, "warmup", s->warmup);
    if (s->warmup)
        field_count(w, "warmup_requests", g->counts.warmup);
    else
        put_measured(w, m, g, s, facts);
}

void stage_write_all(struct json_writer *w, const struct metrics *m, const struct run_facts *facts)
{
    json_put_key(w, "stages");
    json_open(w, '[');
    for (unsigned number = 1; number <= facts->stage_count; number++) {
        json_open(w, '{');
        put_stage(w, m, number, facts);
        json_close(w, '}');
    }
    json_close(w, ']');
}
