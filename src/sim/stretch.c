#include "sim/stretch.h"

#include "base/error.h"
#include "base/units.h"

#include <stdio.h>
#include <string.h>

int stretch_read(const char *text, struct stretch *s, struct error *err)
{
    const char *dots = strstr(text, "..");
    struct stretch got;
    struct error why;
    char from[64];

    snprintf(from, sizeof from, "%.*s", dots ? (int)(dots - text) : 0, text);
    if (!dots || units_read_span(from, &got.from, &why) ||
        units_read_span(dots + 2, &got.to, &why) || got.to <= got.from)
        return error_set(err, "\"%s\" is no stretch of time (example: 5s..6s)", text);
    *s = got;
    return 0;
}

bool stretch_has(const struct stretch *s, nanos moment)
{
    return moment >= s->from && moment < s->to;
}

struct stretch stretch_after(struct stretch s, nanos start)
{
    if (s.from == s.to)
        return s;
    return (struct stretch){start + s.from, start + s.to};
}

nanos stretch_inside(const struct stretch *s, nanos moment)
{
    if (moment <= s->from)
        return moment;
    return moment < s->to ? s->from : moment - (s->to - s->from);
}

/* Where it stood still there are many such moments; this is the first one. */
nanos stretch_outside(const struct stretch *s, nanos inside)
{
    return inside > s->from ? inside + (s->to - s->from) : inside;
}

nanos stretch_add(const struct stretch *s, nanos moment, nanos span)
{
    if (stretch_has(s, moment))
        return s->to + span;
    return stretch_outside(s, stretch_inside(s, moment) + span);
}
