#include "data/records.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "data/form.h"
#include "data/library.h"
#include "data/misfits.h"
#include "data/order.h"
#include "data/spoken.h"

#include <stdlib.h>
#include <string.h>

enum {
    REST_AFTER = 4096, /* rows; then a mapped file's memory goes back */
    LOOKED_AT = 16     /* rows that tell the format */
};

/* Numbers that no row says take no memory: their array is NULL. */
struct records {
    const struct dataset *set; /* the library's */
    const struct form *form;
    enum field *columns;
    uint32_t *rows; /* of the set; NULL: all of them, as they stand */
    nanos *times;
    uint32_t *inputs, *outputs;
    size_t count, without_time, without_input, not_whole;
    nanos first;
    unsigned block;
    bool wished;
    struct misfits left_out, unwanted;
    struct dataset_mark told; /* the last of them whose line was counted */
};

/* Recognising. */

static void read_row(const struct records *r, size_t row, struct buf *scratch, struct form_row *out)
{
    *out = (struct form_row){.set = r->set, .number = row, .scratch = scratch};
    fields_read(r->set, r->columns, row, &out->fields);
}

static bool fits(const struct form_row *row, unsigned block)
{
    size_t hashes = fields_items(&row->fields, FIELD_HASH_IDS);
    uint32_t tokens;

    return hashes && fields_count(&row->fields, FIELD_INPUT_LENGTH, &tokens) &&
           (tokens + (uint64_t)block - 1) / block == hashes;
}

static size_t how_many_fit(const struct form_row *rows, size_t count, unsigned block)
{
    size_t n = 0;

    for (size_t i = 0; i < count; i++)
        n += fits(&rows[i], block);
    return n;
}

/* Somebody may write the same names with other blocks: what the lengths and the hashes of the
 * first rows agree on goes before what the format usually has. */
static unsigned find_block(const struct form *form, const struct form_row *rows, size_t count)
{
    static const unsigned sizes[] = {16, 32, 64, 128, 256, 512, 1024};
    size_t most = how_many_fit(rows, count, form->block ? form->block : 1);
    unsigned block = form->block;

    for (size_t i = 0; form->block && i < sizeof sizes / sizeof *sizes; i++)
        if (how_many_fit(rows, count, sizes[i]) > most) {
            block = sizes[i];
            most = how_many_fit(rows, count, block);
        }
    return block;
}

static void recognise(struct records *r, const struct form *wished)
{
    size_t count = dataset_count(r->set) < LOOKED_AT ? dataset_count(r->set) : LOOKED_AT;
    struct form_row *rows = mem_new(LOOKED_AT * sizeof *rows);

    for (size_t i = 0; i < count; i++)
        read_row(r, i, NULL, &rows[i]);
    r->wished = wished != NULL;
    r->form = wished ? wished : form_of(rows, count);
    r->block = find_block(r->form, rows, count);
    free(rows);
}

/* Reading. */

static void *made_for(const struct records *r, void *array, size_t size)
{
    return array ? array : mem_new(dataset_count(r->set) * size);
}

/* Those before it were all taken. */
static void leave_out(struct records *r, size_t row)
{
    if (r->rows)
        return;
    r->rows = made_for(r, NULL, sizeof *r->rows);
    for (size_t i = 0; i < row; i++)
        r->rows[i] = (uint32_t)i;
}

static void put_count(const struct records *r, uint32_t **array, uint32_t count)
{
    if (!count && !*array)
        return;
    *array = made_for(r, *array, sizeof **array);
    (*array)[r->count] = count;
}

static void take(struct records *r, size_t row, const struct record *numbers)
{
    put_count(r, &r->inputs, numbers->input_tokens);
    put_count(r, &r->outputs, numbers->output_tokens);
    r->without_input += !numbers->input_tokens;
    r->without_time += numbers->at < 0;
    r->not_whole += !numbers->whole;
    if (!r->without_time) {
        r->times = made_for(r, r->times, sizeof *r->times);
        r->times[r->count] = numbers->at;
    }
    if (r->rows)
        r->rows[r->count] = (uint32_t)row;
    r->count++;
}

static const char *wrong_length(uint32_t tokens, struct records_range range, const char *unsaid,
                                const char *outside)
{
    if (!range.min && range.max == UINT32_MAX)
        return NULL;
    if (!tokens)
        return unsaid;
    return tokens < range.min || tokens > range.max ? outside : NULL;
}

static const char *unwanted(const struct records_wish *w, const struct record *numbers)
{
    const char *why =
        wrong_length(numbers->input_tokens, w->input, "the file does not say how long it is",
                     "it is not as long as --keep-input says");

    return why ? why
               : wrong_length(numbers->output_tokens, w->output,
                              "the file does not say how long its answer is",
                              "its answer is not as long as --keep-output says");
}

/* A line's number costs counting from the file's beginning: only for those that are told. */
static void add_misfit(struct records *r, struct misfits *m, size_t row, const char *why)
{
    misfits_add(m, misfits_asks(m, why) ? dataset_number_on(r->set, row, &r->told) : 0, why);
}

