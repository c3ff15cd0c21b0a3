#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#include "base/clock.h"

#include <stdint.h>

struct error;

#define UNITS_TEXT 32 /* room for anything written below */

/* Reading what people type. Each is strict: the whole text must be a number and a unit,
 * not negative, finite. Messages name what was got and give an example. */
int units_read_span(const char *text, nanos *span, struct error *err); /* 250ms 1.5h 90 (s) 2m30s */
int units_read_rate(const char *text, double *per_second, struct error *err); /* 20/s 30/m 0.5 1k */
int units_read_count(const char *text, uint64_t *count, struct error *err);   /* 10 10k 4M 1.5k */

/* Writing for people, wrk's way: two decimals, and the next unit from 85 % of it on ("12.34ms",
 * "0.89s", "1.20k"). Each returns `out`. */
const char *units_span(char out[static UNITS_TEXT], nanos span);
const char *units_count(char out[static UNITS_TEXT], double count);

/* Exactly, as one would type it: "2m30s", "1.5s", "250ms". */
const char *units_typed(char out[static UNITS_TEXT], nanos span);

#endif
