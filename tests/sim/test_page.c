/* The metrics pages, read back as a scraper would: every series once and declared, buckets that
 * only grow and end in the count, sums of what was recorded, labels that nothing can break. */

#include "base/buf.h"
#include "base/rng.h"
#include "sim/page.h"
#include "sim/stats.h"
#include "tests/tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MS NANOS_PER_MS

enum { LIVES = 500, SERIES_MAX = 4000 };

static void live(struct tally *t, struct rng *dice)
{
    struct life l = {.arrived = 1 + (nanos)(rng_unit(dice) * 1e9), .prompt = 100, .status = 200};

    l.scheduled = l.arrived + (nanos)(rng_unit(dice) * 1e9);
    l.prefilled = l.first = l.scheduled + (nanos)(rng_unit(dice) * 1e9);
    l.last = l.ended = l.first + (nanos)(rng_unit(dice) * 20e9);
    l.said = 2 + (unsigned)(rng_unit(dice) * 300);
    l.cached = 16 * (unsigned)(rng_unit(dice) * 4);
    l.end = (enum life_end)(rng_unit(dice) * LIFE_ENDS);
    tally_scheduled(t, &l, true);
    tally_first(t, &l);
    tally_gaps(t, l.last - l.first, l.said - 1, 1);
    tally_add(t, TALLY_TOKENS, l.said);
    tally_over(t, &l);
}

static struct tallies *lived(const struct wording *w, unsigned engines, uint64_t seed)
{
    struct tallies *all = page_tallies(w, engines);
    struct rng dice;

    rng_seed(&dice, seed, 1);
    for (unsigned i = 0; i < LIVES; i++)
        live(all->of[i % engines], &dice);
    for (unsigned i = 0; i < engines; i++) {
        tally_record(all->of[i], MEASURE_STEP, 9);
        tally_set(all->of[i], TALLY_RUNNING, i + 3);
        tally_set(all->of[i], TALLY_BLOCKS, 1000);
        tally_set(all->of[i], TALLY_USED, 250);
    }
    return all;
}

static struct buf page_of(const struct wording *w, const struct tallies *all, const char *model)
{
    struct buf page = {0};

    page_write(&page, w, all, model, true);
    return page;
}

/* The number after a series; NaN: it is not there. */
static double value(const struct buf *page, const char *series)
{
    size_t len = strlen(series);

    for (const char *at = page->data; (at = strstr(at, series)); at++)
        if ((at == page->data || at[-1] == '\n') && at[len] == ' ')
            return strtod(at + len + 1, NULL);
    return NAN;
}

static bool is(const struct buf *page, const char *series, double expected)
{
    double got = value(page, series);
    bool same = fabs(got - expected) <= 1e-9 * fabs(expected);

    if (!same)
        printf("# %s is %.17g, not %.17g\n", series, got, expected);
    return same;
}

/* A page's lines, cut up. */
struct reading {
    const char *series[SERIES_MAX];
    unsigned count;
    char declared[96]; /* by the last TYPE */
    double bucket;     /* the last one's count; -1: none since */
    bool good;
};

static bool belongs(const char *line, const char *metric)
{
    size_t len = strlen(metric);

    return !strncmp(line, metric, len) && strchr("{ _", line[len]);
}

static bool is_bucket(const char *line)
{
    return strstr(line, "_bucket{") != NULL;
}

static void read_bucket(struct reading *r, double n)
{
    r->good = r->good && n >= r->bucket;
    r->bucket = n;
}

static bool known(const struct reading *r, const char *series)
{
    for (unsigned i = 0; i < r->count; i++)
        if (!strcmp(r->series[i], series))
            return true;
    return false;
}

static void read_sample(struct reading *r, char *line)
{
    char *space = strrchr(line, ' '), *end;
    double n = strtod(space + 1, &end);

    *space = '\0';
    if (*end || !belongs(line, r->declared) || known(r, line) || r->count == SERIES_MAX)
        r->good = false;
    else
        r->series[r->count++] = line;
    if (is_bucket(line))
        read_bucket(r, n);
    else if (strstr(line, "_count") && r->bucket >= 0)
        r->good = r->good && n == r->bucket;
    if (!is_bucket(line))
        r->bucket = -1;
    if (!r->good)
        printf("# at %s\n", line);
}

static void read_line(struct reading *r, char *line)
{
    if (sscanf(line, "# TYPE %95s", r->declared) == 1 || *line == '#')
        return;
    read_sample(r, line);
}

static bool reads_well(const struct buf *page)
{
    char *text = strdup(page->data), *rest = text, *line;
    struct reading r = {.good = true, .bucket = -1};

    while (r.good && (line = strsep(&rest, "\n")) && rest)
        read_line(&r, line);
    r.good = r.good && r.count > 50 && page->data[page->len - 1] == '\n';
    free(text);
    return r.good;
}

static void test_all_wordings(void)
{
    const char *const names[] = {"vllm", "sglang", "tgi"};

    for (unsigned i = 0; i < 3; i++)
        for (unsigned apart = 0; apart < 2; apart++) {
            const struct wording *w = wording_find(names[i]);
            struct tallies *all = lived(w, 2, i);
            struct buf page;

            all->apart = apart;
            page = page_of(w, all, "some/model");
            ok(reads_well(&page));
            buf_release(&page);
            tallies_free(all);
        }
    ok(!wording_find("none") && !wording_find(""));
}

