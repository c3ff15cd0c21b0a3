#include "measure/summary.h"

#include "base/buf.h"
#include "base/hist.h"
#include "base/json.h"
#include "base/mem.h"
#include "measure/metrics.h"
#include "measure/slices.h"
#include "measure/slo.h"
#include "measure/spread.h"
#include "tests/measure/made.h"
#include "tests/tap.h"

#include <stdlib.h>

static double list[] = {50, 90, 95, 99, 99.9};

static struct run_facts chat_facts(void)
{
    return (struct run_facts){
        .url = "http://127.0.0.1:8000/v1/chat/completions",
        .model = "llama",
        .api = "chat",
        .threads = 2,
        .users = 8,
        .arrival = "users",
        .requests = 500,
        .seed = 42,
        .planned = 30 * NANOS_PER_SECOND,
        .warmup = 5 * NANOS_PER_SECOND,
        .window = 30 * NANOS_PER_SECOND,
        .elapsed = 36 * NANOS_PER_SECOND,
        .began_wall = INT64_C(1700000000123000000),
        .worker_cpu = 0.31,
        .percentiles = list,
        .percentile_count = 5,
    };
}

static char *written(const struct metrics *m, const struct run_facts *facts)
{
    struct buf out = {0};
    struct json_writer w = {.out = &out};

    summary_write(m, facts, &w);
    return buf_take(&out, NULL);
}

/* The text of a member, found by its path of names: what stands there, as it stands.
 * NULL when there is none. */
static const char *at(const char *json, const char *path)
{
    static char found[8192];
    struct json j;
    char name[64];

    json_begin(&j, json, strlen(json));
    for (;;) {
        size_t n = strcspn(path, "/");
        bool there = false;

        snprintf(name, sizeof name, "%.*s", (int)n, path);
        if (json_value(&j) != JSON_OBJECT)
            return NULL;
        while (!there && json_key(&j))
            if (!(there = json_is(&j, name)))
                json_skip(&j);
        if (!there)
            return NULL;
        if (!path[n])
            break;
        path += n + 1;
    }
    json_skip(&j);
    snprintf(found, sizeof found, "%.*s", (int)j.len, j.text);
    return found;
}

static bool is(const char *json, const char *path, const char *want)
{
    const char *got = at(json, path);
    bool same = got && want ? strcmp(got, want) == 0 : got == want;

    if (!same)
        note("%s is %s, not %s", path, got ? got : "absent", want ? want : "absent");
    return same;
}

static bool well_formed(const char *json)
{
    struct json j;

    json_begin(&j, json, strlen(json));
    json_skip(&j);
    return json_over(&j);
}

static struct metrics *good_metrics(struct labels *ls)
{
    struct metrics *m = metrics_new(ls), *all = metrics_new(NULL);
    struct sample s = made_sample();

    s.step = labels_add(ls, "ask");
    for (int i = 0; i < 13; i++) {
        s.reused = i > 0;
        s.connected = i ? 0 : s.begun + 1 * MS;
        metrics_sample(m, &s, true);
        metrics_gap(m, &s, 10 * MS);
        metrics_journey(m, &(struct journey){.begun = T0, .ended = T0 + 1050 * MS, .exchanges = 2},
                        true);
        metrics_lag(m, 10000);
        metrics_turn(m, 200000);
        metrics_rate(m, 40);
    }
    s.outcome = STOPPED;
    metrics_sample(m, &s, true);
    s.outcome = FAULT_RESET;
    metrics_sample(m, &s, true);
    metrics_example(m, FAULT_RESET, "the connection \"broke\"", 22);
    s = made_sample();
    s.warmup = true;
    metrics_sample(m, &s, false);
    for (int i = 0; i < 3; i++)
        metrics_check(m, labels_add(ls, "polite"), true);
    metrics_merge(all, m);
    metrics_free(m);
    return all;
}

