#ifndef MEASURE_GROUP_WRITE_H
#define MEASURE_GROUP_WRITE_H

#include "base/clock.h"

#include <stdbool.h>

struct counts;
struct group;
struct json_writer;
struct run_facts;

/* A group as members of the summary: docs/summary.md. Those that the whole run has as well
 * are written one by one there. */
void group_write(struct json_writer *w, const struct group *g, const struct run_facts *facts);
bool group_write_wanted(const struct group *g); /* is there anything in it? */

void group_write_requests(struct json_writer *w, const struct counts *c);
/* Inside a stretch of time; of no length: none. */
void group_write_throughput(struct json_writer *w, const struct group *g, nanos window);
void group_write_tokens(struct json_writer *w, const struct counts *c);
/* How much of it was good: only where limits were given. */
void group_write_goodput(struct json_writer *w, const struct counts *c, nanos window);
void group_write_load(struct json_writer *w, const struct counts *c, nanos window);
void group_write_journeys(struct json_writer *w, const struct counts *c, nanos window);

#endif
