#include "data/records.h"

#include "base/buf.h"
#include "base/error.h"
#include "data/library.h"
#include "data/misfits.h"
#include "tests/tap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files are written one after the other to the same name, in a directory that goes at the
 * end; messages are compared without the directory. */
static char directory[] = "/tmp/stoke-prompts-XXXXXX";
static char path[64];
static struct error err;
static struct library *library;
static const struct records_wish any = RECORDS_ANY;

/* The library would give again what the file was before. */
static struct records *opened(const char *text, size_t len)
{
    FILE *f = fopen(path, "wb");

    if (!f || fwrite(text, 1, len, f) != len || fclose(f) != 0)
        abort();
    snprintf(err.text, sizeof err.text, "nothing");
    library_free(library);
    library = library_new();
    return records_open(library, path, &any, &err);
}

static bool is(const struct records *p, size_t index, const char *text)
{
    struct buf got = {0};
    bool same;

    if (index < records_count(p))
        records_prompt(p, index, &got);
    same = got.len && got.len == strlen(text) && memcmp(got.data, text, got.len) == 0;
    if (!same)
        note("prompt %zu is: %s", index, got.data ? got.data : "nothing");
    buf_release(&got);
    return same;
}

/* The file holds exactly these prompts, in this order; NULL ends them. */
static void holds(int line, const char *file, size_t len, const char *format, size_t skipped,
                  const char *const *texts)
{
    struct records *p = opened(file, len);
    size_t i = 0;
    bool good =
        p && strcmp(records_format(p), format) == 0 && records_left_out(p)->count == skipped;

    if (!p)
        note("error: %s", err.text);
    else if (!good)
        note("format %s, %zu skipped", records_format(p), records_left_out(p)->count);
    for (; good && texts[i]; i++)
        good = is(p, i, texts[i]);
    good = good && records_count(p) == i;
    tap_report(good, __FILE__, line, "%s: %.*s", format, (int)strcspn(file, "\r\n"), file);
    records_free(p);
}

#define HOLDS(file, format, skipped, ...)                   \
    holds(__LINE__, file, sizeof file - 1, format, skipped, \
          (const char *const[]){__VA_ARGS__, NULL})

static void fails(int line, const char *file, const char *message)
{
    struct records *p = opened(file, strlen(file));
    const char *name = strstr(err.text, "p.txt");
    bool good = !p && name && strcmp(name, message) == 0;

    if (!good)
        note("%s", p ? "it was read" : err.text);
    tap_report(good, __FILE__, line, "%s", message);
    records_free(p);
}

#define FAILS(file, message) fails(__LINE__, file, message)

static void test_lines(void)
{
    HOLDS("one\ntwo\nthree\n", "lines", 0, "one", "two", "three");
    HOLDS("one\r\n\r\n  \r\ntwo", "lines", 0, "one", "two");
    HOLDS("\xef\xbb\xbfone\n", "lines", 0, "one");
    HOLDS("say \"hi\", then \\n and 'bye'\n", "lines", 0, "say \"hi\", then \\n and 'bye'");
    HOLDS("[INST] Write a poem. [/INST]\n", "lines", 0, "[INST] Write a poem. [/INST]");
    HOLDS("{name} is a placeholder\n", "lines", 0, "{name} is a placeholder");
    HOLDS("\"quoted\" words begin it\n", "lines", 0, "\"quoted\" words begin it");
    HOLDS("Text generation, explained\n", "lines", 0, "Text generation, explained");
    HOLDS("prompts are, well, asked\n", "lines", 0, "prompts are, well, asked");
    HOLDS("  keeps its spaces  \n", "lines", 0, "  keeps its spaces  ");
}

static void test_utf8(void)
{
    HOLDS("gr\xc3\xbc\xc3\x9f dich \xf0\x9f\x8c\x8d\n", "lines", 0,
          "gr\xc3\xbc\xc3\x9f dich \xf0\x9f\x8c\x8d");
    HOLDS("gr\xfc\xdf dich\n", "lines", 0, "gr\xef\xbf\xbd\xef\xbf\xbd dich");
    HOLDS("\xe3\x81 cut\n", "lines", 0, "\xef\xbf\xbd\xef\xbf\xbd cut");
    HOLDS("{\"prompt\":\"gr\xfc\xdf\"}\n", "jsonl", 0, "gr\xef\xbf\xbd\xef\xbf\xbd");
    HOLDS("prompt\ngr\xfc\n", "csv", 0, "gr\xef\xbf\xbd");
    HOLDS("back\\slash \"quote\" \xc3\xa9 \x01\n", "lines", 0,
          "back\\slash \"quote\" \xc3\xa9 \x01");
}