static void the_core_is_as_fixed(void)
{
    struct labels *ls = labels_new();
    struct metrics *m = good_metrics(ls);
    struct run_facts facts = chat_facts();
    char *json = written(m, &facts);

    ok(well_formed(json));
    ok(is(json, "schema", "stoke.summary/1"));
    ok(is(json, "requests",
          "{\"begun\":15,\"ok\":13,\"stopped\":1,\"failed\":1,\"unfinished\":0}"));
    ok(is(json, "tokens/output", "1400") && is(json, "tokens/input", "280"));
    ok(is(json, "tokens/events", "1400") && is(json, "tokens/counted_by", "usage"));
    ok(is(json, "tokens/coverage", "1") && is(json, "tokens/per_event", "1"));
    ok(is(json, "metrics/ttft/mean", "0.05") && is(json, "metrics/ttft/count", "14"));
    ok(is(json, "metrics/ttft/stddev", "0") && is(json, "metrics/ttft/min", "0.05"));
    ok(is(json, "metrics/ttft/percentiles/99.9", "0.05") && is(json, "metrics/ttft/max", "0.05"));
    ok(is(json, "metrics/tpot/percentiles/50", "0.01") && is(json, "metrics/tpot/count", "13"));
    ok(is(json, "steps/ask/metrics/gap/count", "13"));
    ok(is(json, "checks/polite", "{\"passed\":3,\"failed\":0}"));
    ok(is(json, "steps/polite", NULL) && is(json, "checks/ask", NULL));
    ok(is(json, "faults",
          "{\"reset\":{\"count\":1,\"example\":\"the connection \\\"broke\\\"\"}}"));
    ok(is(json, "status", "{\"200\":15}"));
    ok(is(json, "verdict/valid", "true") && is(json, "verdict/reasons", "[]"));
    ok(is(json, "verdict/clock", "kernel") && is(json, "verdict/worker_cpu", "0.31"));
    ok(is(json, "verdict/lag/percentiles/99", "1e-05"));
    ok(is(json, "verdict/turn/count", "13"));
    free(json);
    metrics_free(m);
    labels_free(ls);
}

static void the_rest_is_there(void)
{
    struct labels *ls = labels_new();
    struct metrics *m = good_metrics(ls);
    struct run_facts facts = chat_facts();
    char *json = written(m, &facts);

    ok(is(json, "tool/name", "stoke") && is(json, "tool/version", STOKE_VERSION));
    ok(is(json, "run/began", "2023-11-14T22:13:20.123Z") && is(json, "run/rate", NULL));
    ok(is(json, "run/script", NULL) && is(json, "run/users", "8"));
    ok(is(json, "run/requests", "500"));
    ok(is(json, "run/duration", "30") && is(json, "run/warmup_requests", "1"));
    ok(is(json, "throughput/requests_per_second", "0.4666666666666667"));
    ok(is(json, "throughput/output_tokens_per_second", "50")); /* 1400 and 100 of warm-up */
    ok(is(json, "throughput/per_user_tokens_per_second", "100"));
    ok(is(json, "bytes/down", "300000") && is(json, "connections/reused", "14"));
    ok(is(json, "connections/opened", "1") && is(json, "journeys/done", "13"));
    ok(is(json, "rates", "{\"mean\":40,\"stddev\":0,\"max\":40,\"within_stddev\":1}"));
    ok(is(json, "latency_within_stddev", "1"));
    ok(is(json, "metrics/latency/percentiles/75", NULL));
    facts.want_latency = true;
    free(json);
    json = written(m, &facts);
    ok(is(json, "metrics/latency/percentiles/75", "1.042"));
    ok(is(json, "metrics/ttft/percentiles/75", NULL));
    free(json);
    metrics_free(m);
    labels_free(ls);
}

/* The step "ask" of a scenario, in the turns 1, 2 and 9 to 16. */
static struct metrics *parts(struct labels *ls)
{
    struct metrics *m = metrics_new(ls), *all = metrics_new(NULL);
    struct sample s = made_sample();

