#include "data/survey.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "data/dataset.h"
#include "data/fields.h"
#include "data/misfits.h"
#include "data/prefixes.h"
#include "data/records.h"
#include "data/seen.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    REST_AFTER = 4096, /* rows */
    PIECE = 64,        /* bytes of text that are compared as one */
    CHARS_A_TOKEN = 4, /* a habit of those who have no tokenizer */
    KNOWN = 1 << 22,   /* pieces that are remembered: 64 MB */
    PARTS = 10         /* of the span, for the rate over time */
};

/* What is gathered in one pass. */
struct survey {
    const struct records *records;
    uint32_t *inputs, *outputs;
    size_t input_count, output_count, estimated;
    struct seen blocks, texts, sessions;
    uint64_t compared, common; /* tokens by hashes, or bytes of text */
    size_t compared_rows, same;
    bool by_hashes, by_text;
    uint64_t turns, roots;
    struct buf text;
};

/* Prefixes. */

static void compare_hashes(struct survey *s, struct json *j, uint32_t tokens)
{
    s->by_hashes = true;
    s->common += prefixes_known(&s->blocks, j, records_block(s->records), tokens);
    s->compared += tokens;
}

/* The last piece is the text's end, by which the same text is known again. */
static void compare_text(struct survey *s)
{
    const char *at = s->text.data;
    size_t left = s->text.len, known = 0;
    uint64_t key = 0;
    bool common = true;

    s->by_text = true;
    for (; left >= PIECE; at += PIECE, left -= PIECE) {
        key = seen_key(key, at, PIECE);
        common &= seen_add(&s->blocks, key);
        known += common ? PIECE : 0;
    }
    if (seen_add(&s->texts, seen_key(key, at, left))) {
        s->same++;
        known = s->text.len;
    }
    s->common += known;
    s->compared += s->text.len;
}

/* Lengths. */

static size_t characters(const struct buf *text)
{
    size_t n = 0;

    for (size_t i = 0; i < text->len; i++)
        n += ((unsigned char)text->data[i] & 0xc0) != 0x80;
    return n;
}

static void add_lengths(struct survey *s, const struct record *one)
{
    uint32_t input = one->input_tokens;

    if (!input && s->text.len) {
        input = (uint32_t)((characters(&s->text) + CHARS_A_TOKEN - 1) / CHARS_A_TOKEN);
        s->estimated++;
    }
    if (input)
        s->inputs[s->input_count++] = input;
    if (one->output_tokens)
        s->outputs[s->output_count++] = one->output_tokens;
}

/* Conversations. */

static void add_session(struct survey *s, const struct fields *f)
{
    const struct field_text *id = &f->of[FIELD_SESSION_ID];
    double parent;

    if (fields_number(f, FIELD_PARENT_CHAT_ID, &parent))
        s->roots += parent < 0;
    else if (fields_is(f, FIELD_TURNS, JSON_ARRAY))
        s->roots++;
    else if (id->text)
        seen_add(&s->sessions, seen_key(0, id->text, id->len));
    s->turns += fields_items(f, FIELD_TURNS) + fields_items(f, FIELD_CONVERSATIONS);
}

static void add_record(struct survey *s, size_t n)
{
    struct record one;
    struct fields f;
    struct json j;

    records_at(s->records, n, &one);
    records_fields(s->records, n, &f);
    buf_clear(&s->text);
    records_text(s->records, n, &s->text);
    add_lengths(s, &one);
    add_session(s, &f);
    if (seen_full(&s->blocks) || seen_full(&s->texts))
        return;
    s->compared_rows++;
    if (s->text.len)
        compare_text(s);
    else if (records_hashes(s->records, n, &j))
        compare_hashes(s, &j, one.input_tokens);
}

static void go_through(struct survey *s, const struct survey_watch *watch)
{
    size_t all = records_count(s->records);

    for (size_t n = 0; n < all; n++) {
        if (n % REST_AFTER == 0) {
            dataset_rest(records_set(s->records));
            if (watch && watch->progress)
                watch->progress(watch->owner, n, all);
        }
        add_record(s, n);
    }
    dataset_rest(records_set(s->records));
}

/* Writing. */

static void put_unsigned(struct json_writer *w, const char *name, uint64_t n)
{
    json_put_key(w, name);
    json_put_unsigned(w, n);
}

static void put_number(struct json_writer *w, const char *name, double n)
{
    json_put_key(w, name);
    json_put_number(w, n);
}

