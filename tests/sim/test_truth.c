/* The journal and the bodies: whole lines, exact moments, two writers of one file. */

#include "base/error.h"
#include "base/mem.h"
#include "net/request.h"
#include "sim/bodies.h"
#include "sim/lines.h"
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
    const struct handing moments[] = {
        {1,                   2},
        {1234567890123456789, 3},
        {0,                   0}
    };
    const struct life life = {.arrived = 99,
                              .scheduled = 100,
                              .prefilled = 110,
                              .first = 111,
                              .last = 1234567890123456789,
                              .ended = 222,
                              .prompt = 5,
                              .cached = 16,
                              .asked = 9,
                              .batch = 4,
                              .preemptions = 1,
                              .engine = 2,
                              .status = 200,
                              .end = LIFE_ERROR},
                      refused = {.arrived = 100, .ended = 101, .status = 429};
    struct truth_line line = {"a\"b", 7, &life, moments, 3, "reset", false};
    struct error err;
    struct lines *t = lines_open(path, "truth", &err);
    FILE *f;

    truth_write(t, &line);
    line = (struct truth_line){.conn = 8, .life = &refused, .complete = true};
    truth_write(t, &line);
    lines_free(t);
    f = fopen(path, "r");
    ok(next_line(
        f, "{\"id\":\"a\\\"b\",\"conn\":7,\"received\":99,\"scheduled\":100,\"prefilled\":110,"
           "\"first_token\":111,\"last_token\":1234567890123456789,\"ended\":222,"
           "\"tokens\":[1,1234567890123456789,0],\"taken\":[2,3,0],\"prompt_tokens\":5,"
           "\"cached_tokens\":16,\"asked\":9,\"batch\":4,\"preemptions\":1,\"engine\":2,"
           "\"status\":200,\"end\":\"error\","
           "\"fault\":\"reset\",\"complete\":false}\n"));
    ok(next_line(
        f, "{\"id\":null,\"conn\":8,\"received\":100,\"scheduled\":null,\"prefilled\":null,"
           "\"first_token\":null,\"last_token\":null,\"ended\":101,\"tokens\":[],\"taken\":[],"
           "\"prompt_tokens\":0,\"cached_tokens\":0,\"asked\":0,\"batch\":0,\"preemptions\":0,"
           "\"engine\":0,\"status\":429,\"end\":\"stop\","
           "\"fault\":null,\"complete\":true}\n"));
    ok(fgetc(f) == EOF);
    fclose(f);
}

/* Many lines, so that both have to write in between. */
static void test_two_writers(void)
{
    enum { LINES = 2000 };
    struct error err;
    struct lines *a = lines_open(path, "truth", &err), *b = lines_open(path, "truth", &err);
    const struct life life = {.arrived = 1};
    struct truth_line line = {.id = "x", .life = &life, .complete = true};
    char text[512];
    int whole = 0, all = 0;
    FILE *f;

    for (int i = 0; i < LINES; i++) {
        truth_write(a, &line);
        truth_write(b, &line);
    }
    lines_free(a);
    lines_free(b);
    f = fopen(path, "r");
    for (; fgets(text, sizeof text, f); all++)
        whole += !strncmp(text, "{\"id\":\"x\"", 9) && strstr(text, "true}\n");
    fclose(f);
    ok(all == 2 * LINES && whole == all);
}

static void test_nowhere(void)
{
    struct error err;

    ok(!lines_open("/nowhere/at/all", "truth", &err) && strstr(err.text, "/nowhere/at/all"));
    lines_free(NULL);
    ok(true);
}

static void keep(struct lines *l, const char *text)
{
    struct request r;

    ok(request_read(&r, text, strlen(text)) == (long)strlen(text));
    bodies_keep(l, &r);
}

/* A line each, whatever is in them. */
static void test_bodies(void)
{
    struct error err;
    struct lines *l = lines_open(path, "bodies", &err);
    FILE *f;

    keep(l, "POST / HTTP/1.1\r\nX-Request-Id: a-1\r\nContent-Length: 9\r\n\r\n{\r\n\"a\":1}");
    keep(l, "GET / HTTP/1.1\r\n\r\n");
    keep(l, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\n\n\r\n0\r\n\r\n");
    lines_free(l);
    f = fopen(path, "r");
    ok(next_line(f, "a-1\t{  \"a\":1}\n") && next_line(f, "-\tab \n"));
    ok(fgetc(f) == EOF);
    fclose(f);
}

int main(void)
{
    close(mkstemp(path));
    test_lines();
    test_two_writers();
    test_nowhere();
    test_bodies();
    unlink(path);
    return tap_done();
}
