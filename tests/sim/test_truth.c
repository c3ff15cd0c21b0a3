/* The journal: whole lines, exact moments, two writers of one file. */

#include "base/error.h"
#include "base/mem.h"
#include "sim/truth.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/stoke-truth-XXXXXX";

static bool next_line(FILE *f, const char *expected)
{
    char line[512] = "";

    return fgets(line, sizeof line, f) && !strcmp(line, expected);
}

static void test_lines(void)
{
    const nanos moments[] = {1, 1234567890123456789, 0};
    struct truth_line line = {"a\"b", 7, 99, moments, 3, 5, "reset", false};
    struct error err;
    struct truth *t = truth_open(path, &err);
    FILE *f;

    truth_write(t, &line);
    line = (struct truth_line){.conn = 8, .received = 100, .complete = true};
    truth_write(t, &line);
    truth_free(t);
    f = fopen(path, "r");
    ok(next_line(f,
                 "{\"id\":\"a\\\"b\",\"conn\":7,\"received\":99,\"tokens\":[1,1234567890123456789,"
                 "0],\"prompt_tokens\":5,\"fault\":\"reset\",\"complete\":false}\n"));
    ok(next_line(f, "{\"id\":null,\"conn\":8,\"received\":100,\"tokens\":[],\"prompt_tokens\":0,"
                    "\"fault\":null,\"complete\":true}\n"));
    ok(fgetc(f) == EOF);
    fclose(f);
}

/* Many lines, so that both have to write in between. */
static void test_two_writers(void)
{
    enum { LINES = 2000 };
    struct error err;
    struct truth *a = truth_open(path, &err), *b = truth_open(path, &err);
    struct truth_line line = {.id = "x", .complete = true};
    char text[512];
    int whole = 0, all = 0;
    FILE *f;

    for (int i = 0; i < LINES; i++) {
        truth_write(a, &line);
        truth_write(b, &line);
    }
    truth_free(a);
    truth_free(b);
    f = fopen(path, "r");
    for (; fgets(text, sizeof text, f); all++)
        whole += !strncmp(text, "{\"id\":\"x\"", 9) && strstr(text, "true}\n");
    fclose(f);
    ok(all == 2 * LINES && whole == all);
}

static void test_nowhere(void)
{
    struct error err;

    ok(!truth_open("/nowhere/at/all", &err) && strstr(err.text, "/nowhere/at/all"));
    truth_free(NULL);
    ok(true);
}

int main(void)
{
    close(mkstemp(path));
    test_lines();
    test_two_writers();
    test_nowhere();
    unlink(path);
    return tap_done();
}
