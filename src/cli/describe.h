#ifndef CLI_DESCRIBE_H
#define CLI_DESCRIBE_H

#include <stddef.h>

struct crew;
struct plan;
struct stage_facts;

/* The stages of a run that is over, for its summary: what was planned, and when each was. How many
 * there are; *made is the caller's to free. */
size_t describe_stages(const struct plan *p, const struct crew *c, struct stage_facts **made);

#endif
