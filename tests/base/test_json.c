#include "base/json.h"

#include "base/buf.h"
#include "base/rng.h"
#include "tests/tap.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Text whose memory ends where it ends, so that a sanitizer sees one byte too many. */
static char *exactly(const char *text, size_t len)
{
    char *copy = malloc(len ? len : 1);

    memcpy(copy, text, len);
    return copy;
}

static void walk(struct json *j)
{
    switch (json_value(j)) {
    case JSON_OBJECT:
        while (json_key(j))
            walk(j);
        break;
    case JSON_ARRAY:
        while (json_item(j))
            walk(j);
        break;
    default: break;
    }
}

static bool reads(const char *text, size_t len, void (*how)(struct json *j))
{
    char *copy = exactly(text, len);
    struct json j;
    bool over;

    json_begin(&j, copy, len);
    how(&j);
    over = json_over(&j);
    free(copy);
    return over;
}

static bool well_formed(const char *text, size_t len)
{
    bool walked = reads(text, len, walk);

    if (walked != reads(text, len, json_skip)) {
        ok(!"walking and skipping agree");
        note("%.*s", (int)len, text);
    }
    return walked;
}

static bool is_cut(const char *text, size_t len)
{
    char *copy = exactly(text, len);
    struct json j;

    json_begin(&j, copy, len);
    walk(&j);
    json_over(&j);
    free(copy);
    return j.cut;
}

/* The grammar of RFC 8259 a second time, as plainly as it can be said: each returns where its
 * part ends, or NULL. The text ends in '\0' and has none inside. */
static const char *model_value(const char *s);

static const char *model_space(const char *s)
{
    return s ? s + strspn(s, " \t\r\n") : NULL;
}

static const char *model_string(const char *s)
{
    if (*s++ != '"')
        return NULL;
    for (; *s != '"'; s++) {
        if ((unsigned char)*s < 0x20)
            return NULL;
        if (*s != '\\')
            continue;
        s++;
        if (*s == 'u' && strspn(s + 1, "0123456789abcdefABCDEF") >= 4)
            s += 4;
        else if (!*s || !strchr("\"\\/bfnrt", *s))
            return NULL;
    }
    return s + 1;
}

static const char *model_number(const char *s)
{
    size_t n;

    s += *s == '-';
    n = *s == '0' ? 1 : strspn(s, "0123456789");
    if (!n)
        return NULL;
    s += n;
    if (*s == '.') {
        n = strspn(++s, "0123456789");
        if (!n)
            return NULL;
        s += n;
    }
    if (*s == 'e' || *s == 'E') {
        s++;
        s += *s == '+' || *s == '-';
        n = strspn(s, "0123456789");
        if (!n)
            return NULL;
        s += n;
    }
    return s;
}

static const char *model_members(const char *s, char close, bool named)
{
    s = model_space(s + 1);
    if (*s == close)
        return s + 1;
    for (;; s++) {
        s = model_space(s);
        if (named) {
            s = model_space(model_string(s));
            if (!s || *s++ != ':')
                return NULL;
        }
        s = model_space(model_value(s));
        if (!s || *s == close)
            return s ? s + 1 : NULL;
        if (*s != ',')
            return NULL;
    }
}

static const char *model_value(const char *s)
{
    static const char *const words[] = {"null", "true", "false"};

    s = model_space(s);
    if (*s == '{' || *s == '[')
        return model_members(s, *s == '{' ? '}' : ']', *s == '{');
    if (*s == '"')
        return model_string(s);
    for (int i = 0; i < 3; i++)
        if (strncmp(s, words[i], strlen(words[i])) == 0)
            return s + strlen(words[i]);
    return model_number(s);
}

static bool model_says(const char *text)
{
    const char *end = model_space(model_value(text));

    return end && !*end;
}

static const char *const good[] = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "12",
    "-1.5e+10",
    "1E-2",
    "0.25",
    "\"\"",
    "\"a\"",
    " \t\r\n[ ] ",
    "[1]",
    "[1,2 , 3]",
    "{}",
    "{ }",
    "{\"a\":1}",
    "{ \"a\" : [ { } , [ ] , \"x\" ] , \"b\" : null }",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
    "\"12345678\\n12345678\"",
    "\"\x7f \xc3\xa9 \xf0\x9f\x98\x80\"",
    "[[[[[[[[[[]]]]]]]]]]",
    "{\"choices\":[{\"delta\":{\"content\":\"a \\\"quoted\\\" word\"},\"n\":-1.25e3,\"x\":null}]}",
};

