#include "base/dist.h"

#include "base/error.h"
#include "base/rng.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    unsigned numbers;
} kinds[] = {
    [DIST_SAME] = {"",          1},
    [DIST_NORMAL] = {"normal",    2},
    [DIST_LOGNORMAL] = {"lognormal", 2},
    [DIST_UNIFORM] = {"uniform",   2},
    [DIST_ZIPF] = {"zipf",      2},
};

static bool read_number(const char **at, double *number)
{
    char *end;

    if (!strchr("0123456789.", **at))
        return false;
    *number = strtod(*at, &end);
    if (end == *at || !isfinite(*number))
        return false;
    *at = end;
    return true;
}

/* "0.7*" in front of a part; without it a part weighs 1. */
static void read_weight(const char **at, double *weight)
{
    const char *from = *at;
    double number;

    *weight = 1;
    if (read_number(at, &number) && **at == '*') {
        *weight = number;
        ++*at;
    } else {
        *at = from;
    }
}

static bool read_kind(const char **at, enum dist_kind *kind)
{
    size_t len = strcspn(*at, ":,+*");

    *kind = DIST_SAME;
    if ((*at)[len] != ':')
        return true;
    for (int k = DIST_NORMAL; k <= DIST_ZIPF; k++) {
        if (strlen(kinds[k].name) == len && !strncmp(*at, kinds[k].name, len)) {
            *kind = (enum dist_kind)k;
            *at += len + 1;
            return true;
        }
    }
    return false;
}

static bool makes_sense(const struct dist_part *p)
{
    bool bounded = p->weight > 0 && p->a >= 1 && p->a <= DIST_MOST && p->b <= DIST_MOST;

    switch (p->kind) {
    case DIST_UNIFORM: return bounded && p->b >= p->a;
    case DIST_ZIPF: return bounded && p->b > 0 && p->b <= 10;
    default: return bounded && p->b >= 0;
    }
}

static bool read_part(const char **at, struct dist_part *p)
{
    *p = (struct dist_part){0};
    read_weight(at, &p->weight);
    if (!read_kind(at, &p->kind) || !read_number(at, &p->a))
        return false;
    if (kinds[p->kind].numbers == 2 && (*(*at)++ != ',' || !read_number(at, &p->b)))
        return false;
    return makes_sense(p) && (**at == '\0' || **at == '+');
}

int dist_read(struct dist *d, const char *text, struct error *err)
{
    struct dist got = {0};
    const char *at = text;

    do {
        if (got.count == DIST_PARTS)
            return error_set(err, "\"%s\" is a mix of more than %d parts", text, DIST_PARTS);
        if (!read_part(&at, &got.parts[got.count++]))
            return error_set(err,
                             "\"%s\" is no number of tokens from 1 on, nor a distribution of them "
                             "(examples: 550, normal:550,150, lognormal:550,150, uniform:100,900, "
                             "zipf:1000,1.2, 0.7*normal:300,50+0.3*uniform:2000,4000)",
                             text);
    } while (*at++ == '+');
    *d = got;
    return 0;
}

static double lognormal(double mean, double deviation, struct rng *dice)
{
    double variance = log1p(deviation * deviation / (mean * mean));

    return rng_lognormal(dice, mean * exp(-variance / 2), sqrt(variance));
}

static double draw_part(const struct dist_part *p, struct rng *dice)
{
    switch (p->kind) {
    case DIST_NORMAL: return rng_normal(dice, p->a, p->b);
    case DIST_LOGNORMAL: return lognormal(p->a, p->b, dice);
    case DIST_UNIFORM: return floor(p->a) + (double)rng_below(dice, (uint64_t)(p->b - p->a) + 1);
    case DIST_ZIPF: return 1 + (double)rng_zipf(dice, (uint64_t)p->a, p->b);
    default: return p->a;
    }
}

static const struct dist_part *choose(const struct dist *d, struct rng *dice)
{
    double all = 0, at;
    unsigned i = 0;

    for (unsigned k = 0; k < d->count; k++)
        all += d->parts[k].weight;
    for (at = rng_unit(dice) * all; i + 1 < d->count && at >= d->parts[i].weight; i++)
        at -= d->parts[i].weight;
    return &d->parts[i];
}

uint64_t dist_draw(const struct dist *d, struct rng *dice)
{
    double n = draw_part(d->count > 1 ? choose(d, dice) : d->parts, dice);

    return n < 1 ? 1 : n > DIST_MOST ? (uint64_t)DIST_MOST : (uint64_t)(n + 0.5);
}
