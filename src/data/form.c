#include "data/form.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/near.h"

#include <stdlib.h>
#include <string.h>

/* Who has more signs of its own comes first: a trace may have texts as well. */
static const struct form *const forms[] = {
    &form_bailian,  &form_vllm_trace,   &form_mooncake,     &form_azure,  &form_burstgpt,
    &form_sharegpt, &form_openai_batch, &form_aiperf_multi, &form_aiperf, &form_vllm,
    &form_openai,   &form_jsonl,        &form_json,         &form_csv,    &form_lines,
};
enum { FORMS = sizeof forms / sizeof *forms };

const struct form *form_named(const char *name)
{
    for (size_t i = 0; i < FORMS; i++)
        if (!strcmp(forms[i]->name, name) || (forms[i]->also && !strcmp(forms[i]->also, name)))
            return forms[i];
    return NULL;
}

/* A column may be named as a member of JSON is, and is no such thing. */
static bool is_cut_so(const struct form *f, enum dataset_kind kind)
{
    if (f->kind == DATASET_VALUES)
        return kind == DATASET_JSON || kind == DATASET_JSONL;
    return f->kind == kind;
}

static size_t how_many_look(const struct form *f, const struct form_row *rows, size_t count)
{
    size_t n = 0;

    for (size_t i = 0; i < count && is_cut_so(f, dataset_kind(rows->set)); i++)
        n += f->looks(&rows[i]);
    return n;
}

const struct form *form_of(const struct form_row *rows, size_t count)
{
    for (size_t i = 0; i < FORMS; i++)
        if (2 * how_many_look(forms[i], rows, count) > count)
            return forms[i];
    return dataset_kind(rows->set) == DATASET_JSON ? &form_json : &form_jsonl;
}

static const char *nearest(const char *name)
{
    const char *best = NULL;
    int limit = near_limit(name);

    for (size_t i = 0; i < FORMS; i++)
        best = near_better(name, forms[i]->name, &limit) ? forms[i]->name : best;
    for (size_t i = 0; i < FORMS; i++)
        if (forms[i]->also && near_better(name, forms[i]->also, &limit))
            best = forms[i]->also;
    return best;
}

void records_formats(struct buf *out)
{
    for (size_t i = FORMS; i-- > 0;)
        buf_addf(out, "%s%s", forms[i]->name, i ? ", " : "");
}

int records_check_format(const char *name, struct error *err)
{
    const char *like;
    struct buf all = {0};

    if (form_named(name))
        return 0;
    like = nearest(name);
    records_formats(&all);
    if (like)
        error_set(err, "\"%s\" is no format; did you mean \"%s\"? They are %s", name, like,
                  all.data);
    else
        error_set(err, "\"%s\" is no format: expected one of %s", name, all.data);
    buf_release(&all);
    return -1;
}
