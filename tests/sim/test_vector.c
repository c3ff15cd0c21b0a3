/* Texts that share words are near each other: near enough for a search to find the right one. */

#include "sim/vector.h"
#include "tests/tap.h"

#include <math.h>

enum { SIZE = 64 };

static float near_to(const char *a, const char *b, unsigned size)
{
    float x[1024], y[1024];

    vector_of_text(x, size, a, strlen(a));
    vector_of_text(y, size, b, strlen(b));
    return vector_cosine(x, y, size);
}

static const char *const documents[] = {
    "Bread rises because yeast eats the sugar in the dough and breathes out gas.",
    "A bicycle stays upright while it moves, since its rider steers into every fall.",
    "Tides follow the moon: twice a day the ocean climbs the beach and leaves it again.",
    "A violin sounds when the bow catches the string and lets it go, hundreds of times a second.",
    "Glaciers carve valleys; the rivers that follow them only deepen what the ice began.",
    "Coffee loses its aroma within minutes of grinding, so grind it just before brewing.",
    "Migrating birds read the stars, the sun and the magnetic field of the earth.",
    "A compiler turns the text of a program into instructions for a processor.",
};

static const struct {
    const char *question;
    unsigned answer;
} questions[] = {
    {"Why does bread dough rise when there is yeast in it?",  0},
    {"How does the rider keep a bicycle upright?",            1},
    {"What has the moon to do with the tides of the ocean?",  2},
    {"What makes the string of a violin sound?",              3},
    {"Do glaciers or rivers carve valleys?",                  4},
    {"When should I grind coffee to keep the aroma?",         5},
    {"How do migrating birds find their way by the stars?",   6},
    {"Which instructions does a compiler make of a program?", 7},
};

static unsigned nearest(const char *question)
{
    unsigned best = 0;

    for (unsigned i = 1; i < sizeof documents / sizeof *documents; i++)
        if (near_to(question, documents[i], SIZE) > near_to(question, documents[best], SIZE))
            best = i;
    return best;
}

static void test_search(void)
{
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        ok(nearest(questions[i].question) == questions[i].answer);
}

static void test_same(void)
{
    ok(fabsf(near_to("stone river", "stone river", SIZE) - 1) < 1e-5f);
    ok(fabsf(near_to("Stone, RIVER!", "  river\nstone ", SIZE) - 1) < 1e-5f);
    ok(fabsf(near_to("stones", "stone", SIZE) - 1) < 1e-5f);
    ok(fabsf(near_to("na\xc3\xafve", "na\xc3\xafve", 3) - 1) < 1e-5f);
    ok(near_to("na\xc3\xafve", "naive", SIZE) < 0.9f);
}

static void test_different(void)
{
    float far = fabsf(near_to("stone river", "bicycle garden", 1024));
    float some = near_to("stone river", "stone garden", 1024);

    ok(far < 0.15f);
    ok(some > 0.35f && some < 0.65f);
    ok(near_to("the stone", "the river", 1024) < 0.2f);
}

static void test_no_words(void)
{
    float v[SIZE];

    vector_of_text(v, SIZE, " .,;", 4);
    ok(vector_cosine(v, v, SIZE) == 0);
    vector_of_text(v, SIZE, NULL, 0);
    ok(vector_cosine(v, v, SIZE) == 0);
}

int main(void)
{
    test_search();
    test_same();
    test_different();
    test_no_words();
    return tap_done();
}