    s.step = labels_add(ls, "ask");
    s.scenario = labels_add(ls, "chat");
    for (unsigned turn = 1; turn <= 12; turn += turn == 2 ? 8 : 1) {
        s.turn = turn;
        s.good = turn < 10;
        metrics_sample(m, &s, true);
    }
    s.outcome = FAULT_RESET;
    s.turn = 0;
    s.good = false;
    metrics_sample(m, &s, true);
    metrics_call(m, s.step, 70 * MS, false);
    metrics_call(m, s.step, 50 * MS, true);
    metrics_journey(m,
                    &(struct journey){.scenario = s.scenario,
                                      .begun = T0,
                                      .ended = T0 + 2000 * MS,
                                      .exchanges = 5,
                                      .good = true},
                    true);
    metrics_journey(m, &(struct journey){.scenario = s.scenario, .exchanges = 1, .failed = true},
                    true);
    metrics_missed(m, s.scenario, 0, 3);
    metrics_dropped(m, s.scenario, 0, 2);
    for (int i = 0; i < 5; i++)
        metrics_arrival(m, s.scenario, 0, i * MS, i == 4);
    for (int i = 0; i < 2; i++)
        metrics_journey(m, &(struct journey){.scenario = s.scenario, .unfinished = true}, true);
    metrics_merge(all, m);
    metrics_free(m);
    return all;
}

static void parts_are_told_like_the_whole(void)
{
    struct labels *ls = labels_new();
    struct metrics *m = parts(ls);
    struct slo slo = {
        {[METRIC_TTFT] = 60 * MS, [METRIC_TPOT] = 20 * MS}
    };
    struct run_facts facts = chat_facts();
    char *json = written(m, &facts), *whole;

    ok(is(json, "slo", NULL) && is(json, "goodput", NULL) && is(json, "steps/ask/goodput", NULL));
    free(json);
    facts.slo = &slo;
    json = written(m, &facts);
    ok(is(json, "slo", "{\"ttft\":0.06,\"tpot\":0.02}"));
    ok(is(json, "goodput/requests",
          "{\"good\":2,\"share\":0.3333333333333333,\"per_second\":0.06666666666666667}"));
    ok(is(json, "goodput/journeys",
          "{\"good\":1,\"share\":0.5,\"per_second\":0.03333333333333333}"));
    ok(is(json, "journeys",
          "{\"done\":1,\"failed\":1,\"missed\":3,\"dropped\":2,\"unfinished\":2,\"per_second\":0."
          "03333333333333333,"
          "\"requests\":3}"));
    ok(is(json, "load",
          "{\"offered\":10,\"per_second\":0.3333333333333333,\"begun\":5,\"late\":1,"
          "\"queued\":4,\"dropped\":2,\"missed\":3,\"achieved\":0.4}"));
    ok(is(json, "metrics/queue/max", "0.004") && is(json, "scenarios/chat/load/offered", "10"));
    whole = mem_text(at(json, "journeys"));
    ok(is(json, "scenarios/chat/journeys", whole));
    free(whole);
    ok(is(json, "scenarios/chat/metrics/journey/mean", "2"));
    ok(is(json, "steps/ask/requests/failed", "1") && is(json, "steps/ask/faults", "{\"reset\":1}"));
    ok(is(json, "steps/ask/calls", "{\"done\":1,\"failed\":1}"));
    ok(is(json, "steps/ask/metrics/step/count", "1") && is(json, "metrics/step", NULL));
    ok(is(json, "steps/ask/tokens/output", "500") && is(json, "steps/ask/journeys", NULL));
    ok(is(json, "scenarios/chat/metrics/ttft/count", "5") && is(json, "steps/chat", NULL));
    ok(strstr(json, "\"turns\":[{\"from\":1,\"to\":1,\"requests\":{\"begun\":1,") != NULL);
    ok(strstr(json, "{\"from\":9,\"to\":16,\"requests\":{\"begun\":3,") != NULL);
    free(json);
    metrics_free(m);
    labels_free(ls);
}

