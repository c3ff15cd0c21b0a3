/* Distributions of lengths: what is drawn has the mean, the deviation and the bounds that were
 * said. */

#include "base/dist.h"
#include "base/error.h"
#include "base/rng.h"
#include "tests/tap.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { DRAWS = 40000 };

static struct rng dice;

struct seen {
    double mean, deviation;
    uint64_t low, high;
};

static struct seen draw(const char *text)
{
    struct seen s = {.low = UINT64_MAX};
    double sum = 0, squares = 0;
    struct error err;
    struct dist d;

    if (dist_read(&d, text, &err)) {
        note("%s", err.text);
        return s;
    }
    for (int i = 0; i < DRAWS; i++) {
        uint64_t n = dist_draw(&d, &dice);

        sum += (double)n;
        squares += (double)n * (double)n;
        s.low = n < s.low ? n : s.low;
        s.high = n > s.high ? n : s.high;
    }
    s.mean = sum / DRAWS;
    s.deviation = sqrt(squares / DRAWS - s.mean * s.mean);
    return s;
}

/* Six standard errors for the mean: wrong once in a billion seeds. */
static bool about(const char *text, double mean, double deviation)
{
    struct seen s = draw(text);

    note("%s: mean %g, deviation %g, %g to %g", text, s.mean, s.deviation, (double)s.low,
         (double)s.high);
    return fabs(s.mean - mean) <= 6 * deviation / sqrt(DRAWS) + 0.01 &&
           fabs(s.deviation - deviation) <= 0.05 * deviation + 0.01;
}

static void test_moments(void)
{
    struct seen s;

    ok(about("550", 550, 0));
    ok(about("normal:550,100", 550, 100));
    ok(about("normal:550,0", 550, 0));
    ok(about("lognormal:550,150", 550, 150));
    ok(about("uniform:100,900", 500, 801 / sqrt(12)));
    ok(about("0.75*100+0.25*300", 150, sqrt(0.75 * 50 * 50 + 0.25 * 150 * 150)));
    ok(about("3*100+1*300", 150, sqrt(0.75 * 50 * 50 + 0.25 * 150 * 150)));
    s = draw("uniform:2,4");
    ok(s.low == 2 && s.high == 4);
    s = draw("normal:5,50");
    ok(s.low == 1);
    s = draw("zipf:10,1.1");
    ok(s.low == 1 && s.high == 10 && s.mean < 4);
}

static void test_shares(void)
{
    struct error err;
    struct dist d;
    int low = 0;

    ok(!dist_read(&d, "0.7*normal:300,50+0.3*uniform:2000,4000", &err));
    for (int i = 0; i < DRAWS; i++)
        low += dist_draw(&d, &dice) < 1000;
    ok(fabs(low / (double)DRAWS - 0.7) < 0.02);
}

static void test_bad(void)
{
    static const char *const bad[] = {
        "",
        "0",
        "-5",
        "x",
        "normal",
        "normal:",
        "normal:5",
        "normal:5,",
        "normal:5,-1",
        "uniform:9,3",
        "zipf:10",
        "zipf:10,0",
        "5,6",
        "5+",
        "+5",
        "0*5",
        "0.5*",
        "5 ",
        "gauss:5,6",
        "nan",
        "inf",
        "1e99",
        "uniform:0,5",
        "normal:1,2,3",
        "1+2+3+4+5+6+7+8+9",
    };
    struct dist d = {.count = 7};
    struct error err;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ok(dist_read(&d, bad[i], &err) && strstr(err.text, bad[i]) && d.count == 7);
        if (!dist_read(&d, bad[i], &err))
            note("taken: %s", bad[i]);
    }
}

int main(void)
{
    rng_seed(&dice, tap_seed(1), 0);
    test_moments();
    test_shares();
    test_bad();
    return tap_done();
}