static void test_jsonl(void)
{
    HOLDS("{\"prompt\": \"one\"}\n{\"text\": \"two\"}\n\n{\"question\": \"three\"}", "jsonl", 0,
          "one", "two", "three");
    HOLDS("\"one\"\r\n\"tw\\\"o\"\r\n", "jsonl", 0, "one", "tw\"o");
    HOLDS("\xef\xbb\xbf{\"prompt\": \"one\"}", "jsonl", 0, "one");
    HOLDS("{\"id\": 7, \"tags\": [1, {\"text\": \"no\"}], \"prompt\": \"yes\"}\n", "jsonl", 0,
          "yes");
    HOLDS("{\"text\": \"worse\", \"prompt\": \"better\"}\n", "jsonl", 0, "better");
    HOLDS("{\"prompt\": \"better\", \"text\": \"worse\"}\n", "jsonl", 0, "better");
    HOLDS("{\"prompt\": null, \"question\": \"asked\"}\n", "jsonl", 0, "asked");
    HOLDS("{\"question\": \"asked\", \"prompt\": \"\"}\n", "jsonl", 0, "asked");
    HOLDS("{\"text\": 5, \"prompt\": \"asked\"}\n", "jsonl", 0, "asked");
    HOLDS("{\"prompt\": \"\"}\n{\"prompt\": \"a\"}\n{\"prompt\": \" \\n\"}\n\"\"\n", "jsonl", 3,
          "a");
    HOLDS("{\"prompt\": \"raw \xf0\x9f\x8c\x8d, escaped \\ud83c\\udf0d, half \\ud83c.\"}\n",
          "jsonl", 0, "raw \xf0\x9f\x8c\x8d, escaped \xf0\x9f\x8c\x8d, half \xef\xbf\xbd.");
    HOLDS("{\"prompt\": \"line\\nbreak\\ttab \\\"q\\\" \\\\ \\/\"}\n", "jsonl", 0,
          "line\nbreak\ttab \"q\" \\ /");
}

static void test_messages(void)
{
    HOLDS(
        "{\"messages\": [{\"role\": \"system\", \"content\": \"Be brief.\"}, {\"role\": \"user\", "
        "\"content\": \"first\"}, {\"role\": \"assistant\", \"content\": \"x\"}, {\"content\": "
        "\"last\", \"role\": \"user\"}, {\"role\": \"assistant\", \"content\": null}]}\n",
        "openai", 0, "last");
    HOLDS("{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": "
          "\"see\"}, {\"type\": \"image_url\", \"image_url\": {\"url\": \"x\"}}, {\"type\": "
          "\"text\", \"text\": \"this\"}]}]}\n",
          "openai", 0, "see\nthis");
    HOLDS("{\"messages\": [{\"role\": \"system\", \"content\": \"only\"}]}\n\"a\"\n", "jsonl", 1,
          "a");
    HOLDS("{\"messages\": []}\n\"a\"\n", "jsonl", 1, "a");
    HOLDS("{\"messages\": [{\"role\": \"user\", \"content\": \"said\"}, {\"role\": \"user\", "
          "\"content\": \"\"}]}\n",
          "openai", 0, "said");
}

static void test_sharegpt(void)
{
    HOLDS(
        "[{\"id\": \"a\", \"conversations\": [{\"from\": \"human\", \"value\": \"Hi\"}, {\"from\": "
        "\"gpt\", \"value\": \"Hello\"}, {\"from\": \"human\", \"value\": \"And?\"}]},\n {\"id\": "
        "\"b\", \"conversations\": [{\"from\": \"gpt\", \"value\": \"I begin\"}, {\"value\": "
        "\"Then I\", \"from\": \"human\"}]}]\n",
        "sharegpt", 0, "Hi", "Then I");
    HOLDS("[{\"conversations\": [{\"from\": \"system\", \"value\": \"Be brief.\"}, {\"from\": "
          "\"human\", \"value\": \"\"}, {\"from\": \"user\", \"value\": \"Q\"}]}, "
          "{\"conversations\": "
          "[]}, {\"conversations\": [{\"from\": \"gpt\", \"value\": \"alone\"}]}]",
          "sharegpt", 2, "Q");
    HOLDS("{\"conversations\": [{\"from\": \"human\", \"value\": \"1\"}]}\n{\"conversations\": "
          "[{\"from\": \"human\", \"value\": \"2\"}]}\n",
          "sharegpt", 0, "1", "2");
    HOLDS("[\n  {\"prompt\": \"one\"},\n  \"two\"\n]\n", "json", 0, "one", "two");
}