/* Three stages, the second of them warm-up; the third has a name with a secret. */
static void stages_are_told_in_order(void)
{
    static const char *const secrets[] = {"hush", NULL};
    static const struct stage_facts stages[] = {
        {.to = 10 * NANOS_PER_SECOND,   .level_to = 8,                 .unit = "users"            },
        {.from = 10 * NANOS_PER_SECOND, .to = 12 * NANOS_PER_SECOND,   .warmup = true             },
        {.name = "hush",                .from = 12 * NANOS_PER_SECOND, .to = 22 * NANOS_PER_SECOND},
    };
    struct metrics *all = metrics_new(NULL);
    struct run_facts facts = chat_facts();
    struct sample s = made_sample();
    char *json;

    facts.stages = stages;
    facts.stage_count = 3;
    facts.secrets = secrets;
    s.stage = 1;
    metrics_sample(all, &s, true);
    metrics_came(all, 1, &s, true, 1);
    metrics_gap(all, &s, 10 * MS);
    s.stage = 2;
    s.warmup = true;
    metrics_sample(all, &s, false);
    json = written(all, &facts);
    ok(well_formed(json) && is(json, "run/stages", "3"));
    note("a service with one address has no list of them");
    ok(strstr(json, "\"targets\":[],"));
    ok(strstr(json,
              "\"stages\":[{\"number\":1,\"from\":0,\"to\":10,\"level_from\":0,\"level_to\":8,"
              "\"unit\":\"users\",\"warmup\":false,"
              "\"throughput\":{\"requests_per_second\":0.1,"
              "\"output_tokens_per_second\":10,\"input_tokens_per_second\":2,"
              "\"total_tokens_per_second\":12,\"per_user_tokens_per_second\":100},"
              "\"requests\":{\"begun\":1,\"ok\":1,\"stopped\":0,\"failed\":0,"
              "\"unfinished\":0},\"tokens\":{\"output\":100,"));
    note("a warm-up has its bounds, and what was left out");
    ok(strstr(json, ",{\"number\":2,\"from\":10,\"to\":12,\"warmup\":true,"
                    "\"warmup_requests\":1},"));
    note("and one in which nothing came has nothing");
    ok(strstr(json, "{\"number\":3,\"name\":\"***\",\"from\":12,\"to\":22,\"warmup\":false,"));
    free(json);
    metrics_free(all);
}

static void addresses_are_told_in_order(void)
{
    static const char *const named[] = {"gpu1:8000", "gpu2:8000", "gpu3:8000"};
    struct metrics *all = metrics_new(NULL);
    struct run_facts facts = chat_facts();
    struct sample s = made_sample();
    char *json, *second, *third;

    facts.targets = named;
    facts.target_count = 3;
    s.target = 2;
    s.reused = false;
    s.connected = T0 + MS / 20;
    metrics_sample(all, &s, true);
    json = written(all, &facts);
    ok(well_formed(json));
    second = strstr(json, "{\"address\":\"gpu2:8000\",\"connections\":{\"opened\":1,");
    third = strstr(json, "{\"address\":\"gpu3:8000\",\"connections\":{\"opened\":0,");
    ok(second && third && strstr(second, "\"ttft\":{\"count\":1,") < third);
    note("one to which nobody sent is told, too");
    ok(strstr(json, "{\"address\":\"gpu1:8000\",") < second);
    free(json);
    metrics_free(all);
}

