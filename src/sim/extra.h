#ifndef SIM_EXTRA_H
#define SIM_EXTRA_H

#include "sim/fault.h"

struct buf;
struct speech;

/* Events that are no part of the reply: those that services and gateways put between its own, and
 * the shapes in which an error is told inside a stream. */
void extra_first(const struct sim_given *g, const struct speech *s, struct buf *out);
void extra_between(const struct sim_given *g, const struct speech *s, struct buf *out);
void extra_after(const struct sim_given *g, const struct speech *s, struct buf *out);

void extra_error(const struct speech *s, struct buf *out, int64_t shape); /* a letter */

#endif
