#include "measure/verdict.h"

#include "measure/metrics.h"
#include "measure/summary.h"
#include "tests/measure/made.h"
#include "tests/tap.h"

/* A run that nothing can be said against; each test spoils one thing. */
struct run {
    struct metrics *m;
    struct run_facts facts;
    struct verdict v;
};

static struct run good_run(const char *api)
{
    return (struct run){
        .m = metrics_new(NULL),
        .facts = {.api = api, .worker_cpu = 0.3, .window = 10 * NANOS_PER_SECOND},
    };
}

static void add(struct run *r, unsigned n, struct sample s)
{
    while (n--) {
        metrics_sample(r->m, &s, true);
        metrics_lag(r->m, 20000);
    }
}

static unsigned judge(struct run *r)
{
    verdict_reach(&r->v, r->m, &r->facts);
    for (unsigned i = 0; i < r->v.reasons.count; i++)
        note("%s", r->v.reasons.text[i]);
    for (unsigned i = 0; i < r->v.notes.count; i++)
        note("(%s)", r->v.notes.text[i]);
    return r->v.reasons.count;
}

static bool says(const struct sentences *s, const char *part)
{
    for (unsigned i = 0; i < s->count; i++)
        if (strstr(s->text[i], part))
            return true;
    return false;
}

static void a_good_run_is_valid(void)
{
    struct run r = good_run("chat");

    add(&r, 100, made_sample());
    ok(judge(&r) == 0 && r.v.notes.count == 0);
    ok(strcmp(r.v.clock, "kernel") == 0 && r.v.coalesced == 0);
    metrics_free(r.m);
}

static void nothing_measured(void)
{
    struct run r = good_run("chat");

    ok(judge(&r) == 1 && says(&r.v.reasons, "nothing was measured"));
    add(&r, 5, made_fault(FAULT_RESET));
    ok(judge(&r) == 1);
    add(&r, 1, made_fault(STOPPED));
    ok(judge(&r) == 0);
    metrics_free(r.m);
}

static unsigned at_cpu(struct run *r, double cpu)
{
    r->facts.worker_cpu = cpu;
    return judge(r);
}

static void the_clock_decides_how_busy_is_too_busy(void)
{
    struct run r = good_run("chat"), http = good_run("http");
    struct sample user = made_sample();

    add(&r, 100, made_sample());
    ok(at_cpu(&r, 0.90) == 0 && at_cpu(&r, 0.91) == 1);
    user.kernel = false;
    add(&r, 1, user);
    ok(at_cpu(&r, 0.61) == 0 && strcmp(r.v.clock, "kernel") == 0);
    add(&r, 9, user);
    ok(at_cpu(&r, 0.61) == 1 && strcmp(r.v.clock, "mixed") == 0);
    add(&r, 100 * 99, user);
    ok(at_cpu(&r, 0.60) == 0 && strcmp(r.v.clock, "user") == 0);
    r.facts.clock = "kernel";
    ok(at_cpu(&r, 0.61) == 0 && strcmp(r.v.clock, "kernel") == 0);
    add(&http, 10, made_page(MS, 200));
    ok(at_cpu(&http, 0.97) == 0 && at_cpu(&http, 0.98) == 1);
    ok(says(&http.v.reasons, "98 %") && says(&http.v.reasons, "we may be the limit"));
    metrics_free(r.m);
    metrics_free(http.m);
}

/* No token was dated, so no clock dated it late. */
static void without_tokens_there_is_no_clock(void)
{
    struct run whole = good_run("chat"), none = good_run("chat"), http = good_run("http");
    struct sample s = made_sample();

    s.streamed = s.kernel = false;
    add(&whole, 10, s);
    ok(at_cpu(&whole, 0.90) == 0 && !whole.v.clock);
    ok(at_cpu(&whole, 0.91) == 1 && says(&whole.v.reasons, "above 90 %"));
    ok(at_cpu(&none, 0.90) == 1 && !says(&none.v.reasons, "our own clock"));
    add(&http, 10, made_page(MS, 200));
    ok(judge(&http) == 0 && !http.v.clock);
    metrics_free(whole.m);
    metrics_free(none.m);
    metrics_free(http.m);
}

static unsigned with_lag(const char *api, struct sample s, nanos lag)
{
    struct run r = good_run(api);
    unsigned reasons;

    metrics_sample(r.m, &s, true);
    for (int i = 0; i < 100; i++)
        metrics_lag(r.m, lag);
    reasons = judge(&r);
    metrics_free(r.m);
    return reasons;
}

/* So many requests that began in time, and some that began late: is that said, and how? */
static bool late_is_told(int in_time, int late, const char *words)
{
    struct run r = good_run("chat");
    struct sample s = made_sample();
    bool told;

    metrics_sample(r.m, &s, true);
    for (int i = 0; i < in_time + late; i++)
        metrics_lag(r.m, i < in_time ? 1000 : 20 * MS);
    told = judge(&r) && says(&r.v.reasons, words);
    metrics_free(r.m);
    return told;
}

static void few_requests_are_judged_mildly(void)
{
    ok(late_is_told(490, 10, "at p99") && !late_is_told(499, 1, "late"));
    ok(late_is_told(90, 10, "at p95") && !late_is_told(98, 2, "late"));
    ok(late_is_told(1, 3, "at p50") && !late_is_told(3, 1, "late") && late_is_told(0, 1, "at p50"));
}

