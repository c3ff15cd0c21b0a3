/* What is counted of requests: each measure of a life by hand, buckets at their very ends, sums
 * that lose nothing, and a reader beside the writer. */

#include "base/mem.h"
#include "sim/tally.h"
#include "tests/tap.h"

#include <pthread.h>
#include <string.h>

#define MS NANOS_PER_MS

static const double spans[] = {0.001, 0.01, 0.1};
static const struct ladder ladder = {.steps = spans, .count = 3};
static const double wholes[] = {1, 2, 5, 10};
static const struct ladder counts = {.steps = wholes, .count = 4};
static const struct ladder *const ladders[MEASURES] = {
    [MEASURE_TTFT] = &ladder, [MEASURE_GAP] = &ladder,  [MEASURE_E2E] = &ladder,
    [MEASURE_SAID] = &counts, [MEASURE_STEP] = &counts,
};

static struct life a_life(void)
{
    return (struct life){
        .arrived = 100 * MS,
        .scheduled = 103 * MS,
        .prefilled = 109 * MS,
        .first = 110 * MS,
        .last = 150 * MS,
        .ended = 151 * MS,
        .prompt = 40,
        .cached = 16,
        .said = 5,
        .asked = 9,
        .status = 200,
        .preemptions = 2,
    };
}

static bool has(const struct life *l, enum measure m, nanos expected)
{
    return life_measure(l, m) == expected;
}

static void test_measures(void)
{
    struct life l = a_life();

    ok(has(&l, MEASURE_TTFT, 10 * MS) && has(&l, MEASURE_QUEUE, 3 * MS));
    ok(has(&l, MEASURE_PREFILL, 6 * MS) && has(&l, MEASURE_DECODE, 40 * MS));
    ok(has(&l, MEASURE_INFERENCE, 47 * MS) && has(&l, MEASURE_E2E, 50 * MS));
    ok(has(&l, MEASURE_TPOT, 10 * MS) && has(&l, MEASURE_TOKEN, 10 * MS));
    ok(has(&l, MEASURE_PROMPT, 40) && has(&l, MEASURE_COMPUTED, 24) && has(&l, MEASURE_ASKED, 9));
    ok(has(&l, MEASURE_CHOICES, 1) && has(&l, MEASURE_PREEMPTIONS, 2) && has(&l, MEASURE_GAP, -1));
    l.choices = 2;
    ok(has(&l, MEASURE_SAID, 10) && has(&l, MEASURE_MOST, 5) && has(&l, MEASURE_TOKEN, 5 * MS));
    l.said = 1;
    ok(has(&l, MEASURE_TPOT, 0));
    l = (struct life){.arrived = 5, .scheduled = 5, .ended = 9};
    ok(has(&l, MEASURE_TTFT, -1) && has(&l, MEASURE_DECODE, -1) && has(&l, MEASURE_TPOT, -1));
    ok(has(&l, MEASURE_E2E, 4) && has(&l, MEASURE_ASKED, -1) && has(&l, MEASURE_TOKEN, -1));
    ok(!strcmp(life_end_name(LIFE_STOP), "stop") && !strcmp(life_end_name(LIFE_ERROR), "error"));
}

static uint64_t bucket(const struct tally *t, enum measure m, unsigned i)
{
    return tally_read(&t->hists[m].buckets[i]);
}

static uint64_t sum(const struct tally *t, enum measure m)
{
    return tally_read(&t->hists[m].sum);
}

static uint64_t count(const struct tally *t, enum tally_count c)
{
    return tally_read(&t->counts[c]);
}

/* A bucket has its end in it. */
static void test_buckets(void)
{
    struct tally *t = tally_new(ladders);
    const nanos values[] = {0, MS, MS + 1, 10 * MS, 100 * MS, 100 * MS + 1, -1};

    for (unsigned i = 0; i < 7; i++)
        tally_record(t, MEASURE_TTFT, values[i]);
    ok(bucket(t, MEASURE_TTFT, 0) == 2 && bucket(t, MEASURE_TTFT, 1) == 2);
    ok(bucket(t, MEASURE_TTFT, 2) == 1 && bucket(t, MEASURE_TTFT, 3) == 1);
    ok(sum(t, MEASURE_TTFT) == 212 * MS + 2);
    tally_record(t, MEASURE_QUEUE, 5);
    ok(!sum(t, MEASURE_QUEUE));
    tally_free(t);
    tally_free(NULL);
}

static void test_gaps(void)
{
    struct tally *t = tally_new(ladders);

    tally_gaps(t, 30 * MS + 1, 3, 1);
    ok(bucket(t, MEASURE_GAP, 1) == 2 && bucket(t, MEASURE_GAP, 2) == 1);
    ok(sum(t, MEASURE_GAP) == 30 * MS + 1);
    tally_gaps(t, 5 * MS, 0, 1);
    tally_gaps(t, -4, 1, 1);
    ok(bucket(t, MEASURE_GAP, 0) == 1 && sum(t, MEASURE_GAP) == 30 * MS + 1);
    tally_gaps(t, 40 * MS, 2, 3);
    ok(bucket(t, MEASURE_GAP, 2) == 7 && sum(t, MEASURE_GAP) == 150 * MS + 1);
    tally_free(t);
}

