#include "plan/prompts.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "data/library.h"
#include "data/line.h"
#include "data/prompt.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define EXAMPLE "expected a JSON object such as {\"prompt\": \"...\"}"

enum { REST_AFTER = 4096 };

struct prompts {
    const struct dataset *set; /* the library's */
    const char *format;
    uint32_t *rows; /* NULL: each row has a prompt */
    size_t count, skipped;
};

static bool is_ascii(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

/* A prompt is sent as JSON, so JSON's writer is who knows what can be sent: there and back
 * again, everything is UTF-8. */
static void add_as_utf8(struct buf *out, const char *text, size_t len)
{
    struct buf quoted = {0};
    struct json_writer w = {.out = &quoted};
    struct json back = {0};

    json_put_text(&w, text, len);
    back.text = quoted.data + 1;
    back.len = quoted.len - 2;
    json_unescape(&back, out);
    buf_release(&quoted);
}

void prompts_at(const struct prompts *p, size_t index, struct buf *out)
{
    struct buf text = {0};

    dataset_prompt(p->set, p->rows ? p->rows[index] : index, &text, NULL);
    if (is_ascii(text.data, text.len))
        buf_add(out, text.data ? text.data : "", text.len);
    else
        add_as_utf8(out, text.data, text.len);
    buf_release(&text);
}

/* Rows are left out here for the first time: those before it had prompts. */
static void leave_out(struct prompts *p, size_t row)
{
    if (p->skipped++)
        return;
    p->rows = mem_new(dataset_count(p->set) * sizeof *p->rows);
    for (size_t i = 0; i < row; i++)
        p->rows[i] = (uint32_t)i;
}

static bool is_json(const struct dataset *set)
{
    return dataset_kind(set) == DATASET_JSON || dataset_kind(set) == DATASET_JSONL;
}

static int not_a_prompt(const struct dataset *set, size_t row, struct error *err)
{
    struct buf place = {0}, names = {0};

    if (is_json(set)) {
        dataset_place(set, row, &place);
        prompt_names(&names);
        error_set(err, "%s %s: there is no prompt in it: expected an object with text in %s",
                  dataset_path(set), place.data, names.data);
    } else
        error_set(err, "%s has no column named prompt, text or question", dataset_path(set));
    buf_release(&names);
    buf_release(&place);
    return -1;
}

static int read_rows(struct prompts *p, struct error *err)
{
    struct buf text = {0};
    int result = 0;
    bool talk;

    for (size_t row = 0; result == 0 && row < dataset_count(p->set); row++) {
        buf_clear(&text);
        if (row % REST_AFTER == 0)
            dataset_rest(p->set);
        if (!dataset_prompt(p->set, row, &text, &talk))
            result = not_a_prompt(p->set, row, err);
        else if (line_blank(text.data, text.len))
            leave_out(p, row);
        else if (p->rows)
            p->rows[p->count++] = (uint32_t)row;
        else
            p->count++;
        if (row == 0)
            p->format = talk ? "sharegpt" : dataset_kind_name(dataset_kind(p->set));
    }
    buf_release(&text);
    return result;
}

static int check_misfits(const struct dataset *set, struct error *err)
{
    struct buf place = {0};
    const char *why;

    if (!dataset_skipped(set))
        return 0;
    why = dataset_misfit(set, 0, &place);
    error_set(err, "%s %s: %s%s", dataset_path(set), place.data, why,
              is_json(set) ? "; " EXAMPLE : "");
    buf_release(&place);
    return -1;
}

static int check_any(const struct prompts *p, struct error *err)
{
    if (p->count > 0)
        return 0;
    return error_set(err, "%s has no prompt in it: all its %zu rows are empty",
                     dataset_path(p->set), p->skipped);
}

struct prompts *prompts_open(struct library *library, const char *path, struct error *err)
{
    static const struct dataset_wish plain = {.kind = DATASET_PLAIN};
    const struct dataset *set = library_open(library, path, &plain, err);
    struct prompts *p;

    if (!set || check_misfits(set, err))
        return NULL;
    p = mem_new(sizeof *p);
    p->set = set;
    if (read_rows(p, err) == 0 && check_any(p, err) == 0)
        return p;
    prompts_free(p);
    return NULL;
}

void prompts_free(struct prompts *p)
{
    if (!p)
        return;
    free(p->rows);
    free(p);
}

size_t prompts_count(const struct prompts *p)
{
    return p->count;
}

size_t prompts_skipped(const struct prompts *p)
{
    return p->skipped;
}

const char *prompts_format(const struct prompts *p)
{
    return p->format;
}