/* Of a worker's metrics, so that they come by a merge; the second stage begins at 1 s. */
static void seconds_are_told_in_order(void)
{
    static const struct stage_facts stages[] = {{.to = NANOS_PER_SECOND},
                                                {.from = NANOS_PER_SECOND}};
    struct labels *ls = labels_new();
    struct metrics *m = metrics_new(ls), *all = metrics_new(NULL);
    struct run_facts facts = chat_facts();
    struct sample s = made_sample();
    char *json;

    facts.stages = stages;
    facts.stage_count = 2;
    slices_begun(metrics_slices(m), 0);
    slices_token(metrics_slices(m), 1, 10 * MS);
    slices_sample(metrics_slices(m), 1, &s);
    metrics_merge(all, m);
    slices_running(metrics_slices(all), 1, 8);
    json = written(all, &facts);
    ok(well_formed(json));
    ok(strstr(json, "\"slices\":[{\"second\":0,\"stage\":1,\"requests\":{\"begun\":1,\"ok\":0,"
                    "\"stopped\":0,\"failed\":0,\"unfinished\":0},\"metrics\":{}},"
                    "{\"second\":1,\"stage\":2,\"running\":8,\"requests\":{\"begun\":0,\"ok\":1,"
                    "\"stopped\":0,\"failed\":0,\"unfinished\":0},"
                    "\"tokens\":{\"events\":1,\"output\":100},\"metrics\":{\"ttft\":{\"count\":1,"
                    "\"mean\":0.05,\"max\":0.05,"
                    "\"percentiles\":{\"50\":0.05,\"90\":0.05,\"99\":0.05}},\"tpot\""));
    note("how late users were is told only where they come by the clock");
    ok(!strstr(strstr(json, "\"slices\""), "ttft_due"));
    free(json);
    facts.rate = 2;
    facts.elapsed = NANOS_PER_SECOND + 1;
    json = written(all, &facts);
    ok(strstr(strstr(json, "\"slices\""), "ttft_due") != NULL);
    free(json);
    facts.elapsed = NANOS_PER_SECOND;
    json = written(all, &facts);
    note("a stamp that is far off makes no seconds after the end");
    ok(!strstr(json, "{\"second\":1,"));
    free(json);
    metrics_free(m);
    metrics_free(all);
    labels_free(ls);
}

static void a_scripts_own_metrics(void)
{
    static const char *const secrets[] = {"hush", NULL};
    struct labels *la = labels_new(), *lb = labels_new();
    struct metrics *a = metrics_new(la), *b = metrics_new(lb), *all = metrics_new(NULL);
    struct run_facts facts = chat_facts();
    char *json;

    labels_add(lb, "another number for the same names");
    for (int i = 1; i <= 3; i++) {
        metrics_custom(a, labels_add(la, "len"), CUSTOM_TREND, "words", -i, 10);
        metrics_custom(b, labels_add(lb, "len"), CUSTOM_TREND, "words", 2 * i, 20);
        metrics_custom(a, labels_add(la, "saved"), CUSTOM_COUNTER, "", 1.5, 10);
        metrics_custom(b, labels_add(lb, "hit"), CUSTOM_RATE, "", i == 2, 20);
    }
    metrics_custom(b, labels_add(lb, "queue"), CUSTOM_GAUGE, "hush", 7, 30);
    metrics_custom(a, labels_add(la, "queue"), CUSTOM_GAUGE, "hush", 4, 20);
    metrics_merge(all, b);
    metrics_merge(all, a);
    facts.secrets = secrets;
    json = written(all, &facts);
    ok(is(json, "custom/len/kind", "trend") && is(json, "custom/len/unit", "words"));
    ok(is(json, "custom/len/count", "6") && is(json, "custom/len/mean", "1"));
    ok(is(json, "custom/len/min", "-3") && is(json, "custom/len/max", "6"));
    ok(is(json, "custom/len/percentiles/99", "6") && is(json, "custom/len/supported", "46.415888"));
    ok(is(json, "custom/saved",
          "{\"kind\":\"counter\",\"count\":3,\"sum\":4.5,\"per_second\":0.15}"));
    ok(is(json, "custom/hit",
          "{\"kind\":\"rate\",\"count\":3,\"yes\":1,\"share\":0.3333333333333333}"));
    ok(is(json, "custom/queue",
          "{\"kind\":\"gauge\",\"unit\":\"***\",\"count\":2,\"last\":7,\"mean\":5.5,"
          "\"min\":4,\"max\":7}"));
    ok(is(json, "checks/len", NULL) && is(json, "steps/len", NULL));
    metrics_clear(all);
    free(json);
    json = written(all, &facts);
    ok(is(json, "custom", "{}"));
    free(json);
    metrics_free(a);
    metrics_free(b);
    metrics_free(all);
    labels_free(la);
    labels_free(lb);
}

