/* Lengths as asked and as they came, and what caches had: sums, errors, what is left out. */

#include "base/buf.h"
#include "base/json.h"
#include "measure/counts.h"
#include "measure/summary.h"
#include "tests/tap.h"

#include <math.h>
#include <string.h>

static void test_errors(void)
{
    struct lengths a = {0}, b = {0};

    lengths_add(&a, 100, 104);
    lengths_add(&a, 100, 80);
    lengths_add(&a, 0, 50);
    lengths_add(&a, 50, 0);
    ok(a.count == 2 && a.asked == 200 && a.got == 184 && a.within == 1);
    ok(fabs(lengths_error(&a) - 0.12) < 1e-9 && lengths_error(&b) == 0);
    lengths_add(&b, 10, 10);
    lengths_merge(&a, &b);
    ok(a.count == 3 && a.within == 2 && fabs(lengths_error(&a) - 0.08) < 1e-9);
}

static void test_shared(void)
{
    struct counts c = {0}, all = {0};
    struct sample s = {.llm = true, .has_input = true, .has_cached = true};

    s.tokens_in = 100, s.tokens_cached = 48, s.shared = 60;
    counts_due(&c, &s);
    s.shared = 500; /* in whole blocks, of which the last is not full: no more than there is */
    counts_due(&c, &s);
    s.has_input = false;
    counts_due(&c, &s);
    ok(c.tokens_shared == 160);
    counts_merge(&all, &c);
    ok(all.tokens_shared == 160);
}

static void test_written(void)
{
    struct run_facts facts = {
        .calibrated_by = "usage", .token_bytes = 4.5, .overhead = 7, .calibration_requests = 2};
    struct counts c = {
        .tokens_in = 100, .with_cached = 1, .tokens_cached = 50, .tokens_shared = 60};
    struct buf out = {0};
    struct json_writer w = {.out = &out};

    json_open(&w, '{');
    lengths_add(&c.answers, 10, 10);
    lengths_write(&w, &c);
    lengths_write_calibration(&w, &facts);
    json_close(&w, '}');
    ok(strstr(out.data, "\"output\":{\"count\":1,\"asked\":10,\"got\":10,\"mean_error\":0,"));
    ok(!strstr(out.data, "\"input\""));
    ok(strstr(out.data, "\"cache\":{\"hit_rate\":0.5,\"implied_rate\":0.6,"));
    ok(strstr(out.data, "\"calibration\":{\"by\":\"usage\",\"bytes_per_token\":4.5,"));
    buf_release(&out);
}

int main(void)
{
    test_errors();
    test_shared();
    test_written();
    return tap_done();
}
