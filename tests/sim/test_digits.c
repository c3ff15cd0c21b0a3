/* Numbers as printf has them, and moments as the C library has them, for dates of all sorts. */

#include "base/buf.h"
#include "base/rng.h"
#include "sim/digits.h"
#include "tests/tap.h"

#include <stdbool.h>
#include <time.h>

static struct buf out;

static const char *moment(int64_t seconds, nanos after)
{
    buf_clear(&out);
    digits_put_moment(&out, seconds, after);
    return out.data;
}

static bool as_the_library(int64_t seconds)
{
    time_t t = (time_t)seconds;
    char expected[64];
    struct tm tm;

    gmtime_r(&t, &tm);
    strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%S.000000000Z", &tm);
    return !strcmp(moment(seconds, 0), expected);
}

static void test_moments(void)
{
    struct rng dice;
    bool all = true;

    rng_seed(&dice, tap_seed(1), 0);
    for (int i = 0; i < 2000; i++)
        all = all && as_the_library((int64_t)rng_below(&dice, UINT64_C(8000000000)));
    ok(all);
    ok(as_the_library(0) && as_the_library(951782400) && as_the_library(4107542400));
    ok(!strcmp(moment(59, 1500000007), "1970-01-01T00:01:00.500000007Z"));
}

static void test_numbers(void)
{
    buf_clear(&out);
    digits_put(&out, 0);
    digits_put(&out, UINT64_MAX);
    digits_put_padded(&out, 7, 3);
    digits_put_padded(&out, 12345, 3);
    ok(!strcmp(out.data, "01844674407370955161500712345"));
    buf_clear(&out);
    digits_put_logprob(&out, -0.25);
    digits_put_logprob(&out, -12.00009);
    digits_put_logprob(&out, 0);
    ok(!strcmp(out.data, "-0.2500-12.00010.0000"));
}

int main(void)
{
    test_moments();
    test_numbers();
    buf_release(&out);
    return tap_done();
}