static void test_csv(void)
{
    HOLDS("id,prompt\r\n1,one\r\n2,\"two, too\"\r\n", "csv", 0, "one", "two, too");
    HOLDS("prompt,output_tokens_count\nHi,32\n\"a\nb\r\nc\",1\n\"say \"\"hi\"\"\",2\n", "csv", 0,
          "Hi", "a\nb\r\nc", "say \"hi\"");
    HOLDS("\xef\xbb\xbf\"Prompt\"\n\"x\"\ny", "csv", 0, "x", "y");
    HOLDS("text, Question ,prompt\na,b,c\n", "csv", 0, "c");
    HOLDS("id,question,text\n1,q,t\n", "csv", 0, "t");
    HOLDS("id,question\n1,\n\n2,\"\"\n3,what?\n\r\n", "csv", 2, "what?");
    HOLDS("question,id\n\"\"\"\"\"\",1\n", "csv", 0, "\"\"");
    HOLDS("prompt,n\na,1,,\n", "csv", 0, "a");
}

/* What is left out first, and that the rest is there. */
static void leaves(int line, const char *file, size_t rest, const char *message)
{
    struct records *p = opened(file, strlen(file));
    const struct misfits *m = p ? records_broken(p) : NULL;
    char told[256] = "";
    bool good;

    if (m && !m->count)
        m = records_left_out(p);
    if (m)
        snprintf(told, sizeof told, "%s %zu: %s", records_counts(p), m->first[0].number,
                 m->first[0].why);
    good = p && records_count(p) == rest && strcmp(told, message) == 0;
    if (!good)
        note("%s", p ? told : err.text);
    tap_report(good, __FILE__, line, "%s", message);
    records_free(p);
}

#define LEAVES(file, rest, message) leaves(__LINE__, file, rest, message)

#define NO_PROMPT \
    "there is no text in \"prompt\", \"text\", \"question\", \"messages\" or \"conversations\""
#define NOTHING "p.txt has nothing to ask in it, read as "
#define NOT_CLOSED                                                                          \
    "a quote is not closed, or more than a comma follows it; expected a row such as \"say " \
    "\"\"hi\"\"\",7"

static void test_broken(void)
{
    LEAVES("\"a\"\n\n{\"prompt\": \"b\"}\n{\"prompt\": \n", 2, "line 4: this is no JSON");
    FAILS("{\"prompt\": \"b\"} {\"prompt\": \"c\"}\n",
          "p.txt has no row in it: line 1: this is no JSON; expected a JSON value a line, such as "
          "{\"question\": \"...\"}");
    LEAVES("{\"prompt\": \"b\"}\nplain\n", 1, "line 2: this is no JSON");
    LEAVES("prompt,id\na b, c,1\nc,2\n", 1, "line 2: expected 2 columns as in the header, got 3");
    FAILS("{\"input\": \"b\"}\n",
          NOTHING "jsonl: line 1: " NO_PROMPT "; expected {\"prompt\": \"...\"}");
    FAILS("{\"prompt\": 5}\n",
          NOTHING "jsonl: line 1: " NO_PROMPT "; expected {\"prompt\": \"...\"}");
    FAILS("{\"messages\": [5]}\n",
          NOTHING "openai: line 1: it has no \"messages\", \"prompt\" or \"input\"; expected "
                  "{\"messages\": [{\"role\": \"user\", \"content\": \"...\"}]}");
    LEAVES("[\"a\", \"b\", 3]", 2, "row 3: " NO_PROMPT);
    LEAVES("[{\"prompt\": \"a\"}, {\"prompt\": \"b\"}, {\"prom", 2,
           "row 3: the JSON breaks off here");
    LEAVES("[{\"prompt\": \"a\"}", 1, "row 2: the JSON breaks off here");
    FAILS("[", "p.txt has no row in it: row 1: the JSON breaks off here; expected a JSON array of "
               "rows, such as [{\"question\": \"...\"}]");
    LEAVES("id,prompt\n1,\"a\nb\"\n2\n", 1, "line 4: expected 2 columns as in the header, got 1");
    LEAVES("prompt,id\na,1\n\"b,2\nc,3\n", 2, "line 3: " NOT_CLOSED);
    LEAVES("prompt,id\n\"a\" b,1\nc,2\n", 1, "line 2: " NOT_CLOSED);
}

