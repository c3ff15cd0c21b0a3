/* Any bytes are a data set of each kind: rows lie one behind the other within them and are what
 * their kind says; nothing that is said of them is empty. */
#include "base/json.h"
#include "data/dataset.h"
#include "data/source.h"
#include "tests/fuzz/replay.h"

#include <string.h>

static void check_fields(const struct dataset *d, size_t row)
{
    size_t left = dataset_columns(d);
    enum csv_after after = CSV_FIELD;
    struct csv c;

    dataset_fields(d, row, &c);
    for (; left; left--) {
        must(after == CSV_FIELD);
        after = csv_next(&c);
        must(after != CSV_BROKEN);
    }
    buf_release(&c.scratch);
}

static void check_json(const char *text, size_t len)
{
    struct json j;

    json_begin(&j, text, len);
    json_skip(&j);
    must(json_over(&j));
}

static const char *check_row(const struct dataset *d, size_t row, const char *from)
{
    struct buf said = {0};
    size_t len;
    const char *text = dataset_at(d, row, &len);
    bool has_prompt = dataset_prompt(d, row, &said, NULL);

    must(!from || text >= from);
    if (dataset_kind(d) == DATASET_CSV)
        check_fields(d, row);
    else if (dataset_kind(d) == DATASET_LINES)
        must(has_prompt && said.len == len && memcmp(said.data, text, len) == 0);
    else
        check_json(text, len);
    must(dataset_kind(d) != DATASET_SHAREGPT || (has_prompt && said.len));
    buf_release(&said);
    return text + len;
}

static void check_words(const struct dataset *d)
{
    struct buf said = {0};

    if (dataset_count(d))
        dataset_place(d, dataset_count(d) - 1, &said);
    else
        dataset_none(d, &said);
    must(said.len > 0);
    if (dataset_skipped(d))
        dataset_misfits(d, &said);
    buf_release(&said);
}

static void check(const char *path, struct dataset_wish wish, const uint8_t *bytes, size_t n)
{
    struct source source;
    struct dataset *d;
    const char *from = NULL;

    source_copy(&source, (const char *)bytes, n);
    dataset_settle(&wish, path, &source);
    d = dataset_new(path, &wish, &source);
    for (size_t i = 0; i < dataset_count(d); i++)
        from = check_row(d, i, from);
    check_words(d);
    dataset_free(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    for (enum dataset_kind kind = DATASET_ANY; kind < DATASET_KINDS; kind++)
        check("data", (struct dataset_wish){.kind = kind}, bytes, n);
    check("data.tsv", (struct dataset_wish){.headless = true}, bytes, n);
    return 0;
}

REPLAY("data");
