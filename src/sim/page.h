#ifndef SIM_PAGE_H
#define SIM_PAGE_H

#include "sim/tally.h"

struct buf;

/* The page at /metrics, in Prometheus' text format, worded as one of the real services words it.
 * A wording is a table of rows, a file each; where a row's numbers come from is in it, so that
 * nothing else has to know any names. */
enum row_kind { ROW_GAUGE, ROW_COUNTER, ROW_HISTOGRAM, ROW_CONFIG, ROW_HTTP };

struct row {
    const char *name, *help; /* rows of one name follow each other: they are series of one metric */
    enum row_kind kind;
    const char *label, *value;    /* a label of this series; NULL: none */
    enum tally_count count, over; /* TALLY_COUNTS: `fixed` instead; nothing to divide by */
    double fixed, times;          /* times 0 is 1 */
    enum measure measure;
    const struct ladder *ladder;
};

struct label {
    const char *name, *value;
};

struct wording {
    const char *name;
    const struct row *rows;
    unsigned count;
    struct label labels[4]; /* of every series */
    const char *model;      /* the label that tells the model; NULL: none does */
    const char *engine;     /* that tells engines apart; NULL: they are added up */
    bool one_engine;        /* it is told of a single one, too */
    bool python;            /* numbers as Python's client writes them */
    bool created;           /* and when each series came to be */
};

extern const struct wording wording_vllm, wording_sglang, wording_tgi;

#define ROW_IS(n, k, c, h) .name = (n), .help = (h), .kind = (k), .count = (c), .over = TALLY_COUNTS
#define GAUGE(n, c, h)             \
    {                              \
        ROW_IS(n, ROW_GAUGE, c, h) \
    }
#define COUNTER(n, c, h)             \
    {                                \
        ROW_IS(n, ROW_COUNTER, c, h) \
    }
#define COUNTER_OF(n, l, v, c, h)                                \
    {                                                            \
        ROW_IS(n, ROW_COUNTER, c, h), .label = (l), .value = (v) \
    }
#define GAUGE_OF(n, l, v, c, h)                                \
    {                                                          \
        ROW_IS(n, ROW_GAUGE, c, h), .label = (l), .value = (v) \
    }
#define TOKENS(n, c, h)                                 \
    {                                                   \
        ROW_IS(n, ROW_GAUGE, c, h), .times = PAGE_BLOCK \
    }
#define SHARE(n, c, o, h)                                                      \
    {                                                                          \
        .name = (n), .help = (h), .kind = ROW_GAUGE, .count = (c), .over = (o) \
    }
#define FIXED(n, f, h)                                      \
    {                                                       \
        ROW_IS(n, ROW_GAUGE, TALLY_COUNTS, h), .fixed = (f) \
    }
#define HISTOGRAM(n, m, l, h)                                                    \
    {                                                                            \
        ROW_IS(n, ROW_HISTOGRAM, TALLY_COUNTS, h), .measure = (m), .ladder = (l) \
    }
#define HTTP(n, h)                           \
    {                                        \
        ROW_IS(n, ROW_HTTP, TALLY_COUNTS, h) \
    }
#define CONFIG(n, h)                           \
    {                                          \
        ROW_IS(n, ROW_CONFIG, TALLY_COUNTS, h) \
    }

enum { PAGE_BLOCK = 16 }; /* tokens in a block of the KV cache */

const struct wording *wording_find(const char *name); /* NULL: there is none */

/* Tallies with the histograms that this wording (NULL: none) has. */
struct tallies *page_tallies(const struct wording *w, unsigned count);

/* `all` were made for this wording. `caches`: is there a prefix cache? */
void page_write(struct buf *out, const struct wording *w, const struct tallies *all,
                const char *model, bool caches);

#endif
