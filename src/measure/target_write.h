#ifndef MEASURE_TARGET_WRITE_H
#define MEASURE_TARGET_WRITE_H

struct json_writer;
struct metrics;
struct run_facts;

/* A service's addresses as a list of the summary, in the order in which they were named; an empty
 * one, if it has but one. */
void target_write_all(struct json_writer *w, const struct metrics *m,
                      const struct run_facts *facts);

#endif
