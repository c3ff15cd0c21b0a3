#include "base/units.h"

#include "base/error.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct unit {
    const char *name;
    double size;
};

/* Longest first: "2m30s" may go down this list, never up. */
static const struct unit times[] = {
    {"d",  86400e9},
    {"h",  3600e9 },
    {"m",  60e9   },
    {"s",  1e9    },
    {"ms", 1e6    },
    {"us", 1e3    },
    {"ns", 1      },
    {NULL, 0      },
};

static const struct unit thousands[] = {
    {"k",  1e3 },
    {"K",  1e3 },
    {"M",  1e6 },
    {"G",  1e9 },
    {"T",  1e12},
    {NULL, 0   },
};

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

static size_t exponent(const char *text)
{
    size_t mark = *text == 'e', sign = mark && (text[1] == '+' || text[1] == '-');

    return mark && digits(text + mark + sign) ? mark + sign + digits(text + mark + sign) : 0;
}

/* How long the number at the front is; 0: none. strtod by itself would also take signs, "inf",
 * "0x10" and leading space. */
static size_t number_length(const char *text)
{
    size_t whole = digits(text), part = text[whole] == '.' ? digits(text + whole + 1) : 0;
    size_t n = part ? whole + 1 + part : whole;

    return n ? n + exponent(text + n) : 0;
}

static int take_number(const char **at, double *number)
{
    char copy[64];
    size_t n = number_length(*at);

    if (n == 0 || n >= sizeof copy)
        return -1;
    memcpy(copy, *at, n);
    copy[n] = '\0';
    *number = strtod(copy, NULL);
    *at += n;
    return isfinite(*number) ? 0 : -1;
}

/* The unit whose name is all the letters at *at. */
static const struct unit *take_unit(const char **at, const struct unit *units)
{
    size_t n = 0;

    while (isalpha((unsigned char)(*at)[n]))
        n++;
    for (; units->name; units++)
        if (strlen(units->name) == n && memcmp(units->name, *at, n) == 0) {
            *at += n;
            return units;
        }
    return NULL;
}

/* A number and perhaps one of "k", "M"... */
static int take_amount(const char **at, double *amount)
{
    const struct unit *unit;

    if (take_number(at, amount))
        return -1;
    unit = take_unit(at, thousands);
    if (unit)
        *amount *= unit->size;
    return 0;
}

static int take_span(const char *at, double *span)
{
    const struct unit *from = times;

    *span = 0;
    do {
        const struct unit *unit = NULL;
        double number;

        if (take_number(&at, &number))
            return -1;
        if (from == times && !*at)
            unit = &times[3]; /* a bare number is seconds */
        else if (!(unit = take_unit(&at, from)))
            return -1;
        *span += number * unit->size;
        from = unit + 1;
    } while (*at);
    return 0;
}

int units_read_span(const char *text, nanos *span, struct error *err)
{
    double sum;

    if (take_span(text, &sum))
        return error_set(err, "\"%.80s\" is no time span: write it like 250ms, 1.5h or 2m30s",
                         text);
    if (sum > 9e18)
        return error_set(err, "\"%.80s\" is too long a time span: 285 years are the most", text);
    *span = (nanos)llround(sum);
    return 0;
}

int units_read_rate(const char *text, double *per_second, struct error *err)
{
    const char *at = text;
    double amount;
    bool good = take_amount(&at, &amount) == 0;

    if (good && *at == '/') {
        const struct unit *unit;

        at++;
        unit = take_unit(&at, times);
        good = unit != NULL;
        if (good)
            amount *= 1e9 / unit->size;
    }
    if (!good || *at || !isfinite(amount))
        return error_set(err, "\"%.80s\" is no rate: write it like 20/s, 30/m or 1.5k", text);
    *per_second = amount;
    return 0;
}

int units_read_count(const char *text, uint64_t *count, struct error *err)
{
    const char *at = text;
    double amount, whole;

    if (take_amount(&at, &amount) || *at)
        return error_set(err, "\"%.80s\" is no count: write it like 10, 10k or 1.5M", text);
    whole = nearbyint(amount);
    if (whole > 0x1p53)
        return error_set(err, "\"%.80s\" is too large a count: 9007T are the most", text);
    /* 1.001k is 1000.9999999999999 */
    if (fabs(amount - whole) > whole * 1e-12)
        return error_set(err, "\"%.80s\" is no count: it must be a whole number, like 10 or 1.5k",
                         text);
    *count = (uint64_t)whole;
    return 0;
}

/* wrk goes to the next unit at 85 % of it: 0.89ms, not 890.00us. */
static const char *scaled(char *out, double n, double scale, const char *const *names)
{
    double amount = fabs(n);

    while (names[1] && amount >= scale * 0.85) {
        amount /= scale;
        names++;
    }
    snprintf(out, UNITS_TEXT, "%s%.2f%s", n < 0 ? "-" : "", fmin(amount, 1e15), *names);
    return out;
}

const char *units_span(char out[static UNITS_TEXT], nanos span)
{
    static const char *const below[] = {"us", "ms", "s", NULL};
    static const char *const above[] = {"s", "m", "h", NULL};

    if (span >= NANOS_PER_SECOND || span <= -NANOS_PER_SECOND)
        return scaled(out, (double)span / 1e9, 60, above);
    return scaled(out, (double)span / 1e3, 1000, below);
}

/* So many of a unit, without zeros at the end. */
static void put_exact(char *out, nanos span, nanos unit, int digits, const char *name)
{
    int n = snprintf(out, UNITS_TEXT / 2, "%lld.%0*lld", (long long)(span / unit), digits,
                     (long long)(span % unit));

    while (out[n - 1] == '0')
        n--;
    n -= out[n - 1] == '.';
    snprintf(out + n, UNITS_TEXT / 2 - (size_t)n, "%s", name);
}

const char *units_typed(char out[static UNITS_TEXT], nanos span)
{
    nanos minute = 60 * NANOS_PER_SECOND, rest = span % minute;
    long long hours = span / (60 * minute), minutes = span / minute % 60;
    int n = 0;

    if (hours)
        n += snprintf(out, UNITS_TEXT, "%lldh", hours);
    if (minutes)
        n += snprintf(out + n, UNITS_TEXT - (size_t)n, "%lldm", minutes);
    if (n && !rest)
        return out;
    if (n || rest >= NANOS_PER_SECOND || !rest)
        put_exact(out + n, rest, NANOS_PER_SECOND, 9, "s");
    else
        put_exact(out + n, rest, NANOS_PER_MS, 6, "ms");
    return out;
}

const char *units_count(char out[static UNITS_TEXT], double count)
{
    static const char *const names[] = {"", "k", "M", "G", "T", "P", NULL};

    return scaled(out, count, 1000, names);
}
