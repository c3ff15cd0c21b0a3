/* Every format, whole and broken, shown as one line of text: the kind, the rows in brackets, and
 * what was left out. A file is written anew for each; what the library does with it comes last. */
#include "base/buf.h"
#include "base/error.h"
#include "data/library.h"
#include "data/source.h"
#include "tests/tap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[] = "/tmp/stoke-data-XXXXXX";
static char path[64];

static void write_file(const char *text, size_t len)
{
    FILE *f = fopen(path, "wb");

    if (!f || fwrite(text, 1, len, f) != len || fclose(f) != 0)
        abort();
}

static void show_fields(const struct dataset *d, size_t row, struct buf *out)
{
    struct csv c;

    dataset_fields(d, row, &c);
    for (size_t i = 0; i < dataset_columns(d); i++) {
        csv_next(&c);
        buf_put(out, i ? "|" : "");
        buf_add(out, c.text, c.len);
    }
    buf_release(&c.scratch);
}

static void show_row(const struct dataset *d, size_t row, struct buf *out)
{
    size_t len;
    const char *text = dataset_at(d, row, &len);

    buf_put(out, " [");
    if (dataset_kind(d) == DATASET_CSV)
        show_fields(d, row, out);
    else
        buf_add(out, text, len);
    buf_put(out, "]");
}

static void show(const struct dataset *d, struct buf *out)
{
    buf_put(out, dataset_kind_name(dataset_kind(d)));
    for (size_t i = 0; i < dataset_count(d); i++)
        show_row(d, i, out);
    for (size_t i = 0; i < dataset_skipped(d) && i < 3; i++) {
        struct buf place = {0};
        const char *why = dataset_misfit(d, i, &place);

        buf_addf(out, " %s: %.24s", place.data, why);
        buf_release(&place);
    }
}

static void is(int line, struct dataset_wish wish, const char *text, size_t len,
               const char *expected)
{
    struct source source;
    struct dataset *d;
    struct buf got = {0};

    source_copy(&source, text, len);
    dataset_settle(&wish, "data.txt", &source);
    d = dataset_new("data.txt", &wish, &source);
    show(d, &got);
    tap_report(strcmp(got.data, expected) == 0, __FILE__, line, "%s", expected);
    if (strcmp(got.data, expected) != 0)
        note("got: %s", got.data);
    buf_release(&got);
    dataset_free(d);
}

