#ifndef MEASURE_FIELD_H
#define MEASURE_FIELD_H

#include "base/clock.h"

#include <stdbool.h>
#include <stdint.h>

struct json_writer;

/* A member of a JSON object in one call: its name, then its value. */
void field_count(struct json_writer *w, const char *name, uint64_t count);
void field_number(struct json_writer *w, const char *name, double number);
void field_positive(struct json_writer *w, const char *name, double number); /* else none */
void field_seconds(struct json_writer *w, const char *name, double span);    /* in ns */
void field_moment(struct json_writer *w, const char *name, nanos moment);    /* 0: null */
void field_flag(struct json_writer *w, const char *name, bool yes);
void field_string(struct json_writer *w, const char *name, const char *text); /* NULL: null */

#endif
