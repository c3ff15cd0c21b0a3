#ifndef MEASURE_LENGTHS_H
#define MEASURE_LENGTHS_H

#include <stdint.h>

struct counts;
struct json_writer;
struct run_facts;
struct sample;

/* How far lengths in tokens came out as they were asked for: prompts that were made to a length,
 * answers that were to have one. Only where the service counted. */
struct lengths {
    uint64_t count;      /* exchanges that asked for a length */
    uint64_t asked, got; /* tokens, in all */
    uint64_t within;     /* exchanges that came within 5 % */
    double errors;       /* the sum of their relative errors */
};

void lengths_add(struct lengths *l, uint32_t asked, uint32_t got);
void lengths_merge(struct lengths *into, const struct lengths *from);
double lengths_error(const struct lengths *l); /* the mean of relative errors; 0: none asked */

/* The summary's `lengths`, `cache` and `calibration`: each only where there is something to say. */
void lengths_write(struct json_writer *w, const struct counts *c);
void lengths_write_calibration(struct json_writer *w, const struct run_facts *facts);

#endif