static void judge(struct records *r, const struct records_wish *w, size_t row, struct buf *scratch)
{
    struct record numbers = {.at = -1};
    struct form_row whole;
    const char *broken, *other = NULL;

    read_row(r, row, scratch, &whole);
    broken = r->form->read(&whole, &numbers);
    if (broken)
        add_misfit(r, &r->left_out, row, broken);
    else {
        other = unwanted(w, &numbers);
        if (numbers.at >= 0 && numbers.at < r->first)
            r->first = numbers.at;
    }
    if (other)
        add_misfit(r, &r->unwanted, row, other);
    if (broken || other)
        leave_out(r, row);
    else
        take(r, row, &numbers);
}

static void read_rows(struct records *r, const struct records_wish *w)
{
    struct buf scratch = {0};

    for (size_t row = 0; row < dataset_count(r->set); row++) {
        if (row % REST_AFTER == 0)
            dataset_rest(r->set);
        judge(r, w, row, &scratch);
    }
    buf_release(&scratch);
    dataset_rest(r->set);
    if (r->without_time) { /* a time for some of them is none to go by */
        free(r->times);
        r->times = NULL;
    }
}

/* Order. */

static bool ascending(const struct records *r)
{
    for (size_t i = 1; r->times && i < r->count; i++)
        if (r->times[i] < r->times[i - 1])
            return false;
    return true;
}

static int by_time(const void *a, const void *b, void *times)
{
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    const nanos *t = times;

    if (t[i] != t[j])
        return t[i] < t[j] ? -1 : 1;
    return i < j ? -1 : i > j;
}

static uint32_t *in_order(uint32_t *array, const uint32_t *order, size_t count)
{
    uint32_t *sorted = mem_new(count * sizeof *sorted);

    for (size_t i = 0; i < count; i++)
        sorted[i] = array ? array[order[i]] : order[i];
    free(array);
    return sorted;
}

/* What each record says and how long it is; `order` says for each place who comes there. */
static void arrange(struct records *r, const uint32_t *order)
{
    r->rows = in_order(r->rows, order, r->count);
    if (r->inputs)
        r->inputs = in_order(r->inputs, order, r->count);
    if (r->outputs)
        r->outputs = in_order(r->outputs, order, r->count);
}

static void sort(struct records *r)
{
    uint32_t *order;
    nanos *sorted;

    if (ascending(r))
        return;
    order = mem_new(r->count * sizeof *order);
    sorted = mem_new(r->count * sizeof *sorted);
    for (size_t i = 0; i < r->count; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, r->count, sizeof *order, by_time, r->times);
    for (size_t i = 0; i < r->count; i++)
        sorted[i] = r->times[order[i]];
    arrange(r, order);
    free(r->times);
    r->times = sorted;
    free(order);
}

static void shuffle(struct records *r, uint64_t seed)
{
    struct order o = {.kind = ORDER_SHUFFLE, .count = r->count, .seed = seed};
    uint32_t *order = mem_new(r->count * sizeof *order);

    for (size_t i = 0; i < r->count; i++)
        order[i] = (uint32_t)order_at(&o, i);
    arrange(r, order);
    free(order);
}

/* Times count from the first row, whether it was wanted or not; what is outside of the part that
 * was wished goes. */
static void cut(struct records *r, nanos from, nanos to)
{
    size_t kept = 0, was = r->count;

    for (size_t i = 0; i < was; i++) {
        nanos at = r->times[i] - r->first;

        if (at < from || at >= to) {
            add_misfit(r, &r->unwanted, r->rows ? r->rows[i] : i,
                       "it is not between --from and --to");
            leave_out(r, was);
            continue;
        }
        r->times[kept] = at - from;
        if (r->rows)
            r->rows[kept] = r->rows[i];
        if (r->inputs)
            r->inputs[kept] = r->inputs[i];
        if (r->outputs)
            r->outputs[kept] = r->outputs[i];
        kept++;
    }
    r->count = kept;
}

/* Opening. */

static void put_reasons(const struct records *r, const struct misfits *m, struct buf *out)
{
    for (size_t i = 0; i < m->count && i < MISFITS; i++)
        buf_addf(out, "%s%s %zu: %s", i ? "; " : ": ", records_counts(r), m->first[i].number,
                 m->first[i].why);
    if (m->count > MISFITS)
        buf_addf(out, "; and %zu more", m->count - MISFITS);
}

static int nothing_left(const struct records *r, struct error *err)
{
    struct buf why = {0};

    if (r->unwanted.count) {
        buf_addf(&why, "%s has nothing left to ask", records_path(r));
        put_reasons(r, &r->unwanted, &why);
    } else {
        buf_addf(&why, "%s has nothing to ask in it, read as %s", records_path(r), r->form->name);
        put_reasons(r, &r->left_out, &why);
        buf_addf(&why, "; expected %s", r->form->expected);
    }
    error_set(err, "%s", why.data);
    buf_release(&why);
    return -1;
}

