#include "sim/page.h"

#include "base/buf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABELS_MAX = 12 };

static const struct wording *const wordings[] = {&wording_vllm, &wording_sglang, &wording_tgi};

const struct wording *wording_find(const char *name)
{
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++)
        if (!strcmp(wordings[i]->name, name))
            return wordings[i];
    return NULL;
}

struct tallies *page_tallies(const struct wording *w, unsigned count)
{
    const struct ladder *ladders[MEASURES] = {0};

    for (unsigned i = 0; w && i < w->count; i++)
        if (w->rows[i].kind == ROW_HISTOGRAM)
            ladders[w->rows[i].measure] = w->rows[i].ladder;
    return tallies_new(count, ladders);
}

/* What is being written, and of whom: series of one engine, or of all. */
struct page {
    struct buf *out;
    const struct wording *wording;
    const char *model;
    nanos born;
    bool caches, several;
    const struct tally *tally;
    unsigned engine;
};

struct labels {
    struct label at[LABELS_MAX];
    unsigned count;
};

/* Clients print labels by name. */
static void add_label(struct labels *l, const char *name, const char *value)
{
    unsigned at = l->count++;

    for (; at && strcmp(l->at[at - 1].name, name) > 0; at--)
        l->at[at] = l->at[at - 1];
    l->at[at] = (struct label){name, value};
}

static void put_escaped(struct buf *out, const char *value)
{
    for (;;) {
        size_t plain = strcspn(value, "\n\"\\");

        buf_add(out, value, plain);
        value += plain;
        if (!*value)
            return;
        buf_put(out, *value == '\n' ? "\\n" : *value == '"' ? "\\\"" : "\\\\");
        value++;
    }
}

static void put_labels(struct buf *out, const struct labels *l)
{
    for (unsigned i = 0; i < l->count; i++) {
        buf_put(out, i ? "," : "{");
        buf_put(out, l->at[i].name);
        buf_put(out, "=\"");
        put_escaped(out, l->at[i].value);
        buf_put(out, "\"");
    }
    if (l->count)
        buf_put(out, "}");
}

/* In digits enough to read back. */
static void shortest(char *text, size_t size, const char *format, int digits, double n)
{
    int most = digits + 2;

    do
        snprintf(text, size, format, digits, n);
    while (digits++ < most && strtod(text, NULL) != n);
}

/* 1.250000e+06 becomes 1.25e+06, and 2.000000e+06 2e+06. */
static void drop_zeros(char *text)
{
    char *e = strchr(text, 'e'), *end = e;

    while (end[-1] == '0')
        end--;
    end -= end[-1] == '.';
    memmove(end, e, strlen(e) + 1);
}

/* Python's client writes 12.0 and 1.25e+06. */
static void number_as_python(char *text, size_t size, double n)
{
    if (n == (double)(long)n && n < 1e6)
        snprintf(text, size, "%ld.0", (long)n);
    else if (n < 1e6)
        shortest(text, size, "%.*g", 15, n);
    else {
        shortest(text, size, "%.*e", 14, n);
        drop_zeros(text);
    }
}

static void number_plain(char *text, size_t size, double n)
{
    if (n == (double)(long)n)
        snprintf(text, size, "%ld", (long)n);
    else
        shortest(text, size, "%.*g", 15, n);
}

static void number_text(const struct page *p, char *text, size_t size, double n)
{
    if (p->wording->python)
        number_as_python(text, size, n);
    else
        number_plain(text, size, n);
}

static void put_line(const struct page *p, const char *name, const char *suffix,
                     const struct labels *l, double n)
{
    char text[32];

    number_text(p, text, sizeof text, n);
    buf_put(p->out, name);
    buf_put(p->out, suffix);
    put_labels(p->out, l);
    buf_put(p->out, " ");
    buf_put(p->out, text);
    buf_put(p->out, "\n");
}

static double share(const struct page *p, const struct row *r)
{
    double n = (double)tally_read(&p->tally->counts[r->count]), of;

    if (r->over == TALLY_COUNTS)
        return r->times != 0 ? n * r->times : n;
    of = (double)tally_read(&p->tally->counts[r->over]);
    return of > 0 ? n / of : 0;
}

static void put_number(const struct page *p, const struct row *r, const struct labels *l)
{
    put_line(p, r->name, "", l, r->count == TALLY_COUNTS ? r->fixed : share(p, r));
}

static void put_bucket(const struct page *p, const struct row *r, const struct labels *l,
                       const char *end, uint64_t count)
{
    struct labels with = *l;

    add_label(&with, "le", end);
    put_line(p, r->name, "_bucket", &with, (double)count);
}

/* The whole is what its buckets add up to, even while somebody counts in them. */
static void put_histogram(const struct page *p, const struct row *r, const struct labels *l)
{
    const struct tally_hist *h = &p->tally->hists[r->measure];
    double sum = (double)tally_read(&h->sum);
    uint64_t count = 0;
    char end[32];

    for (unsigned i = 0; i < h->ladder->count; i++) {
        count += tally_read(&h->buckets[i]);
        number_text(p, end, sizeof end, ladder_step(h->ladder, i));
        put_bucket(p, r, l, end, count);
    }
    count += tally_read(&h->buckets[h->ladder->count]);
    put_bucket(p, r, l, "+Inf", count);
    put_line(p, r->name, "_count", l, (double)count);
    put_line(p, r->name, "_sum", l, measure_is_span(r->measure) ? sum / 1e9 : sum);
}