#define IS(what, text, expected) \
    is(__LINE__, (struct dataset_wish){.kind = DATASET_##what}, text, sizeof text - 1, expected)
#define CSV(settings, text, expected)                                                         \
    is(__LINE__, (struct dataset_wish){.kind = DATASET_CSV, settings}, text, sizeof text - 1, \
       expected)

static void test_lines(void)
{
    IS(LINES, "one\ntwo\n", "lines [one] [two]");
    IS(LINES, "\xef\xbb\xbfone\r\n\r\n \t\r\n  two ", "lines [one] [  two ]");
    IS(LINES, "{\"a\": 1}\n", "lines [{\"a\": 1}]");
    IS(LINES, "gr\xfc\xdf\n", "lines [gr\xfc\xdf]");
    IS(LINES, "", "lines");
    IS(LINES, "\n\n", "lines");
}

static void test_jsonl(void)
{
    IS(JSONL, "{\"a\":1}\n\"b\"\r\n\n[3] \n4", "jsonl [{\"a\":1}] [\"b\"] [[3] ] [4]");
    IS(JSONL, "\xef\xbb\xbf{}\n{} {}\n{\"a\":\n1}\n{}",
       "jsonl [{}] [{}] line 2: this is no JSON line 3: "
       "this is no JSON line 4: this is no JSON");
    IS(JSONL, "{\"a\":1", "jsonl line 1: this is no JSON");
    IS(JSON, "[{\"a\":1},\n \"b\" , [2]]\n", "json [{\"a\":1}] [\"b\"] [[2]]");
    IS(JSON, "[1,2", "json [1] [2] row 3: the JSON breaks off here");
    IS(JSON, "[1,{]", "json [1] row 2: the JSON breaks off here");
    IS(JSON, "[1] 2", "json [1] row 2: the JSON breaks off here");
    IS(JSON, "{}", "json row 1: the file does not begin ");
    IS(JSON, "[]", "json");
}

#define TALK(role, text) "{\"conversations\":[{\"from\":\"" role "\",\"value\":\"" text "\"}]}"

static void test_sharegpt(void)
{
    IS(SHAREGPT, "[" TALK("human", "Hi") "," TALK("gpt", "Hi") "]",
       "sharegpt [" TALK("human", "Hi") "] row 2: there are no \"conversati");
    IS(SHAREGPT, TALK("human", "Hi") "\n5\n{}\n" TALK("user", " ") "\n" TALK("user", "a"),
       "sharegpt [" TALK("human", "Hi") "] [" TALK(
           "user", "a") "] line 2: there are no \"conversati "
                        "line 3: there are no \"conversati line 4: there are no \"conversati");
}

static void test_csv(void)
{
    IS(CSV, "a,b\n1,2\r\n\r\n\"x, \"\"y\"\"\",\"two\nlines\"\n,",
       "csv [1|2] [x, \"y\"|two\nlines] [|]");
    IS(CSV, "\xef\xbb\xbf a ,b\n1,2", "csv [1|2]");
    IS(CSV, "\n\na,b\n1,2\n\r", "csv [1|2]");
    IS(CSV, "a,b\n1\n1,2,\n1,2,3\n\"1\" ,2\n3,4\n",
       "csv [1|2] [3|4] line 2: expected 2 columns as in line 4: expected 2 columns as in line 5: "
       "a "
       "quote is not closed, o");
    IS(CSV, "a,b\n1,\"2\n3,4\n5,6\n", "csv [3|4] [5|6] line 2: a quote is not closed, o");
    IS(CSV, "a,b\n\"1\n2\",\"3\n\n4\"\n5\n", "csv [1\n2|3\n\n4] line 6: expected 2 columns as in");
    IS(CSV, "a,\"b\n1,2\n", "csv line 1: a quote is not closed, o");
    IS(CSV, "a,b\n", "csv");
    IS(CSV, "", "csv");
    CSV(.headless = true, "1,2\n3,4\n5\n", "csv [1|2] [3|4] line 3: expected 2 columns as in");
    CSV(.delimiter = ';', "a;b\n1,5;\"2;5\"\n", "csv [1,5|2;5]");
}

static void test_looks(void)
{
    IS(ANY, "[{\"a\":1}]", "json [{\"a\":1}]");
    IS(ANY, "{\"a\":1}\n", "jsonl [{\"a\":1}]");
    IS(ANY, "[ " TALK("human", "Hi") " ]", "sharegpt [" TALK("human", "Hi") "]");
    IS(ANY, TALK("human", "Hi"), "sharegpt [" TALK("human", "Hi") "]");
    IS(PLAIN, TALK("human", "Hi"), "jsonl [" TALK("human", "Hi") "]");
    IS(ANY, "id,prompt\n1,2\n", "csv [1|2]");
    IS(ANY, "one, two\nthree\n", "lines [one, two] [three]");
    IS(ANY, "[INST] one\n", "lines [[INST] one]");
}

static enum dataset_kind kind_by_name(const char *name, const char *text)
{
    struct dataset_wish wish = {.kind = DATASET_ANY};
    struct source source;

    source_copy(&source, text, strlen(text));
    dataset_settle(&wish, name, &source);
    source_release(&source);
    return wish.kind == DATASET_CSV && wish.delimiter == '\t' ? DATASET_KINDS : wish.kind;
}

static void test_names(void)
{
    note("the ending of a name says more than the content");
    ok(kind_by_name("a.csv", "id,body\n1,2\n") == DATASET_CSV);
    ok(kind_by_name("a.tsv", "id\tbody\n1\t2\n") == DATASET_KINDS);
    ok(kind_by_name("a.jsonl", "[1]\n") == DATASET_JSONL);
    ok(kind_by_name("a.jsonl", TALK("human", "Hi")) == DATASET_SHAREGPT);
    ok(kind_by_name("a.json", "{\"a\":1}\n{\"a\":2}\n") == DATASET_JSONL);
    ok(kind_by_name("csv", "one\n") == DATASET_LINES);
    ok(dataset_kind_named("sharegpt") == DATASET_SHAREGPT &&
       dataset_kind_named("x") == DATASET_KINDS);
}

static void test_words(void)
{
    struct dataset_wish wish = {.kind = DATASET_JSONL, .delimiter = ','};
    struct source source;
    struct dataset *d;
    struct buf said = {0};

    note("what people are told names the first three, and how many there are");
    source_copy(&source, "1\nx\n2\nx\nx\nx\n", 12);
    d = dataset_new("d.jsonl", &wish, &source);
    dataset_misfits(d, &said);
    ok(strcmp(said.data,
              "d.jsonl: 4 of 6 rows are left out: line 2: this is no JSON; line 4: this is "
              "no JSON; line 5: this is no JSON; and 1 more") == 0);
    buf_clear(&said);
    dataset_place(d, 1, &said);
    ok(strcmp(said.data, "line 3") == 0);
    buf_release(&said);
    dataset_free(d);
}

/* The library. */

static const struct dataset *opened(struct library *l, const char *name, enum dataset_kind kind,
                                    struct error *err)
{
    struct dataset_wish wish = {.kind = kind};

    return library_open(l, name, &wish, err);
}

static void test_same_memory(void)
{
    struct library *l = library_new();
    struct error err;
    char other[80];
    const struct dataset *a, *b;

    note("the same file as the same kind is the same memory, by whatever path");
    write_file("{\"a\":1}\n", 8);
    snprintf(other, sizeof other, "%s/../%s/d.txt", directory, directory + strlen("/tmp/"));
    a = opened(l, path, DATASET_ANY, &err);
    ok(a && opened(l, path, DATASET_ANY, &err) == a && opened(l, other, DATASET_JSONL, &err) == a);
    b = opened(l, path, DATASET_LINES, &err);
    ok(b && b != a && opened(l, other, DATASET_LINES, &err) == b);
    note("even after it was changed or is gone");
    write_file("{\"a\":1}\n{\"a\":2}\n", 16);
    ok(opened(l, path, DATASET_ANY, &err) == a && dataset_count(a) == 1);
    ok(library_at(l, 0) == a && library_at(l, 1) == b && !library_at(l, 2));
    library_free(l);
}

static void test_not_one_row(void)
{
    struct library *l = library_new();
    struct error err;

    write_file("x\ny\n", 4);
    ok(!opened(l, path, DATASET_JSONL, &err) &&
       strstr(err.text, "d.txt has no row in it: line 1: "));
    write_file("", 0);
    ok(!opened(l, path, DATASET_LINES, &err) &&
       strstr(err.text, "no row in it: expected a row a line"));
    ok(!opened(l, "/nowhere/x", DATASET_ANY, &err) &&
       strcmp(err.text, "cannot read /nowhere/x: No such file or directory") == 0);
    ok(!opened(l, directory, DATASET_ANY, &err) && strstr(err.text, ": Is a directory"));
    ok(!library_at(l, 0));
    library_free(l);
    library_free(NULL);
}

/* Kilobytes of this process, by a line of /proc/self/status. */
static long kilobytes(const char *name)
{
    char line[128];
    long n = -1;
    FILE *f = fopen("/proc/self/status", "r");

    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, name, strlen(name)) == 0)
            n = strtol(line + strlen(name) + 1, NULL, 10);
    if (f)
        fclose(f);
    return n;
}