static void test_lives(void)
{
    struct tally *t = tally_new(ladders);
    struct life l = a_life(), refused = {.arrived = 1, .ended = 2, .status = 429},
                left = {.arrived = 1, .scheduled = 1, .ended = 2, .prompt = 7, .end = LIFE_ABORT},
                gone = {.arrived = 1, .ended = 2, .prompt = 9, .end = LIFE_ABORT},
                embedded = {.arrived = 1, .scheduled = 1, .ended = 2, .prompt = 3};

    tally_scheduled(t, &l, true);
    tally_first(t, &l);
    ok(count(t, TALLY_PROMPT) == 40 && count(t, TALLY_CACHED) == 16 && !sum(t, MEASURE_E2E));
    tally_over(t, &l);
    tally_over(t, &refused);
    tally_over(t, &left);
    tally_over(t, &gone);
    tally_over(t, &embedded);
    ok(count(t, TALLY_QUERIED) == 40 && count(t, TALLY_HITS) == 16);
    ok(count(t, TALLY_PROMPT) == 43 && count(t, TALLY_COMPUTED) == 27);
    ok(count(t, TALLY_STOP) == 2 && count(t, TALLY_ABORT) == 1 && !count(t, TALLY_ERROR));
    ok(count(t, TALLY_LEFT) == 2);
    ok(count(t, TALLY_PREEMPTIONS) == 2 && count(t, TALLY_SCHEDULED) == 1);
    ok(sum(t, MEASURE_SAID) == 5 && bucket(t, MEASURE_SAID, 0) == 2 &&
       bucket(t, MEASURE_SAID, 2) == 1);
    tally_free(t);
}

static uint64_t at_path(const struct tally *t, const char *path)
{
    for (unsigned i = 0; i < TALLY_PATHS && t->paths[i].path; i++)
        if (!strcmp(t->paths[i].path, path))
            return tally_read(&t->paths[i].count);
    return 0;
}

static void test_paths_and_statuses(void)
{
    static char names[TALLY_PATHS + 4][8];
    struct tally *t = tally_new(ladders);
    struct tally_path *p;
    bool ok_all = true;

    for (unsigned i = 0; i < TALLY_PATHS + 4; i++) {
        snprintf(names[i], sizeof names[i], "/%u", i);
        ok_all = ok_all && !tally_path(t, "GET", names[i]) == (i >= TALLY_PATHS);
    }
    p = tally_path(t, "GET", "/1");
    ok(ok_all && !strcmp(p->method, "GET"));
    ok(at_path(t, "/0") == 1 && at_path(t, "/1") == 2 && at_path(t, names[TALLY_PATHS - 1]) == 1);
    for (int status = -1; status < 1000; status += 1)
        tally_status(t, NULL, status);
    tally_status(t, p, 200);
    tally_status(t, p, 503);
    ok(tally_read(&t->statuses[200]) == 2 && tally_read(&t->statuses[599]) == 1);
    ok(tally_read(&p->classes[2]) == 1 && tally_read(&p->classes[5]) == 1);
    ok(count(t, TALLY_OVERLOADED) == 1 && count(t, TALLY_INVALID) == 99);
    tally_free(t);
}

static void test_merge(void)
{
    struct tallies *all = tallies_new(2, ladders);
    struct tally *into = tally_new(ladders);

    tally_status(all->of[0], tally_path(all->of[0], "POST", "/a"), 404);
    tally_status(all->of[1], tally_path(all->of[1], "POST", "/b"), 404);
    tally_status(all->of[1], tally_path(all->of[1], "POST", "/a"), 404);
    tally_up(&all->of[1]->faults[SIM_RESET], 3);
    for (unsigned i = 0; i < 2; i++) {
        tally_record(all->of[i], MEASURE_STEP, 4);
        tally_status(all->of[i], NULL, 503);
        tally_set(all->of[i], TALLY_RUNNING, i + 1);
        tally_merge(into, all->of[i]);
    }
    ok(at_path(into, "/a") == 2 && at_path(into, "/b") == 1);
    ok(tally_read(&into->paths[0].classes[4]) == 2 && !strcmp(into->paths[0].method, "POST"));
    ok(tally_read(&into->faults[SIM_RESET]) == 3 && tally_read(&into->statuses[503]) == 2);
    ok(bucket(into, MEASURE_STEP, 2) == 2 && sum(into, MEASURE_STEP) == 8);
    ok(count(into, TALLY_RUNNING) == 3);
    tally_free(into);
    tallies_free(all);
    tallies_free(NULL);
}

enum { ROUNDS = 20000 };

static void *count_much(void *arg)
{
    struct tally *t = arg;

    for (unsigned i = 0; i < ROUNDS; i++) {
        tally_status(t, tally_path(t, "GET", i & 1 ? "/a" : "/b"), 200);
        tally_gaps(t, MS, 2, 1);
    }
    return NULL;
}

/* The sums may be of different moments, but none is torn, and none goes backwards. */
static void test_reading_meanwhile(void)
{
    struct tally *t = tally_new(ladders);
    uint64_t before = 0;
    bool forwards = true;
    pthread_t writer;

    pthread_create(&writer, NULL, count_much, t);
    for (int i = 0; i < 200; i++) {
        struct tally *seen = tally_new(ladders);

        tally_merge(seen, t);
        forwards =
            forwards && sum(seen, MEASURE_GAP) >= before && sum(seen, MEASURE_GAP) % (MS / 2) == 0;
        before = sum(seen, MEASURE_GAP);
        tally_free(seen);
    }
    pthread_join(writer, NULL);
    ok(forwards && sum(t, MEASURE_GAP) == ROUNDS * MS);
    ok(at_path(t, "/a") == ROUNDS / 2 && at_path(t, "/b") == ROUNDS / 2);
    tally_free(t);
}

int main(void)
{
    test_measures();
    test_buckets();
    test_gaps();
    test_lives();
    test_paths_and_statuses();
    test_merge();
    test_reading_meanwhile();
    return tap_done();
}
