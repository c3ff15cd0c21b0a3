#include "plan/arrival.h"

#include "plan/stage.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Users draw from the stream of their id; no user has this one. */
#define ARRIVAL_STREAM UINT64_MAX

#define POINTER(name) &arrival_##name,
static const struct arrival_model *const models[] = {ARRIVAL_MODELS(POINTER)};

uint64_t share_of(uint64_t whole, struct share s)
{
    return whole / s.count + (s.index < whole % s.count);
}

const struct arrival_model *arrival_find(const char *name)
{
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        if (strcmp(models[i]->name, name) == 0)
            return models[i];
    return NULL;
}

const struct arrival_model *arrival_unless_told(double rate, double burstiness)
{
    if (rate == 0)
        return &arrival_users;
    return burstiness > 0 ? &arrival_gamma : &arrival_poisson;
}

const char *arrival_open_names(char *out, size_t size)
{
    size_t n = 0;

    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        if (models[i]->open && n < size)
            n += (size_t)snprintf(out + n, size - n, "%s%s", n ? ", " : "", models[i]->name);
    return out;
}

void arrival_start(struct arrival *a, const struct stage *s, struct share share, uint64_t seed,
                   nanos now)
{
    *a = (struct arrival){.stage = s, .share = share, .first_began = now, .began = now};
    rng_seed(&a->rng, seed, ARRIVAL_STREAM);
}

/* The area a stage has used up: that of a closed one is users times seconds, no journeys. */
static double area_used(const struct stage *s, nanos into)
{
    if (!s->arrival->open)
        return 0;
    if (s->lasts == NANOS_NEVER)
        return s->from * (double)into / (double)NANOS_PER_SECOND;
    return stage_area(s);
}

void arrival_stage(struct arrival *a, const struct stage *s, nanos now)
{
    const struct stage *old = a->stage;
    nanos lasted = old->lasts == NANOS_NEVER ? now - a->began : old->lasts;

    a->behind += area_used(old, lasted);
    a->began += lasted;
    a->stage = s;
}

bool arrival_next(struct arrival *a, nanos now, uint64_t running, nanos *due)
{
    return a->stage->arrival->next(a, now, running, due);
}

static void draw(struct arrival *a, arrival_gap_fn *gap)
{
    if (!a->drawn)
        a->area += gap(&a->rng, a->stage);
    a->drawn = true;
}

static void consume(struct arrival *a)
{
    a->nth++;
    a->drawn = false;
}

/* The area is never brought back to 0 between stages: shares that cross the border at
 * different places of the sequence would round differently. */
bool arrival_open(struct arrival *a, nanos now, nanos *due, arrival_gap_fn *gap)
{
    nanos into;

    for (;;) {
        draw(a, gap);
        into = stage_when(a->stage, a->area - a->behind);
        *due = into < NANOS_NEVER - a->began ? a->began + into : NANOS_NEVER;
        if (*due == NANOS_NEVER)
            return false;
        if (a->nth % a->share.count == a->share.index)
            break;
        consume(a);
    }
    if (*due > now)
        return false;
    consume(a);
    return true;
}
