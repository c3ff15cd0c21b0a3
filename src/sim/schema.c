#include "sim/schema.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/rng.h"
#include "sim/part.h"
#include "sim/words.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* Lists within lists would grow without bound otherwise. */
enum { LONG_LISTS_DEPTH = 2, ITEMS_MAX = 4, TEXT_MAX = 1000 };

/* Numbers beyond it have no neighbours a whole number away. */
#define NUMBER_MAX 9007199254740991.0

/* What a schema says of a value: the parts of it that matter, as they stand. */
struct schema {
    struct part type, format, choices, constant, properties, items, variants;
    struct part minimum, maximum, above, below;
    struct part min_items, min_length, max_length;
};

struct filling {
    struct buf *out;
    struct rng *dice;
    size_t end;     /* of `out`, at most */
    unsigned lists; /* around the value */
};

static void fill(struct filling *f, struct part schema);

static struct part *field_of(struct schema *s, const struct json *j)
{
    const struct {
        const char *name;
        struct part *part;
    } fields[] = {
        {"type",             &s->type      },
        {"format",           &s->format    },
        {"enum",             &s->choices   },
        {"const",            &s->constant  },
        {"properties",       &s->properties},
        {"items",            &s->items     },
        {"anyOf",            &s->variants  },
        {"oneOf",            &s->variants  },
        {"minimum",          &s->minimum   },
        {"maximum",          &s->maximum   },
        {"exclusiveMinimum", &s->above     },
        {"exclusiveMaximum", &s->below     },
        {"minItems",         &s->min_items },
        {"minLength",        &s->min_length},
        {"maxLength",        &s->max_length},
    };

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (json_is(j, fields[i].name))
            return fields[i].part;
    return NULL;
}

/* The first of several types is the one that is taken. */
static struct part first_of(struct part list)
{
    struct part first = {0};
    struct json j;

    json_begin(&j, list.text, list.len);
    if (json_value(&j) == JSON_ARRAY && json_item(&j))
        first = part_take(&j);
    return first;
}

static struct schema read_schema(struct part text)
{
    struct schema s = {0};
    struct json j;

    json_begin(&j, text.text, text.len);
    if (json_value(&j) != JSON_OBJECT)
        return s;
    while (json_key(&j)) {
        struct part *field = field_of(&s, &j), value = part_take(&j);

        if (field)
            *field = value;
    }
    if (s.type.len && *s.type.text == '[')
        s.type = first_of(s.type);
    return s;
}

static double number_of(struct part p, double otherwise)
{
    struct json j;
    double n;

    if (!p.text)
        return otherwise;
    json_begin(&j, p.text, p.len);
    if (json_value(&j) != JSON_NUMBER)
        return otherwise;
    n = json_number(&j);
    return n < -NUMBER_MAX ? -NUMBER_MAX : n > NUMBER_MAX ? NUMBER_MAX : n;
}

static unsigned count_of(struct part p, unsigned otherwise, unsigned most)
{
    double n = number_of(p, otherwise);

    return n < 0 ? 0 : n > most ? most : (unsigned)n;
}

static bool has_room(const struct filling *f, size_t len)
{
    return f->out->len + len <= f->end;
}

/* As it stands, or nothing where that is too long. */
static void put_part(struct filling *f, struct part p)
{
    if (has_room(f, p.len))
        buf_add(f->out, p.text, p.len);
    else
        buf_put(f->out, "null");
}

static bool choose(struct filling *f, struct part list)
{
    struct json j;
    uint64_t count = 0, chosen;
    struct part choice;

    json_begin(&j, list.text, list.len);
    if (json_value(&j) != JSON_ARRAY)
        return false;
    for (; json_item(&j); count++)
        json_skip(&j);
    if (!count)
        return false;
    chosen = rng_below(f->dice, count);
    json_begin(&j, list.text, list.len);
    json_value(&j);
    do {
        json_item(&j);
        choice = part_take(&j);
    } while (chosen--);
    put_part(f, choice);
    return true;
}

static void put_whole(struct filling *f, const struct schema *s)
{
    double low = number_of(s->minimum, number_of(s->above, 0) + 1), high;
    struct json_writer w = {.out = f->out};

    high = number_of(s->maximum, number_of(s->below, low + 100) - 1);
    if (!s->minimum.text && !s->above.text && high < low)
        low = high;
    low = ceil(low);
    high = floor(high) < low ? low : floor(high);
    if (high - low > NUMBER_MAX)
        high = low + NUMBER_MAX;
    json_put_int(&w, (int64_t)low + (int64_t)rng_below(f->dice, (uint64_t)(high - low) + 1));
}