static const char *const wrong[] = {
    "",
    " ",
    "nul",
    "nulll",
    "True",
    "+1",
    "01",
    "1.",
    ".5",
    "1e",
    "1e+",
    "-",
    "--1",
    "0x1",
    "NaN",
    "Infinity",
    "\"",
    "\"a",
    "\"\\\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"a\nb\"",
    "\"tab\there, and it is late\"",
    "'a'",
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1}",
    "{",
    "}",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,",
    "{\"a\":1,}",
    "{,}",
    "{a:1}",
    "{1:2}",
    "{\"a\" 1}",
    "{\"a\":1]",
    "{\"a\"}",
    "{\"a\":1 \"b\":2}",
    "1 2",
    "[] []",
    "[1]x",
    "{} ,",
    "\"a\" \"b\"",
    "[\"a\":1]",
    "{\"a\":}",
    "/**/1",
    "\357\273\2771",
    "\"\x01\"",
    "[tru]",
    "[nullx]",
};

static void tables(void)
{
    int right = 0, refused = 0;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        bool so = well_formed(good[i], strlen(good[i])) && model_says(good[i]);

        right += so;
        if (!so)
            note("good, but refused: %s", good[i]);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        bool so = !well_formed(wrong[i], strlen(wrong[i])) && !model_says(wrong[i]);

        refused += so;
        if (!so)
            note("wrong, but taken: %s", wrong[i]);
    }
    ok(right == sizeof good / sizeof *good);
    ok(refused == sizeof wrong / sizeof *wrong);
    for (char c = 1; c < 0x20; c++) { /* where eight bytes are looked at together, too */
        char text[] = "\"0123 56789abcdef\"";

        text[5] = c;
        refused -= well_formed(text, sizeof text - 1);
    }
    ok(refused == sizeof wrong / sizeof *wrong);
    ok(!well_formed("[1\0]", 4));
    ok(!well_formed("\"\\\0\"", 4));
}

static void truncations(void)
{
    int taken = 0, missed = 0;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        for (size_t n = 0; n < strlen(good[i]); n++) {
            char part[128] = {0};

            memcpy(part, good[i], n);
            taken += well_formed(part, n) != model_says(part);
            if (strchr("{[\"", good[i][0]))
                taken += well_formed(part, n);
            missed += is_cut(part, n) == well_formed(part, n);
        }
    ok(taken == 0);
    ok(missed == 0); /* what more would mend is cut, and nothing else of these is */
}