static void tell(const struct records *r, const struct misfits *m, const char *what,
                 struct buf *out)
{
    if (!m->count)
        return;
    buf_addf(out, "%s%s: %zu of %zu rows %s %s", out->len ? "\n" : "", records_path(r), m->count,
             r->count + r->left_out.count + r->unwanted.count, m->count == 1 ? "is" : "are", what);
    put_reasons(r, m, out);
}

void records_tell(const struct records *r, struct buf *out)
{
    tell(r, &r->left_out, "left out", out);
    tell(r, &r->unwanted, "not wanted", out);
}

static int fit(struct records *r, const struct records_wish *w, struct error *err)
{
    bool part = w->from > 0 || w->to != NANOS_NEVER;

    if (!r->count)
        return nothing_left(r, err);
    if (part && !r->times)
        return error_set(err,
                         "%s says no times (it was read as %s), and --from and --to are about them",
                         records_path(r), r->form->name);
    sort(r);
    if (r->times)
        cut(r, w->from, w->to);
    if (r->count && w->shuffle)
        shuffle(r, w->seed);
    return r->count ? 0 : nothing_left(r, err);
}

struct records *records_open(struct library *library, const char *path,
                             const struct records_wish *wish, struct error *err)
{
    const struct form *form = wish->format ? form_named(wish->format) : NULL;
    struct dataset_wish cut_as = {.kind = form ? form->kind : DATASET_PLAIN};
    struct records *r;

    if (wish->format && records_check_format(wish->format, err))
        return NULL;
    if (wish->from >= wish->to) {
        error_set(err, "--from does not lie before --to: nothing is between them");
        return NULL;
    }
    r = mem_new(sizeof *r);
    r->first = NANOS_NEVER;
    r->set = library_open(library, path, &cut_as, err);
    if (r->set) {
        r->columns = fields_of_columns(r->set);
        recognise(r, form);
        read_rows(r, wish);
    }
    if (r->set && fit(r, wish, err) == 0)
        return r;
    records_free(r);
    return NULL;
}

void records_free(struct records *r)
{
    if (!r)
        return;
    free(r->columns);
    free(r->rows);
    free(r->times);
    free(r->inputs);
    free(r->outputs);
    free(r);
}

/* Asking. */

size_t records_count(const struct records *r)
{
    return r->count;
}

void records_at(const struct records *r, size_t n, struct record *out)
{
    *out = (struct record){
        .at = r->times ? r->times[n] : -1,
        .input_tokens = r->inputs ? r->inputs[n] : 0,
        .output_tokens = r->outputs ? r->outputs[n] : 0,
        .whole = !r->not_whole,
    };
}

bool records_timed(const struct records *r)
{
    return r->times != NULL;
}

bool records_whole(const struct records *r)
{
    return !r->not_whole;
}

bool records_has_lengths(const struct records *r)
{
    return !r->without_input;
}

const nanos *records_times(const struct records *r)
{
    return r->times;
}

nanos records_first(const struct records *r)
{
    return r->first;
}

const char *records_path(const struct records *r)
{
    return dataset_path(r->set);
}

const char *records_format(const struct records *r)
{
    return r->form->name;
}

const char *records_told_by(const struct records *r)
{
    return r->wished ? NULL : r->form->told_by;
}

unsigned records_block(const struct records *r)
{
    return r->block;
}

const struct dataset *records_set(const struct records *r)
{
    return r->set;
}

size_t records_row(const struct records *r, size_t n)
{
    return r->rows ? r->rows[n] : n;
}

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

void records_prompt(const struct records *r, size_t n, struct buf *out)
{
    struct buf text = {0};

    dataset_prompt(r->set, records_row(r, n), &text, NULL);
    if (is_ascii(text.data, text.len))
        buf_add(out, text.data ? text.data : "", text.len);
    else
        add_as_utf8(out, text.data, text.len);
    buf_release(&text);
}

void records_fields(const struct records *r, size_t n, struct fields *f)
{
    fields_read(r->set, r->columns, records_row(r, n), f);
}

void records_text(const struct records *r, size_t n, struct buf *out)
{
    const char *text;
    size_t len;

    if (r->form->prompts) {
        records_prompt(r, n, out);
        return;
    }
    if (dataset_kind(r->set) == DATASET_CSV)
        return;
    text = dataset_at(r->set, records_row(r, n), &len);
    spoken_add(out, text, len);
}

bool records_hashes(const struct records *r, size_t n, struct json *j)
{
    struct fields f;

    records_fields(r, n, &f);
    if (!fields_is(&f, FIELD_HASH_IDS, JSON_ARRAY))
        return false;
    json_begin(j, f.of[FIELD_HASH_IDS].text, f.of[FIELD_HASH_IDS].len);
    return json_value(j) == JSON_ARRAY;
}

const struct misfits *records_broken(const struct records *r)
{
    return dataset_left_out(r->set);
}

const struct misfits *records_left_out(const struct records *r)
{
    return &r->left_out;
}

const struct misfits *records_unwanted(const struct records *r)
{
    return &r->unwanted;
}

const char *records_counts(const struct records *r)
{
    return dataset_counts(r->set);
}
