#include "cli/describe.h"

#include "base/mem.h"
#include "load/crew.h"
#include "measure/summary.h"
#include "plan/plan.h"

/* Users and journeys a second cannot be added up. */
static const char *common_unit(const struct plan *p)
{
    bool open = p->scenarios[0].arrival->open;

    for (size_t i = 1; i < p->scenario_count; i++)
        if (p->scenarios[i].arrival->open != open)
            return NULL;
    return open ? "rate" : "users";
}

static struct stage_facts planned(const struct plan *p, size_t nth)
{
    const struct stage *first = &p->scenarios[0].stages[nth];
    struct stage_facts f = {.name = first->name, .warmup = first->warmup, .unit = common_unit(p)};

    for (size_t i = 0; i < p->scenario_count; i++) {
        f.level_from += p->scenarios[i].stages[nth].from;
        f.level_to += p->scenarios[i].stages[nth].to;
    }
    return f;
}

size_t describe_stages(const struct plan *p, const struct crew *c, struct stage_facts **made)
{
    size_t count = p->scenarios[0].stage_count, begun = 0;
    nanos from, to;

    *made = mem_new(count * sizeof **made);
    while (begun < count && crew_stage(c, begun, &from, &to)) {
        (*made)[begun] = planned(p, begun);
        (*made)[begun].from = from;
        (*made)[begun++].to = to;
    }
    return begun;
}
