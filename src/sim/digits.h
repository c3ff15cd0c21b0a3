#ifndef SIM_DIGITS_H
#define SIM_DIGITS_H

#include "base/clock.h"

#include <stdint.h>

struct buf;

/* Numbers in text, for what is written with every token: printf would take longer than all the
 * rest. */
void digits_put(struct buf *out, uint64_t n);
void digits_put_padded(struct buf *out, uint64_t n, unsigned width); /* with zeros; at most 20 */
void digits_put_logprob(struct buf *out, double n); /* which is not positive: four places */
/* A moment of the wall's clock, so many nanoseconds after a second: 2026-11-29T10:00:00.000000001Z
 */
void digits_put_moment(struct buf *out, int64_t seconds, nanos after);

#endif