static void lag_counts_when_it_is_large_and_matters(void)
{
    struct sample chat = made_sample(), slow = made_page(200 * MS, 200);

    ok(with_lag("chat", chat, 2 * MS) == 0); /* under 5 % of 50 ms */
    ok(with_lag("chat", chat, 3 * MS) == 1);
    ok(with_lag("http", made_page(MS, 200), MS * 9 / 10) == 0); /* large, but under 1 ms */
    ok(with_lag("http", made_page(MS, 200), MS * 11 / 10) == 1);
    ok(with_lag("http", slow, 9 * MS) == 0 && with_lag("http", slow, 11 * MS) == 1);
    ok(with_lag("chat", made_fault(STOPPED), 3 * MS) == 1);
}

static void begin(struct run *r, unsigned n, bool late)
{
    while (n--)
        metrics_arrival(r->m, 0, 0, -1, late);
}

static void an_open_loop_is_its_rate(void)
{
    struct run r = good_run("chat");

    r.facts.offered = 1000;
    r.facts.arrival = "constant";
    add(&r, 10, made_sample());
    begin(&r, 990, false);
    ok(judge(&r) == 0);
    r.facts.offered = 1100;
    ok(judge(&r) == 1 && says(&r.v.reasons, "only 990 journeys were due where the load asked"));
    ok(says(&r.v.reasons, "1100"));
    r.facts.arrival = "poisson";
    ok(judge(&r) == 1);
    r.facts.offered = 1050; /* chance: three deviations of 1050 are 97 */
    ok(judge(&r) == 0);
    r.facts.offered = 1200;
    r.facts.burstiness = 0.25; /* 6 of 1200 are 207 */
    ok(judge(&r) == 0);
    r.facts.burstiness = 4;
    ok(judge(&r) == 1);
    r.facts.requests = 990;
    ok(judge(&r) == 0);
    r.facts.requests = 0;
    r.facts.planned = r.facts.window + 1;
    note("nobody knows what a run that was cut short should have had");
    ok(judge(&r) == 0);
    metrics_free(r.m);
}

static void what_was_due_has_begun(void)
{
    struct run r = good_run("chat");

    add(&r, 10, made_sample());
    begin(&r, 990, false);
    metrics_missed(r.m, 0, 0, 4);
    metrics_dropped(r.m, 0, 0, 3);
    begin(&r, 3, true);
    note("one in a hundred may be missing, for one reason or another");
    ok(judge(&r) == 0);
    begin(&r, 1, true);
    ok(judge(&r) == 1 && says(&r.v.reasons, "only 990 of the 1001 journeys that were due have "
                                            "begun in time (3 dropped, 4 missed, 4 after"));
    metrics_free(r.m);
}

static void notes_do_not_make_it_invalid(void)
{
    struct run r = good_run("chat");
    struct sample s = made_sample();

    s.coalesced = 20;
    add(&r, 10, s);
    ok(judge(&r) == 0 && r.v.notes.count == 0);
    s.coalesced = 31;
    add(&r, 10, s);
    s.warmup = true;
    add(&r, 4, s);
    r.facts.warmup = 5 * NANOS_PER_SECOND;
    r.facts.insecure = r.facts.partial = true;
    ok(judge(&r) == 0 && r.v.notes.count == 4);
    ok(says(&r.v.notes, "26 % of token events") || says(&r.v.notes, "25 % of token events"));
    ok(says(&r.v.notes, "warm-up of 5s (4 requests) is not counted"));
    ok(says(&r.v.notes, "certificates were not verified") && says(&r.v.notes, "interrupted"));
    r.facts.thinned = r.facts.window / 11;
    ok(judge(&r) == 0 && r.v.notes.count == 4);
    r.facts.thinned = 4 * NANOS_PER_SECOND;
    ok(judge(&r) == 0 && says(&r.v.notes, "for 4.00s the load was less than planned"));
    metrics_free(r.m);
}

/* All at once, with room for all of it. */
static void everything_is_wrong(void)
{
    struct run r = good_run("chat");
    struct sample s = made_sample();

    s.coalesced = 99;
    s.kernel = false;
    add(&r, 1, s);
    s.warmup = true;
    add(&r, 1, s);
    for (int i = 0; i < 100; i++)
        metrics_lag(r.m, NANOS_PER_SECOND);
    r.facts = (struct run_facts){.api = "chat",
                                 .offered = 1e12,
                                 .window = 3600 * NANOS_PER_SECOND,
                                 .worker_cpu = 1,
                                 .warmup = 1,
                                 .partial = true,
                                 .insecure = true};
    metrics_dropped(r.m, 0, 0, UINT32_MAX);
    metrics_missed(r.m, 0, 0, UINT32_MAX);
    begin(&r, 1, true);
    ok(judge(&r) == 4 && r.v.notes.count == 4);
    for (unsigned i = 0; i < r.v.reasons.count; i++)
        ok(strlen(r.v.reasons.text[i]) < VERDICT_LENGTH - 20);
    for (unsigned i = 0; i < r.v.notes.count; i++)
        ok(strlen(r.v.notes.text[i]) < VERDICT_LENGTH - 20);
    metrics_free(r.m);
}

int main(void)
{
    a_good_run_is_valid();
    nothing_measured();
    the_clock_decides_how_busy_is_too_busy();
    without_tokens_there_is_no_clock();
    lag_counts_when_it_is_large_and_matters();
    few_requests_are_judged_mildly();
    an_open_loop_is_its_rate();
    what_was_due_has_begun();
    notes_do_not_make_it_invalid();
    everything_is_wrong();
    return tap_done();
}