static void put_string(struct json_writer *w, const char *name, const char *text)
{
    json_put_key(w, name);
    json_put_string(w, text);
}

static void put_first(struct json_writer *w, const struct misfits *m, const char *counts)
{
    json_put_key(w, "first");
    json_open(w, '[');
    for (size_t i = 0; i < m->count && i < MISFITS; i++) {
        json_open(w, '{');
        put_unsigned(w, counts, m->first[i].number);
        put_string(w, "why", m->first[i].why);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_numbers(struct json_writer *w, const struct misfit_reason *r)
{
    json_put_key(w, "first");
    json_open(w, '[');
    for (size_t i = 0; i < r->count && i < MISFITS; i++)
        json_put_unsigned(w, r->first[i]);
    json_close(w, ']');
}

static void put_reasons(struct json_writer *w, const struct misfits *m)
{
    json_put_key(w, "reasons");
    json_open(w, '[');
    for (size_t i = 0; i < m->reason_count; i++) {
        json_open(w, '{');
        put_string(w, "why", m->reasons[i].why);
        put_unsigned(w, "count", m->reasons[i].count);
        put_numbers(w, &m->reasons[i]);
        json_close(w, '}');
    }
    json_close(w, ']');
    put_unsigned(w, "others", m->others);
}

static void put_misfits(struct json_writer *w, const char *name, const struct misfits *m,
                        const char *counts)
{
    json_put_key(w, name);
    json_open(w, '{');
    put_unsigned(w, "count", m->count);
    put_first(w, m, counts);
    put_reasons(w, m);
    json_close(w, '}');
}

static void put_file(const struct records *r, struct json_writer *w)
{
    const char *counts = records_counts(r);

    put_string(w, "file", records_path(r));
    put_string(w, "format", records_format(r));
    put_string(w, "told_by", records_told_by(r));
    put_unsigned(w, "records", records_count(r));
    put_misfits(w, "broken", records_broken(r), counts);
    put_misfits(w, "left_out", records_left_out(r), counts);
    put_misfits(w, "unwanted", records_unwanted(r), counts);
}

static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

/* The least value that so much of all are not above. */
static uint32_t percentile(const uint32_t *sorted, size_t count, double p)
{
    size_t rank = (size_t)ceil(p / 100 * (double)count);

    return sorted[rank ? rank - 1 : 0];
}

static void put_lengths(struct json_writer *w, const char *name, uint32_t *lengths, size_t count,
                        size_t estimated)
{
    uint64_t total = 0;

    json_put_key(w, name);
    if (!count) {
        json_put_string(w, NULL);
        return;
    }
    qsort(lengths, count, sizeof *lengths, by_size);
    for (size_t i = 0; i < count; i++)
        total += lengths[i];
    json_open(w, '{');
    put_unsigned(w, "count", count);
    put_unsigned(w, "estimated", estimated);
    put_unsigned(w, "total", total);
    put_number(w, "mean", (double)total / (double)count);
    put_unsigned(w, "min", lengths[0]);
    put_unsigned(w, "p50", percentile(lengths, count, 50));
    put_unsigned(w, "p95", percentile(lengths, count, 95));
    put_unsigned(w, "p99", percentile(lengths, count, 99));
    put_unsigned(w, "max", lengths[count - 1]);
    json_close(w, '}');
}

static double seconds(nanos span)
{
    return (double)span / (double)NANOS_PER_SECOND;
}

/* The most that began within any such span. */
static size_t most_within(const nanos *times, size_t count, nanos span)
{
    size_t most = 0, from = 0;

    for (size_t i = 0; i < count; i++) {
        while (times[i] - times[from] >= span)
            from++;
        if (i - from + 1 > most)
            most = i - from + 1;
    }
    return most;
}

struct ticks {
    size_t distinct, most; /* of one moment */
    nanos usual;           /* the gap in the middle of all between moments */
};

static int by_span(const void *a, const void *b)
{
    nanos x = *(const nanos *)a, y = *(const nanos *)b;

    return x < y ? -1 : x > y;
}

static struct ticks find_ticks(const nanos *times, size_t count)
{
    struct ticks t = {0};
    nanos *gaps = mem_new(count * sizeof *gaps);
    size_t same = 0, n = 0;

    for (size_t i = 0; i < count; i++) {
        bool another = i == 0 || times[i] != times[i - 1];

        same = another ? 1 : same + 1;
        t.distinct += another;
        t.most = same > t.most ? same : t.most;
        if (i && another)
            gaps[n++] = times[i] - times[i - 1];
    }
    qsort(gaps, n, sizeof *gaps, by_span);
    t.usual = n ? gaps[n / 2] : 0;
    free(gaps);
    return t;
}

static void put_ticks(struct json_writer *w, const nanos *times, size_t count)
{
    struct ticks t = find_ticks(times, count);

    put_unsigned(w, "distinct", t.distinct);
    put_unsigned(w, "most_at_once", t.most);
    put_number(w, "usual_gap", seconds(t.usual));
    json_put_key(w, "ticks"); /* most of them share their moment with another */
    json_put_bool(w, 2 * t.distinct < count);
}

static void put_parts(struct json_writer *w, const nanos *times, size_t count)
{
    nanos span = times[count - 1] - times[0];
    size_t parts[PARTS] = {0};

    for (size_t i = 0; i < count; i++) {
        size_t part = span ? (size_t)((double)(times[i] - times[0]) / (double)span * PARTS) : 0;

        parts[part < PARTS ? part : PARTS - 1]++;
    }
    json_put_key(w, "over_time");
    json_open(w, '[');
    for (size_t i = 0; i < PARTS; i++)
        json_put_unsigned(w, parts[i]);
    json_close(w, ']');
}

static void put_times(const struct records *r, struct json_writer *w)
{
    static const struct {
        const char *name;
        nanos span;
    } windows[] = {
        {"1s",  NANOS_PER_SECOND     },
        {"10s", 10 * NANOS_PER_SECOND},
        {"1m",  60 * NANOS_PER_SECOND}
    };
    const nanos *times = records_times(r);
    size_t count = records_count(r);
    double span;

    json_put_key(w, "times");
    if (!times) {
        json_put_string(w, NULL);
        return;
    }
    span = seconds(times[count - 1] - times[0]);
    json_open(w, '{');
    put_number(w, "first", seconds(records_first(r)));
    put_number(w, "span", span);
    put_number(w, "rate", span > 0 ? (double)count / span : NAN);
    json_put_key(w, "peak"); /* a second */
    json_open(w, '{');
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
        put_number(w, windows[i].name,
                   (double)most_within(times, count, windows[i].span) / seconds(windows[i].span));
    json_close(w, '}');
    put_ticks(w, times, count);
    put_parts(w, times, count);
    json_close(w, '}');
}

static void put_prefixes(const struct survey *s, struct json_writer *w)
{
    json_put_key(w, "prefixes");
    if (!s->compared) {
        json_put_string(w, NULL);
        return;
    }
    json_open(w, '{');
    put_string(w, "by", s->by_hashes ? "hash_ids" : "text");
    put_unsigned(w, "block", s->by_hashes ? records_block(s->records) : PIECE);
    put_unsigned(w, "rows", s->compared_rows);
    put_unsigned(w, "compared", s->compared); /* tokens, or bytes */
    put_unsigned(w, "common", s->common);
    put_number(w, "share", (double)s->common / (double)s->compared);
    if (s->by_text)
        put_unsigned(w, "same", s->same);
    json_close(w, '}');
}

static void put_talks(const struct survey *s, struct json_writer *w)
{
    uint64_t sessions = s->roots + s->sessions.count;

    json_put_key(w, "sessions");
    if (sessions)
        json_put_unsigned(w, sessions);
    else
        json_put_string(w, NULL);
    json_put_key(w, "turns");
    if (s->turns)
        json_put_unsigned(w, s->turns);
    else
        json_put_string(w, NULL);
}

void survey_write(const struct records *r, const struct survey_watch *watch, struct json_writer *w)
{
    struct survey s = {
        .records = r, .blocks.limit = KNOWN, .texts.limit = KNOWN, .sessions.limit = KNOWN};

    s.inputs = mem_new(records_count(r) * sizeof *s.inputs);
    s.outputs = mem_new(records_count(r) * sizeof *s.outputs);
    go_through(&s, watch);
    json_open(w, '{');
    put_file(r, w);
    put_times(r, w);
    put_lengths(w, "input", s.inputs, s.input_count, s.estimated);
    put_lengths(w, "output", s.outputs, s.output_count, 0);
    put_prefixes(&s, w);
    put_talks(&s, w);
    json_close(w, '}');
    seen_release(&s.blocks);
    seen_release(&s.texts);
    seen_release(&s.sessions);
    buf_release(&s.text);
    free(s.inputs);
    free(s.outputs);
}
