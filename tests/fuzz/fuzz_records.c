/* Any bytes are a file of requests, as every format and as what they look like: each record can be
 * asked for, times ascend, and a survey of them is JSON. */
#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "data/library.h"
#include "data/records.h"
#include "data/survey.h"
#include "tests/fuzz/replay.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void check_record(const struct records *r, size_t n, nanos *before)
{
    struct record one;
    struct buf said = {0};
    struct json j;

    records_at(r, n, &one);
    must(!records_timed(r) || one.at >= *before);
    *before = one.at;
    records_text(r, n, &said);
    if (records_hashes(r, n, &j))
        while (json_item(&j))
            json_value(&j);
    buf_release(&said);
}

static void check_survey(const struct records *r)
{
    struct buf tree = {0};
    struct json_writer w = {.out = &tree};
    struct json j;

    survey_write(r, NULL, &w);
    json_begin(&j, tree.data, tree.len);
    json_skip(&j);
    must(json_over(&j));
    buf_release(&tree);
}

static void check(const char *path, const char *format)
{
    struct records_wish wish = RECORDS_ANY;
    struct library *library = library_new();
    struct error err = {""};
    struct records *r;
    nanos before = 0;

    wish.format = format;
    r = records_open(library, path, &wish, &err);
    must(r ? records_count(r) > 0 : err.text[0] != '\0');
    for (size_t n = 0; r && n < records_count(r); n++)
        check_record(r, n, &before);
    if (r)
        check_survey(r);
    records_free(r);
    library_free(library);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const formats[] = {NULL,         "lines",    "csv",          "json",
                                          "jsonl",      "openai",   "openai-batch", "vllm",
                                          "aiperf",     "azure",    "aiperf-multi", "sharegpt",
                                          "vllm-trace", "mooncake", "burstgpt",     "bailian"};
    char path[32];
    int fd = memfd_create("records", MFD_CLOEXEC);

    must(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        check(path, formats[i]);
    close(fd);
    return 0;
}

REPLAY("records");