#define V(name) "vllm:" name "{engine=\"0\",model_name=\"m\"}"

static double sum_of(const struct tallies *all, enum measure m)
{
    double sum = 0;

    for (unsigned i = 0; i < all->count; i++)
        sum += (double)tally_read(&all->of[i]->hists[m].sum) / (measure_is_span(m) ? 1e9 : 1);
    return sum;
}

static void test_vllm(void)
{
    struct tallies *all = lived(&wording_vllm, 2, 7);
    struct buf page;

    for (unsigned i = 0; i < 2; i++)
        tally_status(all->of[i], tally_path(all->of[i], "POST", "/v1/completions"), 200);
    tally_status(all->of[1], tally_path(all->of[1], "", "other"), 404);
    page = page_of(&wording_vllm, all, "m");
    ok(reads_well(&page));
    ok(is(&page, "http_requests_total{handler=\"/v1/completions\",method=\"POST\",status=\"2xx\"}",
          2));
    ok(is(&page, "http_requests_total{handler=\"none\",method=\"\",status=\"4xx\"}", 1));

    ok(is(&page, V("num_requests_running"), 7) && is(&page, V("kv_cache_usage_perc"), 0.25));
    ok(is(&page, V("time_to_first_token_seconds_count"), LIVES));
    ok(is(&page, V("time_to_first_token_seconds_sum"), sum_of(all, MEASURE_TTFT)));
    ok(is(&page, V("inter_token_latency_seconds_sum"), sum_of(all, MEASURE_DECODE)));
    ok(is(&page, V("inter_token_latency_seconds_count"), sum_of(all, MEASURE_SAID) - LIVES));
    ok(is(&page, V("generation_tokens_total"), sum_of(all, MEASURE_SAID)));
    ok(is(&page, V("prompt_tokens_total"), 100 * LIVES));
    ok(is(&page, V("prefix_cache_queries_total"), 100 * LIVES));
    ok(value(&page, V("prompt_tokens_created")) > 1.7e9);
    ok(strstr(page.data, "# TYPE vllm:request_success_total counter\n"));
    ok(strstr(page.data,
              "vllm:time_to_first_token_seconds_bucket{engine=\"0\",le=\"+Inf\",model_name="
              "\"m\"} 500.0\nvllm:time_to_first_token_seconds_count"));
    ok(strstr(page.data, "num_gpu_blocks=\"2000\"} 1.0\n"));
    buf_release(&page);
    tallies_free(all);
}

static void test_engines(void)
{
    struct tallies *all = lived(&wording_vllm, 2, 8);
    struct buf page;

    all->apart = true;
    page = page_of(&wording_vllm, all, "m");
    ok(is(&page, "vllm:num_requests_running{engine=\"0\",model_name=\"m\"}", 3));
    ok(is(&page, "vllm:num_requests_running{engine=\"1\",model_name=\"m\"}", 4));
    ok(is(&page, "vllm:e2e_request_latency_seconds_count{engine=\"1\",model_name=\"m\"}",
          LIVES / 2));
    buf_release(&page);
    tallies_free(all);
    all = lived(&wording_tgi, 2, 8);
    all->apart = true;
    page = page_of(&wording_tgi, all, "m");
    ok(is(&page, "tgi_batch_current_size", 7));
    buf_release(&page);
    tallies_free(all);
}

static void test_labels_and_numbers(void)
{
    struct tallies *all = page_tallies(&wording_vllm, 1);
    struct buf page;

    tally_add(all->of[0], TALLY_TOKENS, 1234567);
    tally_add(all->of[0], TALLY_PROMPT, 999999);
    tally_add(all->of[0], TALLY_QUERIED, 2000000);
    page = page_of(&wording_vllm, all, "a\"b\\c\nd");
    ok(strstr(page.data, "model_name=\"a\\\"b\\\\c\\nd\"} "));
    ok(strstr(page.data, "d\"} 1.234567e+06\n") && strstr(page.data, "d\"} 999999.0\n") &&
       strstr(page.data, "d\"} 2e+06\n"));
    ok(strstr(page.data, "le=\"0.001\"") && strstr(page.data, "le=\"1.0\"") &&
       strstr(page.data, "le=\"100000.0\""));
    buf_release(&page);
    tallies_free(all);
}

static void test_stats(void)
{
    struct tallies *all = lived(NULL, 2, 9);
    struct buf out = {0};

    tally_status(all->of[0], NULL, 429);
    tally_path(all->of[0], "GET", "/");
    tally_path(all->of[1], "GET", "/v1/models");
    tally_path(all->of[1], "POST", "/");
    tally_up(&all->of[1]->faults[SIM_RESET], 5);
    stats_write(&out, all, all->born + 1500 * MS);
    ok(strstr(out.data, "{\"uptime\":1.5,") && strstr(out.data, "\"running\":7"));
    ok(strstr(out.data, "\"prompt_tokens\":50000") && strstr(out.data, "\"statuses\":{\"429\":1}"));
    ok(strstr(out.data, "\"paths\":{\"/\":2,\"/v1/models\":1}") && strstr(out.data, "\"reset\":5"));
    buf_release(&out);
    tallies_free(all);
}

int main(void)
{
    test_all_wordings();
    test_vllm();
    test_engines();
    test_labels_and_numbers();
    test_stats();
    return tap_done();
}
