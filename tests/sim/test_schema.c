/* What is made for a schema fits it, and a schema is never too strange. */

#include "base/buf.h"
#include "base/json.h"
#include "base/rng.h"
#include "sim/schema.h"
#include "tests/tap.h"

static struct buf out;

static const char *fill(const char *schema, uint64_t seed)
{
    struct rng dice;

    rng_seed(&dice, seed, 0);
    buf_clear(&out);
    schema_fill(&out, schema, strlen(schema), &dice);
    return out.data;
}

static double number(const char *schema, uint64_t seed)
{
    struct json j;

    fill(schema, seed);
    json_begin(&j, out.data, out.len);
    return json_value(&j) == JSON_NUMBER && json_over(&j) ? json_number(&j) : -1e9;
}

static bool is_json(enum json_kind kind)
{
    struct json j;
    bool right;

    json_begin(&j, out.data, out.len);
    right = json_peek(&j) == kind;
    json_skip(&j);
    return right && json_over(&j);
}

static bool always_within(const char *schema, double low, double high, bool whole)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        double n = number(schema, seed);

        if (n < low || n > high || (whole && n != (double)(long long)n))
            return false;
    }
    return true;
}

static void test_numbers(void)
{
    ok(always_within("{\"type\":\"integer\"}", 1, 101, true));
    ok(always_within("{\"type\":\"integer\",\"minimum\":3,\"maximum\":5}", 3, 5, true));
    ok(always_within("{\"type\":\"integer\",\"exclusiveMinimum\":3,\"exclusiveMaximum\":5}", 4, 4,
                     true));
    ok(always_within("{\"type\":\"integer\",\"maximum\":-7}", -1e9, -7, true));
    ok(always_within("{\"type\":\"integer\",\"minimum\":1e300}", 9e15, 1e17, true));
    ok(always_within("{\"type\":\"number\",\"minimum\":0.25,\"maximum\":0.5}", 0.2500001, 0.4999999,
                     false));
    ok(always_within("{\"type\":\"number\",\"maximum\":-1}", -101, -1.0001, false));
    ok(number("{\"type\":\"integer\",\"maximum\":1000000}", 1) !=
       number("{\"type\":\"integer\",\"maximum\":1000000}", 2));
}

static void test_choices(void)
{
    bool seen[3] = {0};

    for (uint64_t seed = 0; seed < 50; seed++) {
        const char *got = fill("{\"type\":\"string\",\"enum\":[\"a\\\"b\", 7 ,{\"c\":[]}]}", seed);

        seen[0] |= !strcmp(got, "\"a\\\"b\"");
        seen[1] |= !strcmp(got, "7");
        seen[2] |= !strcmp(got, "{\"c\":[]}");
    }
    ok(seen[0] && seen[1] && seen[2]);
    ok(!strcmp(fill("{\"const\":\"only\"}", 1), "\"only\""));
    fill("{\"type\":\"boolean\"}", 1);
    ok(!strcmp(out.data, "true") || !strcmp(out.data, "false"));
    ok(!strcmp(fill("{\"type\":\"null\"}", 1), "null"));
    ok(!strcmp(fill("{\"type\":[\"null\",\"string\"]}", 1), "null"));
    ok(!strcmp(fill("{\"anyOf\":[{\"const\":1},{\"const\":2}]}", 1), "1"));
}

static void test_texts(void)
{
    bool fits = true;

    for (uint64_t seed = 0; seed < 200; seed++) {
        fill("{\"type\":\"string\",\"minLength\":5,\"maxLength\":7}", seed);
        fits = fits && is_json(JSON_STRING) && out.len >= 5 + 2 && out.len <= 7 + 2;
    }
    ok(fits);
    ok(!strcmp(fill("{\"type\":\"string\",\"maxLength\":0}", 1), "\"\""));
    ok(strstr(fill("{\"type\":\"string\",\"format\":\"email\"}", 1), "@"));
}

static void test_nests(void)
{
    const char *schema =
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"minItems\":3,\"items\":"
        "{\"const\":1}},\"b\\n\":{\"properties\":{\"c\":{\"items\":{\"const\":2}}}}}}";

    ok(!strcmp(fill(schema, 1), "{\"a\":[1,1,1],\"b\\n\":{\"c\":[2,2]}}"));
    fill(
        "{\"type\":\"array\",\"minItems\":4,\"items\":{\"type\":\"array\",\"minItems\":4,\"items\":"
        "{\"type\":\"array\",\"minItems\":4,\"items\":{\"type\":\"array\",\"minItems\":4,\"items\":"
        "{\"type\":\"array\",\"minItems\":4,\"items\":{}}}}}}",
        1);
    ok(is_json(JSON_ARRAY) && out.len < 2000);
}

/* All that is opened is closed, whatever else there would be. */
static void test_too_much(void)
{
    struct buf large = {0}, schema = {0};

    buf_put(&large, "\"");
    for (unsigned i = 0; i < 5000; i++)
        buf_put(&large, "words ");
    buf_put(&large, "\"");
    buf_addf(
        &schema,
        "{\"items\":{\"minItems\":4,\"items\":{\"properties\":{\"a\":{\"const\":%s},\"b\":{}}}}}",
        large.data);
    fill(schema.data, 1);
    ok(is_json(JSON_ARRAY) && out.len > large.len && out.len < SCHEMA_FILL_MAX + 2000);

    buf_clear(&schema);
    buf_addf(&schema, "{\"properties\":{\"a\":{\"enum\":[[%s,%s,%s]]},%s:{},\"c\":{\"const\":7}}}",
             large.data, large.data, large.data, large.data);
    fill(schema.data, 1);
    ok(is_json(JSON_OBJECT) && strstr(out.data, "{\"a\":null,\"words ") &&
       strstr(out.data, "\"c\":7}"));
    buf_release(&schema);
    buf_release(&large);
}

static void test_strange(void)
{
    static const char *const strange[] = {
        "",
        "7",
        "\"x\"",
        "true",
        "{}",
        "{\"type\":7}",
        "{\"type\":\"nothing\"}",
        "{\"enum\":[]}",
        "{\"type\":[]}",
        "{\"anyOf\":[]}",
    };

    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        fill(strange[i], 1);
        ok(is_json(JSON_STRING));
    }
    fill("{\"type\":\"object\",\"properties\":[]}", 1);
    ok(!strcmp(out.data, "{}"));
}

static void test_parameters(void)
{
    struct rng dice;

    ok(!strcmp(fill("{\"type\":\"OBJECT\",\"properties\":{\"a\":{\"type\":\"NULL\"}}}", 1),
               "{\"a\":null}"));

    rng_seed(&dice, 1, 0);
    buf_clear(&out);
    schema_fill_object(&out, NULL, 0, &dice);
    schema_fill_object(&out, "null", 4, &dice);
    ok(!strcmp(out.data, "{}{}"));
}

int main(void)
{
    test_numbers();
    test_choices();
    test_texts();
    test_nests();
    test_too_much();
    test_strange();
    test_parameters();
    buf_release(&out);
    return tap_done();
}
