#ifndef DATA_ORDER_H
#define DATA_ORDER_H

#include <stdint.h>

/* In which order the rows of a set are dealt: a function of the position, from 0 without an
 * end, that remembers nothing. So worker i of n takes the positions i, i + n, i + 2n, ..., and
 * all together deal what one alone would. Rows and positions are counted from 0.
 *
 *   sequence   as in the file, again and again
 *   shuffle    each pass over all rows in another order, in which each comes once
 *   random     each draw for itself, evenly, or with a skew: the lower rows more often (zipf) */
enum order_kind { ORDER_SEQUENCE, ORDER_SHUFFLE, ORDER_RANDOM };

struct order {
    enum order_kind kind;
    uint64_t count; /* rows, at least 1 and less than 2^32 */
    uint64_t seed;
    double skew;
};

uint64_t order_at(const struct order *o, uint64_t position);

/* The row for a user's visit: user 1 begins with the first row, each next one 0.618 of the set
 * further on (so that those who are there begin far apart), and each goes on row by row: users
 * 1 to `count` begin with different rows, and none meets a row again before it had all. The
 * step is the whole number at 0.618 * count or next above that has no divisor with it:
 *
 *     row = ((user - 1) * step + visit) mod count */
uint64_t order_for_user(uint64_t count, uint64_t user, uint64_t visit);

#endif
