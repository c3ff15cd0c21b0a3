#include "sim/model.h"

#include "base/error.h"
#include "base/rng.h"
#include "base/units.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Cuts `text` at the first `mark` into a copy of what stands before it and a pointer to
 * what comes after (NULL when there is no mark). */
static const char *split(const char *text, const char *mark, char *before, size_t room)
{
    const char *at = strstr(text, mark);
    size_t len = at ? (size_t)(at - text) : strlen(text);

    len = len < room ? len : room - 1;
    memcpy(before, text, len);
    before[len] = '\0';
    return at ? at + strlen(mark) : NULL;
}

static int read_variation(const char *text, double *sigma, struct error *err)
{
    char *end;
    double cv = strtod(text, &end);

    if (end == text || *end || !(cv >= 0 && cv <= 10))
        return error_set(err, "the variation \"%s\" is no number from 0 to 10 (example: 50ms~0.2)",
                         text);
    *sigma = sqrt(log1p(cv * cv));
    return 0;
}

int spread_read_span(const char *text, struct spread *s, struct error *err)
{
    char mean[64];
    const char *cv = split(text, "~", mean, sizeof mean);
    double sigma = 0;
    nanos span;

    if (units_read_span(mean, &span, err) || (cv && read_variation(cv, &sigma, err)))
        return -1;
    *s = (struct spread){(double)span, (double)span, sigma};
    return 0;
}

static int read_tokens(const char *text, double *count, struct error *err)
{
    uint64_t n;

    if (units_read_count(text, &n, err))
        return -1;
    if (n < 1 || n > 1000000)
        return error_set(err, "a reply has 1 to 1000000 tokens, not %s", text);
    *count = (double)n;
    return 0;
}

int spread_read_count(const char *text, struct spread *s, struct error *err)
{
    char first[64];
    const char *to = split(text, "..", first, sizeof first), *cv = NULL;
    struct spread got = {0};

    if (!to)
        cv = split(text, "~", first, sizeof first);
    if (read_tokens(first, &got.low, err))
        return -1;
    got.high = got.low;
    if ((to && read_tokens(to, &got.high, err)) || (cv && read_variation(cv, &got.sigma, err)))
        return -1;
    if (got.high < got.low)
        return error_set(err, "\"%s\" goes down (example: 20..200)", text);
    *s = got;
    return 0;
}

int model_read_slow(const char *text, struct model *m, struct error *err)
{
    char from[64], to[64];
    const char *rest = split(text, "..", from, sizeof from);
    const char *by = rest ? split(rest, "+", to, sizeof to) : NULL;
    nanos a, b, more;
    struct error why;

    if (!by || units_read_span(from, &a, &why) || units_read_span(to, &b, &why) ||
        units_read_span(by, &more, &why) || b <= a)
        return error_set(err, "\"%s\" is no slow stretch (example: 5s..10s+2s)", text);
    m->slow_from = a;
    m->slow_to = b;
    m->slow_by = more;
    return 0;
}

static double draw(const struct spread *s, struct rng *dice)
{
    if (s->sigma > 0)
        return rng_lognormal(dice, s->low * exp(-s->sigma * s->sigma / 2), s->sigma);
    if (s->high > s->low)
        return s->low + (double)rng_below(dice, (uint64_t)(s->high - s->low) + 1);
    return s->low;
}

nanos model_ttft(const struct model *m, struct rng *dice, nanos since_first_request)
{
    bool slow = since_first_request >= m->slow_from && since_first_request < m->slow_to;

    return (nanos)draw(&m->ttft, dice) + (slow ? m->slow_by : 0);
}

nanos model_gap(const struct model *m, struct rng *dice)
{
    return (nanos)draw(&m->gap, dice);
}

unsigned model_tokens(const struct model *m, struct rng *dice)
{
    double n = draw(&m->tokens, dice);

    return n < 1 ? 1 : n > 1e6 ? 1000000 : (unsigned)(n + 0.5);
}
