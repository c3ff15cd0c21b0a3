#ifndef SIM_STYLE_H
#define SIM_STYLE_H

#include "sim/fault.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* An event's lines written as the standard allows and hardly anybody expects: other line ends, no
 * space after the colon, its data in several lines, other fields beside it. It says the same. */
bool style_odd(const struct sim_given *g);
void style_event(const struct sim_given *g, struct buf *out, const char *text, size_t len,
                 bool first, bool last); /* of the stream */

#endif