static void test_nothing(void)
{
    const char *none = "p.txt has no row in it: expected a row a line";

    FAILS("", none);
    FAILS("\n\r\n  \n", none);
    FAILS("[]", "p.txt has no row in it: expected a JSON array of rows, such as "
                "[{\"question\": \"...\"}]");
    FAILS("id,prompt\n",
          "p.txt has no row in it: expected a row that names the columns, and rows of "
          "as many fields");
    FAILS("{\"prompt\": \"\"}\n\"\"\n",
          NOTHING "jsonl: line 1: its prompt is empty; line 2: its prompt is empty; expected "
                  "{\"prompt\": \"...\"}");
}

static void test_no_file(void)
{
    char expected[128];

    snprintf(expected, sizeof expected, "cannot read %s: Is a directory", directory);
    ok(!records_open(library, directory, &any, &err) && strcmp(err.text, expected) == 0);
    ok(!records_open(library, "/nowhere/p.txt", &any, &err) &&
       strcmp(err.text, "cannot read /nowhere/p.txt: No such file or directory") == 0);
    records_free(NULL);
}

/* 100 KB in each format, with what each has to escape; a thousand rows after it. */
static void put_large(struct buf *b, const char *a_quote)
{
    for (int i = 0; i < 10000; i++) {
        buf_put(b, "a word ");
        buf_put(b, a_quote);
        buf_put(b, " \xf0\x9f\x8c\x8d");
    }
}

static void test_large_one(const char *head, const char *open, const char *a_quote,
                           const char *close, const char *format)
{
    struct buf expected = {0}, file = {0};
    struct records *p;

    put_large(&expected, "\"");
    buf_put(&file, head);
    buf_put(&file, open);
    put_large(&file, a_quote);
    buf_put(&file, close);
    for (int i = 0; i < 1000; i++)
        buf_addf(&file, "%s%d%s", open, i, close);
    p = opened(file.data, file.len);
    if (!p)
        note("%s", err.text);
    ok(expected.len > 100000);
    ok(p && strcmp(records_format(p), format) == 0 && records_count(p) == 1001);
    ok(p && is(p, 0, expected.data) && is(p, 1, "0") && is(p, 1000, "999"));
    records_free(p);
    buf_release(&expected);
    buf_release(&file);
}

/* Every way to cut a file short ends in prompts or in a message, never in a crash. */
static void test_every_cut(const char *whole)
{
    size_t len = strlen(whole);
    int wrong = 0;

    for (size_t i = 0; i <= len; i++) {
        struct records *p = opened(whole, i);

        wrong += !p && strncmp(err.text, path, strlen(path)) != 0;
        wrong += p && records_count(p) == 0;
        records_free(p);
    }
    ok(wrong == 0);
}

int main(void)
{
    if (!mkdtemp(directory))
        return 1;
    snprintf(path, sizeof path, "%s/p.txt", directory);
    test_lines();
    test_utf8();
    test_jsonl();
    test_messages();
    test_sharegpt();
    test_csv();
    test_broken();
    test_nothing();
    test_no_file();
    test_large_one("", "", "\"", "\n", "lines");
    test_large_one("", "{\"prompt\":\"", "\\\"", "\"}\n", "jsonl");
    test_large_one("prompt\n", "\"", "\"\"", "\"\n", "csv");
    test_every_cut(
        "[{\"conversations\": [{\"from\": \"human\", \"value\": \"\\ud83c\\udf0d\"}]}, 5]");
    test_every_cut(
        "{\"messages\": [{\"role\": \"user\", \"content\": [{\"text\": \"a\"}]}]}\n\"x\"\n");
    test_every_cut("id,prompt\r\n1,\"a \"\"b\"\"\r\nc\"\r\n2,d\r\n");
    library_free(library);
    unlink(path);
    rmdir(directory);
    return tap_done();
}
