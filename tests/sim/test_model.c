/* What is typed about the engine is read strictly, and what is drawn keeps to it. */

#include "base/error.h"
#include "base/rng.h"
#include "sim/model.h"
#include "tests/tap.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define MS ((double)NANOS_PER_MS)

static bool span_is_bad(const char *text)
{
    struct error err;
    struct spread s = {1, 2, 3};

    return spread_read_span(text, &s, &err) && s.low == 1 && s.high == 2 && s.sigma == 3;
}

static bool count_is_bad(const char *text)
{
    struct error err;
    struct spread s = {1, 2, 3};

    return spread_read_count(text, &s, &err) && s.low == 1 && s.high == 2 && s.sigma == 3;
}

static void test_reading(void)
{
    struct spread s;
    struct error err;

    ok(!spread_read_span("50ms", &s, &err) && s.low == 50 * MS && s.high == s.low && s.sigma == 0);
    ok(!spread_read_span("50ms~0.2", &s, &err) && s.low == 50 * MS && s.sigma > 0.19);
    ok(span_is_bad("50ms~"));
    ok(span_is_bad("50ms~x"));
    ok(span_is_bad("50ms~-1"));
    ok(span_is_bad("~0.2"));
    ok(span_is_bad("soon"));
    ok(!spread_read_count("100", &s, &err) && s.low == 100 && s.high == 100);
    ok(!spread_read_count("20..200", &s, &err) && s.low == 20 && s.high == 200);
    ok(!spread_read_count("100~0.5", &s, &err) && s.low == 100 && s.sigma > 0.4);
    ok(count_is_bad("200..20"));
    ok(count_is_bad("0"));
    ok(count_is_bad("5.."));
    ok(count_is_bad("2M"));
}

static void test_slow_window(void)
{
    struct model m = {
        .ttft = {50 * MS, 50 * MS, 0}
    };
    struct rng dice;
    struct error err;

    rng_seed(&dice, 1, 1);
    ok(!model_read_slow("5s..10s+2s", &m, &err));
    ok(model_ttft(&m, &dice, 5 * NANOS_PER_SECOND - 1) == 50 * NANOS_PER_MS);
    ok(model_ttft(&m, &dice, 5 * NANOS_PER_SECOND) == 2050 * NANOS_PER_MS);
    ok(model_ttft(&m, &dice, 10 * NANOS_PER_SECOND - 1) == 2050 * NANOS_PER_MS);
    ok(model_ttft(&m, &dice, 10 * NANOS_PER_SECOND) == 50 * NANOS_PER_MS);
    ok(model_read_slow("5s..10s", &m, &err) && model_read_slow("10s..5s+1s", &m, &err) &&
       model_read_slow("5s+1s", &m, &err) && m.slow_by == 2 * NANOS_PER_SECOND);
}

/* Of 20000 draws; the mean's own error is a seventieth of the deviation. */
static void test_lognormal(struct rng *dice)
{
    enum { DRAWS = 20000 };
    struct model m = {
        .gap = {10 * MS, 10 * MS, sqrt(log1p(0.3 * 0.3))}
    };
    double sum = 0, squares = 0, mean, cv;

    for (int i = 0; i < DRAWS; i++) {
        double gap = (double)model_gap(&m, dice) / MS;

        sum += gap;
        squares += gap * gap;
    }
    mean = sum / DRAWS;
    cv = sqrt(squares / DRAWS - mean * mean) / mean;
    note("mean %.3f ms, variation %.3f", mean, cv);
    ok(fabs(mean - 10) < 0.15);
    ok(fabs(cv - 0.3) < 0.02);
}

static void test_tokens(struct rng *dice)
{
    struct model even =
                     {
                         .tokens = {3, 5, 0}
    },
                 wild = {.tokens = {1, 1, 2}};
    unsigned seen[6] = {0};
    bool inside = true;

    for (int i = 0; i < 1000; i++) {
        unsigned n = model_tokens(&even, dice);

        inside = inside && n >= 3 && n <= 5 && model_tokens(&wild, dice) >= 1;
        seen[n < 6 ? n : 0]++;
    }
    ok(inside);
    ok(seen[3] > 250 && seen[4] > 250 && seen[5] > 250);
}

int main(void)
{
    struct rng dice;

    rng_seed(&dice, tap_seed(1), 0);
    test_reading();
    test_slow_window();
    test_lognormal(&dice);
    test_tokens(&dice);
    return tap_done();
}
