/* The chunks of a body: at every cut, at the edge of a page, and where something else begins. */

#include "net/chunks.h"
#include "tests/net/cuts.h"

struct told {
    struct buf text;
    unsigned chunks, stop_after;
};

static bool tell(void *owner, const char *data, size_t n)
{
    struct told *t = owner;

    buf_add(&t->text, data, n);
    buf_put(&t->text, "|");
    return ++t->chunks != t->stop_after;
}

/* What is told of the text, and how much of it was taken. */
static bool takes(const char *text, size_t taken, const char *expected)
{
    struct guard g = guard_new();
    struct told t = {0};
    size_t n = strlen(text);
    bool good = chunks_whole(guard_put(&g, text, n), n, tell, &t) == taken &&
                !strcmp(t.text.data ? t.text.data : "", expected);

    if (!good)
        note("%zu of \"%s\": %s", taken, text, t.text.data ? t.text.data : "nothing");
    buf_release(&t.text);
    guard_free(&g);
    return good;
}

static void test_whole(void)
{
    ok(takes("5\r\nhello\r\n", 10, "hello|"));
    ok(takes("5\r\nhello\r\n1\r\n \r\nA\r\n0123456789\r\n", 31, "hello| |0123456789|"));
    ok(takes("00000a\r\n0123456789\r\n", 20, "0123456789|"));
    note("a line's end in the data is data");
    ok(takes("4\r\n\r\n\r\n\r\n", 9, "\r\n\r\n|"));
}

static void test_something_else(void)
{
    ok(takes("", 0, ""));
    note("the last chunk, and one with an extension");
    ok(takes("1\r\na\r\n0\r\n\r\n", 6, "a|"));
    ok(takes("1\r\na\r\n1;b=c\r\nd\r\n", 6, "a|"));
    note("what is no size, or says more than it has");
    ok(takes("x\r\na\r\n", 0, "") && takes("\r\na\r\n", 0, "") && takes("-1\r\na\r\n", 0, ""));
    ok(takes("1\na\n", 0, "") && takes("1\r\nab\r\n", 0, "") && takes("1\r\nab\r", 0, ""));
    ok(takes("ffffffffffffffff\r\na\r\n", 0, "") && takes("fffffff\r\na\r\n", 0, ""));
    ok(takes("1 \r\na\r\n", 0, "") && takes("g\r\na\r\n", 0, "") && takes("@\r\na\r\n", 0, ""));
}

static void test_enough(void)
{
    static const char text[] = "1\r\na\r\n1\r\nb\r\n1\r\nc\r\n";
    struct told t = {.stop_after = 2};

    ok(chunks_whole(text, sizeof text - 1, tell, &t) == 12 && !strcmp(t.text.data, "a|b|"));
    buf_release(&t.text);
}

/* However much of it was read: whole chunks, and no byte of the one that is not. */
static void test_every_cut(void)
{
    static const char text[] = "3\r\none\r\n2\r\n\r\n\r\n10\r\n0123456789abcdef\r\n1\r\n!\r\n";
    static const size_t ends[] = {0, 8, 15, 37, 43};
    struct guard g = guard_new();
    int wrong = 0;

    for (size_t n = 0; n < sizeof text; n++) {
        struct told t = {0};
        size_t taken = chunks_whole(guard_put(&g, text, n), n, tell, &t), expected = 0;

        for (unsigned i = 0; i < 5 && ends[i] <= n; i++)
            expected = ends[i];
        wrong += taken != expected;
        buf_release(&t.text);
    }
    ok(wrong == 0);
    guard_free(&g);
}

int main(void)
{
    test_whole();
    test_something_else();
    test_enough();
    test_every_cut();
    return tap_done();
}
