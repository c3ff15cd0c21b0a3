#include "data/moment.h"

#include <stdint.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

struct cursor {
    const char *at, *end;
    bool bad;
};

/* So many digits, a number up to `most`. */
static int digits(struct cursor *c, int count, int most)
{
    int n = 0;

    for (; count; count--, c->at++) {
        if (c->at == c->end || *c->at < '0' || *c->at > '9') {
            c->bad = true;
            return 0;
        }
        n = 10 * n + (*c->at - '0');
    }
    c->bad |= n > most;
    return n;
}

static bool take(struct cursor *c, const char *any)
{
    for (; c->at < c->end && *any; any++)
        if (*c->at == *any) {
            c->at++;
            return true;
        }
    return false;
}

static void must_take(struct cursor *c, const char *any)
{
    c->bad |= !take(c, any);
}

/* By the rule that a year which begins in March ends with its leap day. */
static int64_t days_since_1970(int year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t days = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

    return 365 * y + y / 4 - y / 100 + y / 400 + days - 719468;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && leap);
}

static int64_t date(struct cursor *c)
{
    int year, month, day;

    year = digits(c, 4, 9999);
    must_take(c, "-/");
    month = digits(c, 2, 12);
    must_take(c, "-/");
    day = digits(c, 2, 31);
    c->bad |= year < 1678 || year > 2261 || month < 1 || day < 1; /* what nanos can say */
    c->bad = c->bad || day > days_in(year, month);
    return days_since_1970(year, month, day) * DAY;
}

static int64_t time_of_day(struct cursor *c)
{
    int64_t seconds = digits(c, 2, 24) * HOUR;

    must_take(c, ":");
    seconds += digits(c, 2, 59) * MINUTE;
    if (take(c, ":"))
        seconds += digits(c, 2, 60);
    return seconds;
}

static nanos fraction(struct cursor *c)
{
    nanos part = 0, worth = NANOS_PER_SECOND / 10;

    for (; c->at < c->end && *c->at >= '0' && *c->at <= '9'; c->at++, worth /= 10)
        part += worth * (*c->at - '0');
    return part;
}

static int64_t zone(struct cursor *c)
{
    bool west = c->at < c->end && *c->at == '-';
    int64_t seconds;

    if (take(c, "Zz") || !take(c, "+-"))
        return 0;
    seconds = digits(c, 2, 24) * HOUR;
    take(c, ":");
    seconds += digits(c, 2, 59) * MINUTE;
    return west ? -seconds : seconds;
}

bool moment_read(const char *text, size_t len, nanos *at)
{
    struct cursor c = {.at = text, .end = text + len};
    int64_t seconds = date(&c);
    nanos part = 0;

    if (take(&c, " T")) {
        seconds += time_of_day(&c);
        part = take(&c, ".,") ? fraction(&c) : 0;
        seconds -= zone(&c);
    }
    if (c.bad || c.at != c.end)
        return false;
    *at = seconds * NANOS_PER_SECOND + part;
    return true;
}