static void a_live_view_has_what_is_measured(void)
{
    struct labels *ls = labels_new();
    struct metrics *m = parts(ls);
    struct run_facts facts = chat_facts();
    struct buf live = {0};
    struct json_writer w = {.out = &live};
    char *json = written(m, &facts);

    summary_write_live(m, &facts, 9, &w);
    ok(well_formed(live.data) && is(live.data, "running", "9") && is(live.data, "elapsed", "36"));
    ok(is(live.data, "verdict", NULL) && is(live.data, "run", NULL));
    for (unsigned i = 0; i < 2; i++) {
        const char *path = i ? "metrics/ttft" : "scenarios/chat";
        char *whole = mem_text(at(json, path));

        ok(is(live.data, path, whole));
        free(whole);
    }
    free(json);
    buf_release(&live);
    metrics_free(m);
    labels_free(ls);
}

static void nothing_is_absent_not_zero(void)
{
    struct metrics *m = metrics_new(NULL);
    struct run_facts facts = {.url = "http://x", .api = "http"};
    char *json = written(m, &facts);

    ok(well_formed(json) && !strstr(json, "nan") && !strstr(json, "inf"));
    ok(!strstr(json, "null"));
    ok(is(json, "metrics", "{}") && is(json, "steps", "{}") && is(json, "faults", "{}"));
    ok(is(json, "throughput", NULL) && is(json, "rates", NULL));
    ok(is(json, "latency_within_stddev", NULL) && is(json, "verdict/lag", NULL));
    ok(is(json, "verdict/valid", "false") && is(json, "run/began", NULL));
    ok(is(json, "run/requests", NULL));
    ok(is(json, "tokens/counted_by", "none") && is(json, "tokens/per_event", NULL));
    ok(is(json, "tokens/output", "0") && is(json, "tokens/input", NULL));
    ok(is(json, "tokens/cached", NULL) && is(json, "verdict/clock", NULL));
    free(json);
    metrics_free(m);
}

static void tokens_say_who_counted_them(void)
{
    struct metrics *m = metrics_new(NULL);
    struct run_facts facts = chat_facts();
    struct sample s = made_sample();
    char *json;

    s.has_usage = false;
    metrics_sample(m, &s, true);
    json = written(m, &facts);
    ok(is(json, "tokens/counted_by", "events") && is(json, "tokens/coverage", "0"));
    ok(is(json, "tokens/per_event", NULL));
    free(json);
    s.has_usage = true;
    s.tokens_out = 200;
    metrics_sample(m, &s, true);
    json = written(m, &facts);
    ok(is(json, "tokens/counted_by", "mixed") && is(json, "tokens/coverage", "0.5"));
    ok(is(json, "tokens/per_event", "1.5"));
    free(json);
    metrics_free(m);
}

static const char *throughput[] = {"throughput/output_tokens_per_second",
                                   "throughput/input_tokens_per_second",
                                   "throughput/total_tokens_per_second"};

static void what_nobody_told_is_absent(void)
{
    struct metrics *m = metrics_new(NULL);
    struct run_facts facts = chat_facts();
    struct sample s = made_sample();
    char *json;

    s.has_usage = s.has_input = false;
    metrics_sample(m, &s, true);
    json = written(m, &facts);
    ok(is(json, "tokens/output", "100") && is(json, "tokens/input", NULL) &&
       is(json, "tokens/cached", NULL));
    ok(!is(json, throughput[0], NULL) && is(json, throughput[1], NULL) &&
       is(json, throughput[2], NULL));
    free(json);
    s.has_input = s.has_cached = true;
    s.tokens_in = s.tokens_cached = 0;
    metrics_sample(m, &s, true);
    json = written(m, &facts);
    ok(is(json, "tokens/input", "0") && is(json, "tokens/cached", "0"));
    ok(is(json, throughput[1], "0") && !is(json, throughput[2], NULL));
    free(json);
    metrics_free(m);
}

/* A text in one piece has no events to count. */
static void what_cannot_be_counted_is_absent(void)
{
    struct metrics *m = metrics_new(NULL);
    struct run_facts facts = chat_facts();
    struct sample s = made_sample();
    char *json;

    s.has_usage = s.streamed = false;
    s.token_events = s.events_in_window = 1;
    metrics_sample(m, &s, true);
    json = written(m, &facts);
    ok(is(json, "tokens/output", NULL) && is(json, "tokens/input", "20"));
    ok(is(json, "tokens/counted_by", "none") && is(json, "tokens/events", "1"));
    ok(is(json, throughput[0], NULL) && !is(json, throughput[1], NULL) &&
       is(json, throughput[2], NULL));
    free(json);
    metrics_free(m);
}