static void wrong_and_not_cut(void)
{
    static const char *const texts[] = {"[1}",   "nulx",     "\"\\x", "\"\\u12g",
                                        "\"a\n", "{\"a\" 1", "<",     "[01"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ok(!is_cut(texts[i], strlen(texts[i])));
}

/* What is wrong and not cut stays wrong, whatever follows. */
static bool mends(struct rng *dice, const char *text, size_t len)
{
    static const char ink[] = "{}[]\",:u01.e+ntrfals ";
    char more[140];

    memcpy(more, text, len);
    for (size_t n = 0; n < 8; n++)
        more[len + n] = ink[rng_below(dice, sizeof ink - 1)];
    for (size_t n = 1; n <= 8; n++)
        if (well_formed(more, len + n))
            return true;
    return false;
}

static void mutations(struct rng *dice)
{
    static const char ink[] = "{}[]\",:\\u0123.eE+-ntrfals \n\x01\xff";
    int differ = 0, still_good = 0, mended = 0;

    for (int round = 0; round < 20000; round++) {
        const char *from = good[rng_below(dice, sizeof good / sizeof *good)];
        char text[128] = {0};
        size_t len = strlen(from);
        bool says;

        memcpy(text, from, len);
        for (uint64_t n = 1 + rng_below(dice, 3); n && len; n--)
            text[rng_below(dice, len)] = ink[rng_below(dice, sizeof ink - 1)];
        says = model_says(text);
        still_good += says;
        mended += !says && !is_cut(text, len) && mends(dice, text, len);
        if (well_formed(text, len) != says && !differ++)
            note("differs from the model: %s", text);
    }
    note("%d of 20000 mutations were still well-formed", still_good);
    ok(differ == 0);
    ok(still_good > 100);
    ok(mended == 0);
}

static void nested(unsigned deep, bool want)
{
    char text[200], objects[600] = "";

    memset(text, '[', deep);
    memset(text + deep, ']', deep);
    ok(well_formed(text, 2 * deep) == want);
    for (unsigned i = 0; i < deep; i++)
        strcat(objects, "{\"a\":");
    strcat(objects, "0");
    memset(objects + strlen(objects), '}', deep);
    ok(well_formed(objects, strlen(objects)) == want);
}

static void members(void)
{
    static const char text[] =
        "{\"skip\":{\"n\":[9,{\"x\":\"}\"}]},\"n\":-2.5e2,\"\\u006eame\":\"a\\tb\","
        "\"list\":[true,false,null]}";
    struct json j;
    double n = 0;
    bool named = false, held = false;
    int items = 0;

    json_begin(&j, text, sizeof text - 1);
    ok(json_peek(&j) == JSON_OBJECT);
    ok(json_value(&j) == JSON_OBJECT);
    while (json_key(&j)) {
        if (json_is(&j, "n")) {
            json_value(&j);
            n = json_number(&j);
        } else if (json_is(&j, "name")) {
            named = json_value(&j) == JSON_STRING && json_is(&j, "a\tb") && !json_is(&j, "a\tbc");
        } else if (json_is(&j, "list")) {
            json_value(&j);
            while (json_item(&j))
                items = items * 10 + (int)json_value(&j);
        } else {
            json_skip(&j);
            held = j.len == strlen("{\"n\":[9,{\"x\":\"}\"}]}") && j.text == text + 8;
        }
    }
    ok(n == -250);
    ok(named);
    ok(held);
    ok(items == JSON_TRUE * 100 + JSON_FALSE * 10 + JSON_NULL);
    ok(json_over(&j));
}

static void stays_bad(void)
{
    struct json j;

    json_begin(&j, "[1 {\"a\":2}]", 11);
    ok(json_value(&j) == JSON_ARRAY && json_item(&j) && json_value(&j) == JSON_NUMBER);
    ok(!json_item(&j) && j.bad);
    ok(json_value(&j) == JSON_BAD && json_peek(&j) == JSON_BAD);
    ok(!json_key(&j) && !json_item(&j));
    json_skip(&j);
    ok(!json_over(&j));
    json_begin(&j, "1", 1);
    ok(!json_over(&j));
    json_begin(&j, NULL, 0);
    ok(json_value(&j) == JSON_BAD);
}

static bool unescapes(const char *text, const char *want, size_t len)
{
    char *copy = exactly(text, strlen(text));
    struct json j = {.text = copy, .len = strlen(text)};
    struct buf out = {0};
    bool same;

    json_unescape(&j, &out);
    same = out.len == len && (len == 0 || memcmp(out.data, want, len) == 0);
    if (len && !memchr(want, 0, len))
        same = same && json_is(&j, out.data);
    buf_release(&out);
    free(copy);
    return same;
}

static void escapes(void)
{
    ok(unescapes("", "", 0));
    ok(unescapes("plain \xc3\xa9", "plain \xc3\xa9", 8));
    ok(unescapes("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t", 8));
    ok(unescapes("a\\u0041\\u00e9\\u20AC\\uffff", "aA\xc3\xa9\xe2\x82\xac\xef\xbf\xbf", 10));
    ok(unescapes("\\ud83d\\ude00!", "\xf0\x9f\x98\x80!", 5));
    ok(unescapes("\\udbff\\udfff", "\xf4\x8f\xbf\xbf", 4));
    ok(unescapes("\\u0000x", "\0x", 2));
    ok(unescapes("\\ud83d", "\xef\xbf\xbd", 3));
    ok(unescapes("\\ud83dx", "\xef\xbf\xbdx", 4));
    ok(unescapes("\\ud83d\\u0041",
                 "\xef\xbf\xbd"
                 "A",
                 4));
    ok(unescapes("\\ude00\\ude00", "\xef\xbf\xbd\xef\xbf\xbd", 6));
    ok(unescapes("\\ude00\\ud83d", "\xef\xbf\xbd\xef\xbf\xbd", 6));
    ok(unescapes("\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80", 7));
    ok(unescapes("\\", "\xef\xbf\xbd", 3));
    ok(unescapes("\\x\\u12",
                 "\xef\xbf\xbd\xef\xbf\xbd"
                 "12",
                 8));
}

static double number_of(const char *text)
{
    struct json j;

    json_begin(&j, text, strlen(text));
    return json_value(&j) == JSON_NUMBER ? json_number(&j) : NAN;
}

static void numbers(void)
{
    char digits[200];

    ok(number_of("0") == 0 && number_of("-0.5") == -0.5 && number_of("1e3") == 1000);
    ok(number_of("123456789012") == 123456789012.0);
    memset(digits, '1', sizeof digits - 1);
    digits[sizeof digits - 1] = '\0';
    ok(fabs(number_of(digits) / 1.1111111111111111e198 - 1) < 1e-12);
    ok(isinf(number_of("1e999")));
}

static bool writes(struct json_writer *w, const char *want)
{
    bool same = w->depth == 0 && w->out->data && strcmp(w->out->data, want) == 0;

    if (!same)
        note("wrote %s, wanted %s", w->out->data ? w->out->data : "nothing", want);
    same = same && well_formed(w->out->data, w->out->len);
    buf_clear(w->out);
    return same;
}

static void writing(struct json_writer *w)
{
    json_open(w, '{');
    json_put_key(w, "a");
    json_open(w, '[');
    json_put_int(w, -7);
    json_put_number(w, 0.5);
    json_open(w, '[');
    json_close(w, ']');
    json_open(w, '{');
    json_close(w, '}');
    json_put_bool(w, true);
    json_put_bool(w, false);
    json_put_string(w, NULL);
    json_close(w, ']');
    json_put_key(w, "b\n");
    json_put_string(w, "x/y");
    json_put_key(w, "c");
    json_put_int(w, INT64_MIN);
    json_close(w, '}');
    ok(writes(w, "{\"a\":[-7,0.5,[],{},true,false,null],\"b\\n\":\"x/y\","
                 "\"c\":-9223372036854775808}"));
    json_put_text(w, "\"\\\b\f\n\r\t\x1f\0\x7f", 10);
    ok(writes(w, "\"\\\"\\\\\\b\\f\\n\\r\\t\\u001f\\u0000\x7f\""));
    json_put_string(w, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf");
    ok(writes(w, "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf\""));
}

static void writing_deep(struct json_writer *w)
{
    char want[64 * 3 + 64 + 1] = "";

    for (int i = 0; i < 64; i++) {
        json_open(w, '[');
        json_put_int(w, 1);
        strcat(want, i ? ",[1" : "[1");
    }
    for (int i = 0; i < 64; i++) {
        json_close(w, ']');
        strcat(want, "]");
    }
    ok(writes(w, want));
}

/* One U+FFFD for each byte that is part of no character. */
static void not_utf8(struct json_writer *w)
{
    static const struct {
        const char *text;
        int lost;
    } cases[] = {
        {"\xff",             1},
        {"\x80",             1},
        {"\xc3",             1},
        {"\xc0\xaf",         2},
        {"\xe0\x80\x80",     3},
        {"\xed\xa0\x80",     3},
        {"\xe2\x82",         2},
        {"\xf4\x90\x80\x80", 4},
        {"\xf0\x8f\xbf\xbf", 4},
        {"\xf5\x80\x80\x80", 4},
        {"\xf0\x9f\x98",     3},
    };
    int right = 0;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char want[64] = "\"<";

        for (int n = 0; n < cases[i].lost; n++)
            strcat(want, "\xef\xbf\xbd");
        strcat(want, ">\"");
        char text[16] = "<";
        strcat(text, cases[i].text);
        strcat(text, ">");
        json_put_string(w, text);
        right += writes(w, want);
    }
    ok(right == sizeof cases / sizeof *cases);
}

static void writing_numbers(struct json_writer *w, struct rng *dice)
{
    static const double exact[] = {0,         1,       -1,      0.1,    1e21,
                                   123456789, DBL_MAX, DBL_MIN, 5e-324, 1.0 / 3};
    int back = 0;

    json_put_number(w, 0.1);
    ok(writes(w, "0.1"));
    json_put_number(w, 1234567);
    ok(writes(w, "1234567"));
    json_put_number(w, NAN);
    ok(writes(w, "null"));
    json_put_number(w, -INFINITY);
    ok(writes(w, "null"));
    for (int i = 0; i < 2000; i++) {
        uint64_t bits = rng_next(dice);
        double d;

        memcpy(&d, &bits, sizeof d);
        if (i < (int)(sizeof exact / sizeof *exact))
            d = exact[i];
        else if (!isfinite(d))
            d = (double)i;
        json_put_number(w, d);
        back += number_of(w->out->data) == d && well_formed(w->out->data, w->out->len);
        buf_clear(w->out);
    }
    ok(back == 2000);
}

int main(void)
{
    struct buf out = {0};
    struct json_writer w = {.out = &out};
    struct rng dice;

    rng_seed(&dice, tap_seed(1), 0);
    tables();
    truncations();
    wrong_and_not_cut();
    mutations(&dice);
    nested(64, true);
    nested(65, false);
    nested(90, false);
    members();
    stays_bad();
    escapes();
    numbers();
    writing(&w);
    writing_deep(&w);
    not_utf8(&w);
    writing_numbers(&w, &dice);
    buf_release(&out);
    return tap_done();
}
