#include "cli/sim_engine.h"

#include "base/error.h"
#include "base/units.h"
#include "sim/preset.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT_MAX = 1 << 28 };

void sim_engine_init(struct sim_engine_wish *w)
{
    *w = (struct sim_engine_wish){
        .step = -1,
        .weights = -1,
        .token = -1,
        .context = -1,
        .attention = -1,
        .sequence = -1,
        .efficiency = -1,
        .jitter = -1,
        .blocks = -1,
        .max_seqs = -1,
        .step_tokens = -1,
        .model_len = -1,
        .max_queue = -1,
        .spec_tokens = -1,
        .spec_accept = -1,
        .replicas = -1,
        .scale = -1,
    };
}

static bool said(double number)
{
    return number >= 0;
}

bool sim_engine_asked(const struct sim_engine_wish *w)
{
    return w->preset || w->balance || said(w->step) || said(w->weights) || said(w->token) ||
           said(w->context) || said(w->attention) || said(w->sequence) || said(w->efficiency) ||
           said(w->jitter) || said(w->blocks) || said(w->max_seqs) || said(w->step_tokens) ||
           said(w->model_len) || said(w->max_queue) || said(w->spec_tokens) ||
           said(w->spec_accept) || said(w->replicas) || said(w->scale);
}

static void put(double *to, double number)
{
    if (said(number))
        *to = number;
}

static void put_count(unsigned *to, double number)
{
    if (said(number))
        *to = (unsigned)number;
}

static void put_costs(const struct sim_engine_wish *w, struct cost *c)
{
    put(&c->step, w->step);
    put(&c->weights, w->weights);
    put(&c->token, w->token);
    put(&c->context, w->context);
    put(&c->attention, w->attention);
    put(&c->sequence, w->sequence);
}

static void put_sizes(const struct sim_engine_wish *w, struct engine_options *o)
{
    put_count(&o->max_seqs, w->max_seqs);
    put_count(&o->step_tokens, w->step_tokens);
    put_count(&o->model_len, w->model_len);
    put_count(&o->max_queue, w->max_queue);
    if (said(w->blocks))
        o->blocks = (size_t)w->blocks;
}

int sim_engine_make(const struct sim_engine_wish *w, struct fleet_options *o, struct error *err)
{
    struct fleet_options made = {.replicas = 1, .scale = 1};

    if (preset_read(w->preset ? w->preset : PRESET_USUAL, &made.engine, err))
        return error_in(err, "--preset");
    if (w->balance && balance_read(w->balance, &made.balance, err))
        return error_in(err, "--balance");
    if (w->replicas > FLEET_MAX)
        return error_set(err, "--replicas: there may be %d at most", FLEET_MAX);
    put_costs(w, &made.engine.cost);
    put_sizes(w, &made.engine);
    put(&made.engine.efficiency, w->efficiency);
    put(&made.engine.jitter, w->jitter);
    put_count(&made.engine.spec_tokens, w->spec_tokens);
    made.engine.spec_accept = made.engine.spec_tokens ? 0.7 : 0;
    put(&made.engine.spec_accept, w->spec_accept);
    put_count(&made.replicas, w->replicas);
    put(&made.scale, w->scale);
    if (w->balance && made.replicas == 1)
        return error_set(err, "--balance: there is one engine, for lack of --replicas");
    if (said(w->spec_accept) && !made.engine.spec_tokens)
        return error_set(err, "--spec-accept: there are no drafts, for lack of --spec-tokens");
    *o = made;
    return 0;
}

static const struct {
    const char *name;
    double nanos;
} units[] = {
    {"ns", 1  },
    {"us", 1e3},
    {"ms", 1e6},
    {"s",  1e9},
};

/* Some are a few nanoseconds, and a part of one matters. */
int sim_engine_time(void *field, const char *text, struct error *err)
{
    char *unit;
    double number = strtod(text, &unit);

    for (size_t i = 0; *text >= '0' && *text <= '9' && i < sizeof units / sizeof *units; i++) {
        if (strcmp(unit, units[i].name) == 0 && number * units[i].nanos <= 1e12) {
            *(double *)field = number * units[i].nanos;
            return 0;
        }
    }
    return error_set(err, "\"%s\" is no time of a step (examples: 5.9ms, 25us, 1.06ns)", text);
}

/* The whole text, in plain digits. */
static bool read_number(const char *text, double *number)
{
    char *end;

    *number = strtod(text, &end);
    return *text >= '0' && *text <= '9' && !*end && isfinite(*number);
}

int sim_engine_share(void *field, const char *text, struct error *err)
{
    double number;

    if (!read_number(text, &number) || number > 1)
        return error_set(err, "\"%s\" is no number from 0 to 1 (example: 0.7)", text);
    *(double *)field = number;
    return 0;
}

int sim_engine_factor(void *field, const char *text, struct error *err)
{
    double number;

    if (!read_number(text, &number) || number < 0.001 || number > 1000)
        return error_set(err, "\"%s\" is no number from 0.001 to 1000 (example: 0.1)", text);
    *(double *)field = number;
    return 0;
}

static int read_count(double *field, const char *text, unsigned least, struct error *err)
{
    uint64_t number;
    struct error unused; /* it speaks of counts that are larger than ours may be */

    if (units_read_count(text, &number, &unused) || number < least || number > COUNT_MAX)
        return error_set(err, "\"%.80s\" is no whole number from %u to %d (examples: 64, 10k)",
                         text, least, COUNT_MAX);
    *field = (double)number;
    return 0;
}

int sim_engine_count(void *field, const char *text, struct error *err)
{
    return read_count(field, text, 1, err);
}

int sim_engine_count0(void *field, const char *text, struct error *err)
{
    return read_count(field, text, 0, err);
}

int sim_engine_length(void *field, const char *text, struct error *err)
{
    return read_count(field, text, 2, err);
}