static void no_secret_gets_out(void)
{
    static const char *const secrets[] = {"sk-very-secret", "llama-key", NULL};
    struct labels *ls = labels_new();
    struct metrics *m = metrics_new(ls);
    struct run_facts facts = chat_facts();
    char words[400], *json;

    facts.secrets = secrets;
    facts.url = "http://u:sk-very-secret@host/?key=llama-key";
    facts.model = "llama-key";
    facts.script = "/tmp/sk-very-secret.lua";
    metrics_check(m, labels_add(ls, "has sk-very-secret"), true);
    metrics_script_fault(m, "wrong key sk-very-secret, and cut off: sk-very-s");
    /* Its 300th byte is inside the secret: cutting first would leave half of it. */
    memset(words, 'w', sizeof words);
    memcpy(words + 294, "sk-very-secret", 14);
    metrics_example(m, FAULT_STATUS, words, sizeof words);
    metrics_sample(m, &(struct sample){.outcome = FAULT_STATUS, .status = 401}, false);
    json = written(m, &facts);
    ok(!strstr(json, "sk-v") && !strstr(json, "llama-key"));
    ok(is(json, "run/url", "http://u:***@host/?key=***") && is(json, "run/model", "***"));
    ok(is(json, "faults/script/example", "wrong key ***, and cut off: ***"));
    ok(is(json, "checks/has ***/passed", "1"));
    ok(strlen(at(json, "faults/status/example")) == 300);
    free(json);
    metrics_free(m);
    labels_free(ls);
}

static void examples_end_at_a_character(void)
{
    struct metrics *m = metrics_new(NULL);
    struct run_facts facts = chat_facts();
    char words[400], *json;
    const char *shown;

    memset(words, 'x', sizeof words);
    memcpy(words + 298, "\xe2\x82\xac", 3);
    metrics_script_fault(m, "x");
    metrics_clear(m);
    metrics_example(m, FAULT_SCRIPT, words, sizeof words);
    metrics_script_fault(m, "later");
    json = written(m, &facts);
    shown = at(json, "faults/script/example");
    ok(strlen(shown) == 298 && !strstr(json, "\xef\xbf\xbd"));
    free(json);
    metrics_free(m);
}

/* What the summary says of so many values. */
static double supported(int count)
{
    struct buf out = {0};
    struct json_writer w = {.out = &out};
    struct hist *h = hist_new();
    double got;

    for (int i = 0; i < count; i++)
        hist_record(h, 1);
    json_open(&w, '{');
    spread_write(&w, "times", h, (struct percentiles){0}, (struct percentiles){0});
    json_close(&w, '}');
    got = atof(at(out.data, "times/supported"));
    hist_free(h);
    buf_release(&out);
    return got;
}

static void support_grows_with_the_count(void)
{
    ok(supported(459) >= 99 && supported(458) < 99);
    ok(supported(4603) >= 99.9 && supported(4602) < 99.9);
    ok(supported(46050) >= 99.99 && supported(46049) < 99.99);
    ok(supported(7) >= 50 && supported(6) < 50);
    ok(supported(1) > 0 && supported(1) < 2);
}

int main(void)
{
    the_core_is_as_fixed();
    the_rest_is_there();
    parts_are_told_like_the_whole();
    stages_are_told_in_order();
    seconds_are_told_in_order();
    addresses_are_told_in_order();
    a_scripts_own_metrics();
    a_live_view_has_what_is_measured();
    nothing_is_absent_not_zero();
    tokens_say_who_counted_them();
    what_nobody_told_is_absent();
    what_cannot_be_counted_is_absent();
    no_secret_gets_out();
    examples_end_at_a_character();
    support_grows_with_the_count();
    return tap_done();
}
