#include "sim/digits.h"

#include "base/buf.h"

enum { WIDEST = 20 };

#define DAY INT64_C(86400)
#define CYCLE INT64_C(146097) /* days in four hundred years, after which all repeats */

void digits_put_padded(struct buf *out, uint64_t n, unsigned width)
{
    char digits[WIDEST], *at = digits + WIDEST;

    for (; width || n; n /= 10, width -= width > 0)
        *--at = (char)('0' + n % 10);
    buf_add(out, at, (size_t)(digits + WIDEST - at));
}

void digits_put(struct buf *out, uint64_t n)
{
    digits_put_padded(out, n, 1);
}

void digits_put_logprob(struct buf *out, double n)
{
    uint64_t whole = (uint64_t)(-n * 10000 + 0.5);

    buf_put(out, whole ? "-" : "");
    digits_put(out, whole / 10000);
    buf_put(out, ".");
    digits_put_padded(out, whole % 10000, 4);
}

/* Years are counted from March, so that a leap day is the last of one. */
static void put_date(struct buf *out, int64_t days)
{
    int64_t of_cycle = (days + 719468) % CYCLE, cycle = (days + 719468) / CYCLE;
    int64_t year = (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / 146096) / 365;
    int64_t of_year = of_cycle - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;

    digits_put_padded(out, (uint64_t)(cycle * 400 + year + (month >= 10)), 4);
    buf_put(out, "-");
    digits_put_padded(out, (uint64_t)(month < 10 ? month + 3 : month - 9), 2);
    buf_put(out, "-");
    digits_put_padded(out, (uint64_t)(of_year - (153 * month + 2) / 5 + 1), 2);
}

static void put_time(struct buf *out, int64_t seconds)
{
    digits_put_padded(out, (uint64_t)(seconds / 3600), 2);
    buf_put(out, ":");
    digits_put_padded(out, (uint64_t)(seconds / 60 % 60), 2);
    buf_put(out, ":");
    digits_put_padded(out, (uint64_t)(seconds % 60), 2);
}

void digits_put_moment(struct buf *out, int64_t seconds, nanos after)
{
    seconds += after / NANOS_PER_SECOND;
    put_date(out, seconds / DAY);
    buf_put(out, "T");
    put_time(out, seconds % DAY);
    buf_put(out, ".");
    digits_put_padded(out, (uint64_t)(after % NANOS_PER_SECOND), 9);
    buf_put(out, "Z");
}
