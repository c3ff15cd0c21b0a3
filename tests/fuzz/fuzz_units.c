#include "base/error.h"
#include "base/units.h"
#include "tests/fuzz/replay.h"

#include <math.h>
#include <string.h>

static void span(const char *text)
{
    char written[UNITS_TEXT];
    struct error err;
    nanos got = -1;

    if (units_read_span(text, &got, &err)) {
        must(got == -1 && strlen(err.text) > 0);
        return;
    }
    must(got >= 0);
    must(strlen(units_span(written, got)) < UNITS_TEXT);
}

static void rate(const char *text)
{
    char written[UNITS_TEXT];
    struct error err;
    double got = -1;

    if (units_read_rate(text, &got, &err)) {
        must(got == -1 && strlen(err.text) > 0);
        return;
    }
    must(got >= 0 && isfinite(got));
    must(strlen(units_count(written, got)) < UNITS_TEXT);
}

static void count(const char *text)
{
    char written[UNITS_TEXT];
    struct error err;
    uint64_t got = 7;

    if (units_read_count(text, &got, &err)) {
        must(got == 7 && strlen(err.text) > 0);
        return;
    }
    must(got <= UINT64_C(1) << 53);
    must(strlen(units_count(written, (double)got)) < UNITS_TEXT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    span(text);
    rate(text);
    count(text);
    free(text);
    return 0;
}

REPLAY("units");