static void put_config(const struct page *p, const struct row *r, const struct labels *l)
{
    struct labels with = *l;
    char blocks[24], size[8];

    snprintf(blocks, sizeof blocks, "%llu",
             (unsigned long long)tally_read(&p->tally->counts[TALLY_BLOCKS]));
    snprintf(size, sizeof size, "%d", PAGE_BLOCK);
    add_label(&with, "block_size", size);
    add_label(&with, "cache_dtype", "auto");
    add_label(&with, "enable_prefix_caching", p->caches ? "True" : "False");
    add_label(&with, "num_gpu_blocks", blocks);
    put_line(p, r->name, "", &with, 1);
}

/* The web framework's own: it knows of no model, and paths that are not served have no name. */
static void put_path(const struct page *p, const struct row *r, const struct tally_path *path,
                     const char *handler)
{
    for (unsigned class = 0; class < TALLY_CLASSES; class ++) {
        const char status[] = {(char)('0' + class), 'x', 'x', '\0'};
        uint64_t n = tally_read(&path->classes[class]);
        struct labels l = {0};

        if (!n)
            continue;
        add_label(&l, "handler", *path->method ? handler : "none");
        add_label(&l, "method", path->method);
        add_label(&l, "status", status);
        put_line(p, r->name, "", &l, (double)n);
    }
}

static void put_http(const struct page *p, const struct row *r)
{
    for (unsigned i = 0; i < TALLY_PATHS; i++) {
        const struct tally_path *path = &p->tally->paths[i];
        const char *handler = atomic_load_explicit(&path->path, memory_order_acquire);

        if (handler)
            put_path(p, r, path, handler);
    }
}

static void label_engine(struct labels *l, const struct page *p, char number[12])
{
    const struct wording *w = p->wording;

    for (unsigned i = 0; i < sizeof w->labels / sizeof *w->labels && w->labels[i].name; i++)
        add_label(l, w->labels[i].name, w->labels[i].value);
    if (w->model)
        add_label(l, w->model, p->model);
    snprintf(number, 12, "%u", p->engine);
    if (w->engine && (p->several || w->one_engine))
        add_label(l, w->engine, number);
}

static void label_series(struct labels *l, const struct page *p, const struct row *r,
                         char number[12])
{
    *l = (struct labels){0};
    label_engine(l, p, number);
    if (r->label)
        add_label(l, r->label, r->value);
}

static void put_series(const struct page *p, const struct row *r)
{
    struct labels l;
    char number[12];

    label_series(&l, p, r, number);
    switch (r->kind) {
    case ROW_HISTOGRAM: put_histogram(p, r, &l); break;
    case ROW_CONFIG: put_config(p, r, &l); break;
    case ROW_HTTP: put_http(p, r); break;
    default: put_number(p, r, &l);
    }
}

static void put_created(const struct page *p, const struct row *r, const char *name)
{
    struct labels l;
    char number[12];

    label_series(&l, p, r, number);
    put_line(p, name, "", &l, (double)p->born / 1e9);
}

static void put_head(const struct page *p, const char *name, const char *help, const char *type)
{
    buf_addf(p->out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static const char *type_of(const struct row *r)
{
    switch (r->kind) {
    case ROW_COUNTER:
    case ROW_HTTP: return "counter";
    case ROW_HISTOGRAM: return "histogram";
    default: return "gauge";
    }
}

/* One metric: rows of one name, each for every engine. */
struct metric {
    const struct row *rows;
    unsigned count;
};

static struct metric metric_at(const struct wording *w, unsigned at)
{
    struct metric m = {&w->rows[at], 1};

    while (at + m.count < w->count && !strcmp(m.rows[m.count].name, m.rows->name))
        m.count++;
    return m;
}

/* When each series came to be is a metric of its own to Python's client. */
static void put_creation(struct page *p, struct metric m, struct tally *const *of, unsigned engines)
{
    char name[96];
    int len = (int)strlen(m.rows->name);

    if (m.rows->kind == ROW_COUNTER && len > 6 && !strcmp(m.rows->name + len - 6, "_total"))
        len -= 6;
    snprintf(name, sizeof name, "%.*s_created", len, m.rows->name);
    put_head(p, name, m.rows->help, "gauge");
    for (p->engine = 0; p->engine < engines; p->engine++) {
        p->tally = of[p->engine];
        for (unsigned i = 0; i < m.count; i++)
            put_created(p, &m.rows[i], name);
    }
}

static void put_metric(struct page *p, struct metric m, struct tally *const *of, unsigned engines)
{
    bool grows = m.rows->kind == ROW_COUNTER || m.rows->kind == ROW_HISTOGRAM;

    put_head(p, m.rows->name, m.rows->help, type_of(m.rows));
    for (p->engine = 0; p->engine < engines; p->engine++) {
        p->tally = of[p->engine];
        for (unsigned i = 0; i < m.count; i++)
            put_series(p, &m.rows[i]);
    }
    if (grows && p->wording->created)
        put_creation(p, m, of, engines);
}

void page_write(struct buf *out, const struct wording *w, const struct tallies *all,
                const char *model, bool caches)
{
    struct page p = {.out = out, .wording = w, .model = model, .born = all->born, .caches = caches};
    bool apart = all->apart && w->engine;
    struct tallies *sum = apart ? NULL : page_tallies(w, 1);
    struct metric m;

    for (unsigned i = 0; sum && i < all->count; i++)
        tally_merge(sum->of[0], all->of[i]);
    p.several = apart && all->count > 1;
    for (unsigned at = 0; at < w->count; at += m.count) {
        m = metric_at(w, at);
        put_metric(&p, m, sum ? sum->of : all->of, sum ? 1 : all->count);
    }
    tallies_free(sum);
}