/* Never the bounds themselves, which may be excluded. */
static void put_number(struct filling *f, const struct schema *s)
{
    double low = number_of(s->minimum, number_of(s->above, 0)), high;
    struct json_writer w = {.out = f->out};

    high = number_of(s->maximum, number_of(s->below, low > 0 ? low + 100 : 100));
    if (!s->minimum.text && !s->above.text && high <= low)
        low = high - 100;
    json_put_number(&w, low + (high - low) * (double)(1 + rng_below(f->dice, 7)) / 8);
}

static bool put_format(struct filling *f, struct part format)
{
    static const struct {
        const char *name, *example;
    } formats[] = {
        {"\"date\"",      "\"2026-11-24\""                          },
        {"\"date-time\"", "\"2026-11-24T12:30:00Z\""                },
        {"\"time\"",      "\"12:30:00Z\""                           },
        {"\"email\"",     "\"someone@example.com\""                 },
        {"\"uri\"",       "\"https://example.com/\""                },
        {"\"uuid\"",      "\"6f2d1c38-9a54-4be7-8c01-5d3e7f90a1b2\""},
    };

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (part_is(format, formats[i].name)) {
            buf_put(f->out, formats[i].example);
            return true;
        }
    }
    return false;
}

/* The front of the list: plain words with their space. */
static const struct word *plain_word(struct filling *f)
{
    return &words[rng_below(f->dice, 64)];
}

static void put_string(struct filling *f, const struct schema *s)
{
    unsigned least = count_of(s->min_length, 0, TEXT_MAX);
    unsigned most = count_of(s->max_length, TEXT_MAX, TEXT_MAX);
    size_t from;

    if (put_format(f, s->format))
        return;
    buf_put(f->out, "\"");
    from = f->out->len;
    for (unsigned n = 0; n < 2 || f->out->len - from < least; n++) {
        const struct word *w = plain_word(f);

        buf_add(f->out, w->text + !n, w->len - !n);
    }
    if (f->out->len - from > most)
        f->out->len = from + most;
    buf_put(f->out, "\"");
}

static void put_array(struct filling *f, const struct schema *s)
{
    bool outer = f->lists < LONG_LISTS_DEPTH;
    unsigned n = count_of(s->min_items, outer ? 2 : 0, outer ? ITEMS_MAX : 1);

    f->lists++;
    buf_put(f->out, "[");
    for (unsigned i = 0; i < n && has_room(f, 1); i++) {
        if (i)
            buf_put(f->out, ",");
        fill(f, s->items);
    }
    buf_put(f->out, "]");
    f->lists--;
}

static void put_object(struct filling *f, struct part properties)
{
    struct json j;
    bool first = true;

    buf_put(f->out, "{");
    json_begin(&j, properties.text, properties.len);
    if (json_value(&j) == JSON_OBJECT) {
        for (; json_key(&j) && has_room(f, j.len); first = false) {
            buf_put(f->out, first ? "\"" : ",\"");
            buf_add(f->out, j.text, j.len);
            buf_put(f->out, "\":");
            fill(f, part_take(&j));
        }
    }
    buf_put(f->out, "}");
}

/* Gemini shouts. */
static bool is_type(const struct schema *s, const char *name)
{
    return s->type.len == strlen(name) + 2 && !strncasecmp(s->type.text + 1, name, s->type.len - 2);
}

static void put_typed(struct filling *f, const struct schema *s)
{
    if (is_type(s, "object") || (!s->type.text && s->properties.text))
        put_object(f, s->properties);
    else if (is_type(s, "array") || (!s->type.text && s->items.text))
        put_array(f, s);
    else if (is_type(s, "integer"))
        put_whole(f, s);
    else if (is_type(s, "number"))
        put_number(f, s);
    else if (is_type(s, "boolean"))
        buf_put(f->out, rng_below(f->dice, 2) ? "true" : "false");
    else if (is_type(s, "null"))
        buf_put(f->out, "null");
    else
        put_string(f, s);
}

static void fill(struct filling *f, struct part schema)
{
    struct schema s = read_schema(schema);

    if (s.constant.len)
        put_part(f, s.constant);
    else if (s.choices.len && choose(f, s.choices))
        return;
    else if (s.variants.len && !s.type.len)
        fill(f, first_of(s.variants));
    else
        put_typed(f, &s);
}

void schema_fill(struct buf *out, const char *schema, size_t len, struct rng *dice)
{
    struct filling f = {.out = out, .dice = dice, .end = out->len + SCHEMA_FILL_MAX};

    fill(&f, (struct part){schema, len});
}

void schema_fill_object(struct buf *out, const char *schema, size_t len, struct rng *dice)
{
    struct filling f = {.out = out, .dice = dice, .end = out->len + SCHEMA_FILL_MAX};

    put_object(&f, read_schema((struct part){schema, len}).properties);
}
