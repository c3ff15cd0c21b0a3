#ifndef MEASURE_STAGE_WRITE_H
#define MEASURE_STAGE_WRITE_H

struct json_writer;
struct metrics;
struct run_facts;

/* The stages of a run as a list of the summary, in order: where each began and ended, its load,
 * and what was measured in it. */
void stage_write_all(struct json_writer *w, const struct metrics *m, const struct run_facts *facts);

#endif