enum { ROWS = 600000 };

static void write_large(void)
{
    FILE *f = fopen(path, "wb");

    if (!f)
        abort();
    for (int i = 0; i < ROWS; i++)
        fprintf(f, "{\"n\":%d,\"text\":\"%080d\"}\n", i + 1000000, i);
    fclose(f);
}

static bool has_row(const struct dataset *d, size_t row)
{
    char expected[120];
    size_t len;
    const char *text = dataset_at(d, row, &len);

    snprintf(expected, sizeof expected, "{\"n\":%zu,\"text\":\"%080zu\"}", row + 1000000, row);
    return len == strlen(expected) && memcmp(text, expected, len) == 0;
}

/* The thread sanitizer remembers what is read four times over. */
#ifdef __SANITIZE_THREAD__
enum { MEMORY_TELLS = false };
#else
enum { MEMORY_TELLS = true };
#endif

static void test_large(void)
{
    struct library *l = library_new();
    struct error err;
    const struct dataset *d;
    long before, after;
    struct stat about;

    note("a large file is not in memory: eight bytes a row are");
    write_large();
    stat(path, &about);
    before = kilobytes("VmRSS:");
    d = opened(l, path, DATASET_JSONL, &err);
    after = kilobytes("VmRSS:");
    note("%ld KB of file, %ld KB more memory", (long)about.st_size / 1024, after - before);
    ok(d && dataset_count(d) == ROWS);
    ok(!MEMORY_TELLS || (before > 0 && after - before < about.st_size / 1024 / 3));
    ok(!MEMORY_TELLS || kilobytes("VmHWM:") - before < about.st_size / 1024 / 2);
    ok(has_row(d, 0) && has_row(d, ROWS / 2) && has_row(d, ROWS - 1));
    for (int i = 0; i < 20; i++)
        opened(l, path, DATASET_JSONL, &err);
    ok(kilobytes("VmRSS:") - after < 1024);
    library_free(l);
}

/* A file that ends with its page: nothing behind it may be looked at. */
static void test_whole_pages(void)
{
    enum { SIZE = 2 << 20 };
    static const enum dataset_kind kinds[] = {DATASET_LINES, DATASET_JSONL, DATASET_CSV};
    static const char *const fill[] = {"abc\n", "123\n", "a,b\n"};

    for (int i = 0; i < 3; i++) {
        char *text = malloc(SIZE);
        struct library *l = library_new();
        struct error err;
        const struct dataset *d;
        size_t len = 0;

        for (size_t at = 0; at < SIZE; at += 4)
            memcpy(text + at, fill[i], 4);
        text[SIZE - 1] = text[SIZE - 2];
        write_file(text, SIZE);
        d = opened(l, path, kinds[i], &err);
        if (d)
            dataset_at(d, dataset_count(d) - 1, &len);
        ok(d && dataset_count(d) >= SIZE / 4 - 1 && len == 4);
        library_free(l);
        free(text);
    }
}

int main(void)
{
    if (!mkdtemp(directory))
        return 1;
    snprintf(path, sizeof path, "%s/d.txt", directory);
    test_lines();
    test_jsonl();
    test_sharegpt();
    test_csv();
    test_looks();
    test_names();
    test_words();
    test_same_memory();
    test_not_one_row();
    test_large();
    test_whole_pages();
    unlink(path);
    rmdir(directory);
    return tap_done();
}
