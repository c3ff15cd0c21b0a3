#include "sim/readings.h"

#include "sim/fleet.h"
#include "sim/service.h"

static void on_change(void *data, unsigned engine, bool stepped)
{
    const struct sim *s = data;
    struct tally *t = s->tallies->of[engine];
    struct engine_gauges g = fleet_gauges(s->fleet, engine);

    tally_set(t, TALLY_RUNNING, g.running);
    tally_set(t, TALLY_WAITING, g.waiting);
    tally_set(t, TALLY_USED, g.held);
    tally_set(t, TALLY_SCHEDULED, g.scheduled);
    if (!stepped)
        return;
    tally_set(t, TALLY_STEPS, g.steps);
    tally_set(t, TALLY_DRAFTS, g.drafts);
    tally_set(t, TALLY_DRAFTED, g.drafted);
    tally_set(t, TALLY_ACCEPTED, g.accepted);
    tally_record(t, MEASURE_STEP, g.step_tokens);
    tally_record(t, MEASURE_BATCH, g.step_seqs);
}

void readings_begin(struct sim *s)
{
    for (unsigned i = 0; i < fleet_count(s->fleet); i++)
        tally_set(s->tallies->of[i], TALLY_BLOCKS, fleet_gauges(s->fleet, i).blocks);
    fleet_watch(s->fleet, on_change, s);
}
