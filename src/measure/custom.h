#ifndef MEASURE_CUSTOM_H
#define MEASURE_CUSTOM_H

#include "base/clock.h"

#include <stdint.h>

struct json_writer;
struct run_facts;
struct trend;

/* What a script measures itself, under a name of its own (lua/metric.lua). */
enum custom_kind {
    CUSTOM_TREND,   /* values: their distribution */
    CUSTOM_COUNTER, /* amounts: their sum */
    CUSTOM_RATE,    /* yes (1) or no (0): how often yes */
    CUSTOM_GAUGE,   /* a state: the last that was set by whatever worker, and the values' range */
    CUSTOM_KINDS,
};

struct custom;

struct custom *custom_new(enum custom_kind kind, const char *unit); /* "": none */
void custom_free(struct custom *c);
void custom_add(struct custom *c, double value, nanos at); /* see trend_add() */
void custom_merge(struct custom *into, const struct custom *from);
void custom_clear(struct custom *c);

uint64_t custom_count(const struct custom *c); /* of values */
const char *custom_unit(const struct custom *c);

/* Its members: docs/summary.md. */
void custom_write(struct json_writer *w, const struct custom *c, const struct run_facts *facts);

#endif
