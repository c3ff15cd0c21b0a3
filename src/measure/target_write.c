#include "measure/target_write.h"

#include "base/json.h"
#include "measure/field.h"
#include "measure/foreign.h"
#include "measure/group_write.h"
#include "measure/metrics.h"
#include "measure/summary.h"

static void put_connections(struct json_writer *w, const struct counts *c)
{
    json_put_key(w, "connections");
    json_open(w, '{');
    field_count(w, "opened", c->connects);
    field_count(w, "reused", c->reused);
    field_count(w, "retried", c->retried);
    json_close(w, '}');
}

/* One to which nobody has sent is told as well: that may be what somebody wants to know. */
static void put_target(struct json_writer *w, const struct metrics *m, size_t nth,
                       const struct run_facts *facts)
{
    static const struct group nothing;
    const struct group *found = metrics_group(m, BY_TARGET, (unsigned)nth + 1);
    const struct group *g = found ? found : &nothing;

    json_open(w, '{');
    foreign_text(w, "address", facts->targets[nth], SIZE_MAX, facts->secrets);
    put_connections(w, &g->counts);
    group_write_throughput(w, g, facts->window);
    group_write(w, g, facts);
    json_close(w, '}');
}

void target_write_all(struct json_writer *w, const struct metrics *m, const struct run_facts *facts)
{
    json_put_key(w, "targets");
    json_open(w, '[');
    for (size_t i = 0; i < facts->target_count; i++)
        put_target(w, m, i, facts);
    json_close(w, ']');
}
