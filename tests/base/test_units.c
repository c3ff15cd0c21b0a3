#include "base/units.h"

#include "base/error.h"
#include "tests/tap.h"

#include <math.h>
#include <stdbool.h>

static nanos span(const char *text)
{
    struct error err;
    nanos got = -1;

    return units_read_span(text, &got, &err) ? -1 : got;
}

static double rate(const char *text)
{
    struct error err;
    double got = -1;

    return units_read_rate(text, &got, &err) ? -1 : got;
}

static int64_t count(const char *text)
{
    struct error err;
    uint64_t got = 0;

    return units_read_count(text, &got, &err) ? -1 : (int64_t)got;
}

static void reading(void)
{
    ok(span("250ms") == 250 * NANOS_PER_MS);
    ok(span("1.5h") == 5400 * NANOS_PER_SECOND);
    ok(span("90") == 90 * NANOS_PER_SECOND && span("0.25") == 250 * NANOS_PER_MS);
    ok(span("2m30s") == 150 * NANOS_PER_SECOND && span("1h2m3s4ms5us6ns") == 3723004005006);
    ok(span("1d") == 86400 * NANOS_PER_SECOND && span("0") == 0 && span("0s") == 0);
    ok(span("0.1ms") == 100000 && span(".5s") == 500 * NANOS_PER_MS);
    ok(span("1e-05") == 10000); /* how Lua writes 0.00001 */
    ok(rate("20/s") == 20 && rate("30/m") == 0.5 && rate("0.5") == 0.5 && rate("1k") == 1000);
    ok(rate("1.5k/s") == 1500 && fabs(rate("36/h") - 0.01) < 1e-15 && rate("2/ms") == 2000);
    ok(rate("0") == 0);
    ok(count("10") == 10 && count("10k") == 10000 && count("4M") == 4000000);
    ok(count("1.5k") == 1500 && count("1K") == 1000 && count("1.001k") == 1001 && count("0") == 0);
}

static const char *const nonsense[] = {
    "",
    " ",
    "x",
    "-1",
    "+1",
    " 1",
    "1 ",
    "1 s",
    "0x10",
    "inf",
    "nan",
    "1.",
    ".",
    "1..2",
    "1,5",
    "1e",
    "1e+",
    "e5",
    "1e999",
    "s",
    "--5",
    "1s ",
    "1z",
    "1sx",
    "10//s",
    "10/",
    "1/0s",
    "/s",
    "1kk",
    "1\ns",
    "\xc2\xb5s",
    "00000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
};

static void refusing(void)
{
    int spans = 0, rates = 0, counts = 0;
    size_t n = sizeof nonsense / sizeof *nonsense;

    for (size_t i = 0; i < n; i++) {
        spans += span(nonsense[i]) == -1;
        rates += rate(nonsense[i]) == -1;
        counts += count(nonsense[i]) == -1;
    }
    ok(spans == (int)n);
    ok(rates == (int)n);
    ok(counts == (int)n);
    ok(span("30s2m") == -1 && span("1s1s") == -1 && span("2m30") == -1 && span("10k") == -1);
    ok(span("1MS") == -1 && span("300000d") == -1 && span("1e300h") == -1);
    ok(rate("30m") == -1 && rate("10/sec") == -1 && rate("10s") == -1);
    ok(count("1.5") == -1 && count("0.5") == -1 && count("1.0005k") == -1 && count("5s") == -1);
    ok(count("10000T") == -1 && count("99999999999999999999") == -1);
}

/* The sentences are read by people who mistyped: they are part of what must stay. */
static void messages(void)
{
    struct error err;
    nanos s = 7;
    double r = 7;
    uint64_t c = 7;

    units_read_span("x", &s, &err);
    ok(strcmp(err.text, "\"x\" is no time span: write it like 250ms, 1.5h or 2m30s") == 0);
    units_read_span("9999999h", &s, &err);
    ok(strcmp(err.text, "\"9999999h\" is too long a time span: 285 years are the most") == 0);
    units_read_rate("fast", &r, &err);
    ok(strcmp(err.text, "\"fast\" is no rate: write it like 20/s, 30/m or 1.5k") == 0);
    units_read_count("ten", &c, &err);
    ok(strcmp(err.text, "\"ten\" is no count: write it like 10, 10k or 1.5M") == 0);
    units_read_count("0.5", &c, &err);
    ok(strcmp(err.text, "\"0.5\" is no count: it must be a whole number, like 10 or 1.5k") == 0);
    ok(s == 7 && r == 7 && c == 7);
}

static bool is(const char *got, const char *want)
{
    if (strcmp(got, want) != 0)
        note("wrote %s, wanted %s", got, want);
    return strcmp(got, want) == 0;
}

static void writing_as_typed(void)
{
    char t[UNITS_TEXT];
    int wrong = 0;

    ok(is(units_typed(t, 150 * NANOS_PER_SECOND), "2m30s") && is(units_typed(t, 0), "0s"));
    ok(is(units_typed(t, 3600 * NANOS_PER_SECOND + 50 * NANOS_PER_MS), "1h0.05s"));
    ok(is(units_typed(t, 1500 * NANOS_PER_MS), "1.5s"));
    ok(is(units_typed(t, 250 * NANOS_PER_MS), "250ms"));
    ok(is(units_typed(t, 100 * NANOS_PER_SECOND), "1m40s"));
    ok(is(units_typed(t, 10 * NANOS_PER_SECOND), "10s"));
    note("what is written so is read as it was");
    for (nanos n = 1; n < INT64_C(1000000000000000); n = n * 7 + 3)
        wrong += span(units_typed(t, n)) != n;
    ok(wrong == 0 && strlen(units_typed(t, INT64_MAX)) < UNITS_TEXT - 1);
}

static void writing(void)
{
    char t[UNITS_TEXT];

    ok(is(units_span(t, 635910), "635.91us") && is(units_span(t, 12920000), "12.92ms"));
    ok(is(units_span(t, 890000), "0.89ms") && is(units_span(t, 849990), "849.99us"));
    ok(is(units_span(t, 1200 * NANOS_PER_MS), "1.20s"));
    ok(is(units_span(t, 900 * NANOS_PER_MS), "0.90s"));
    ok(is(units_span(t, 120 * NANOS_PER_SECOND), "2.00m"));
    ok(is(units_span(t, 5400 * NANOS_PER_SECOND), "1.50h"));
    ok(is(units_span(t, 0), "0.00us") && is(units_span(t, 40), "0.04us"));
    ok(is(units_span(t, -1500000), "-1.50ms"));
    ok(strlen(units_span(t, INT64_MAX)) < UNITS_TEXT && strlen(units_span(t, INT64_MIN)) > 3);
    ok(is(units_count(t, 56200), "56.20k") && is(units_count(t, 7), "7.00"));
    ok(is(units_count(t, 2.5e9), "2.50G") && is(units_count(t, 849), "849.00"));
    ok(strlen(units_count(t, 1e300)) < UNITS_TEXT && strlen(units_count(t, -INFINITY)) > 3);
}

int main(void)
{
    reading();
    refusing();
    messages();
    writing();
    writing_as_typed();
    return tap_done();
}
