#ifndef BASE_DIST_H
#define BASE_DIST_H

#include <stdint.h>

struct error;
struct rng;

enum dist_kind { DIST_SAME, DIST_NORMAL, DIST_LOGNORMAL, DIST_UNIFORM, DIST_ZIPF };

enum { DIST_PARTS = 8 };
#define DIST_MOST 10000000.0 /* what is drawn lies between 1 and this */

/* How whole numbers from 1 on are distributed: lengths, mostly. Several with weights are a mix. */
struct dist {
    struct dist_part {
        double weight;
        enum dist_kind kind;
        double a, b; /* mean and deviation (lognormal's too, of the numbers themselves); low and
                        high; bound and skew */
    } parts[DIST_PARTS];
    unsigned count;
};

/* "550", "normal:550,150", "lognormal:550,150" (mean and deviation), "uniform:100,900" (both ends
 * may be drawn), "zipf:1000,1.2" (1 is the commonest of 1 to 1000), "0.7*normal:300,50+0.3*4000".
 */
int dist_read(struct dist *d, const char *text, struct error *err);
uint64_t dist_draw(const struct dist *d, struct rng *dice);

#endif
