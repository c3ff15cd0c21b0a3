#ifndef MEASURE_SLICE_WRITE_H
#define MEASURE_SLICE_WRITE_H

struct json_writer;
struct run_facts;
struct slices;

/* The seconds of a run as a list of the summary, each with the number of its stage. */
void slice_write_all(struct json_writer *w, const struct slices *sl, const struct run_facts *facts);

#endif
