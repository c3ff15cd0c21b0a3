#include "measure/field.h"

#include "base/json.h"

#include <math.h>
#include <stddef.h>

void field_count(struct json_writer *w, const char *name, uint64_t count)
{
    json_put_key(w, name);
    json_put_int(w, (int64_t)count);
}

void field_number(struct json_writer *w, const char *name, double number)
{
    json_put_key(w, name);
    json_put_number(w, number);
}

void field_positive(struct json_writer *w, const char *name, double number)
{
    if (number > 0)
        field_number(w, name, number);
}

/* Anything finer than a nanosecond would be the noise of a division. */
void field_seconds(struct json_writer *w, const char *name, double span)
{
    field_number(w, name, rint(span) / 1e9);
}

void field_moment(struct json_writer *w, const char *name, nanos moment)
{
    json_put_key(w, name);
    if (moment)
        json_put_int(w, moment);
    else
        json_put_string(w, NULL);
}

void field_flag(struct json_writer *w, const char *name, bool yes)
{
    json_put_key(w, name);
    json_put_bool(w, yes);
}

void field_string(struct json_writer *w, const char *name, const char *text)
{
    json_put_key(w, name);
    json_put_string(w, text);
}
