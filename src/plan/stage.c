#include "plan/stage.h"

#include <math.h>

static double seconds(nanos span)
{
    return (double)span / (double)NANOS_PER_SECOND;
}

static double slope(const struct stage *s)
{
    if (s->lasts == NANOS_NEVER || s->lasts <= 0)
        return 0;
    return (s->to - s->from) / seconds(s->lasts);
}

double stage_level(const struct stage *s, nanos into)
{
    if (s->lasts == NANOS_NEVER || into <= 0)
        return s->from;
    if (into >= s->lasts)
        return s->to;
    return s->from + (s->to - s->from) * ((double)into / (double)s->lasts);
}

/* The area after t seconds is from*t + slope*t*t/2. Of the two ways to write the root of
 * that, this one neither divides by a slope of 0 nor loses digits when it is small. */
nanos stage_when(const struct stage *s, double area)
{
    double under, t;
    nanos at;

    if (area >= stage_area(s))
        return NANOS_NEVER;
    if (area <= 0)
        return 0;
    under = s->from * s->from + 2 * slope(s) * area;
    t = 2 * area / (s->from + sqrt(fmax(under, 0))) * (double)NANOS_PER_SECOND;
    if (t >= 9e18)
        return NANOS_NEVER;
    at = (nanos)llround(t);
    return at < s->lasts ? at : s->lasts - 1; /* rounding must not push it out of its stage */
}

double stage_area(const struct stage *s)
{
    if (s->lasts == NANOS_NEVER)
        return s->from > 0 ? INFINITY : 0;
    return (s->from + s->to) / 2 * seconds(s->lasts);
}
