#include "cli/wish.h"

#include "base/error.h"
#include "base/units.h"
#include "cli/options.h"
#include "cli/records_options.h"
#include "cli/trace.h"
#include "plan/arrival.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Options whose text means more than one field: their field is the whole wish. */

static int take_threads(void *wish, const char *text, struct error *err)
{
    uint64_t n;

    if (option_count(&n, text, err))
        return -1;
    if (n > 1024)
        return error_set(err, "\"%s\" is too many: 1024 threads are the most", text);
    ((struct wish *)wish)->plan.threads = (unsigned)n;
    return 0;
}

/* What of it was said last counts: each is a whole answer to whose connections are. */
static int take_owner(struct wish *w, const char *text, struct error *err)
{
    w->http.pool = !strcmp(text, "pool");
    w->http.fresh = !strcmp(text, "per-request");
    w->plan.pool_size = 0;
    if (w->http.pool || w->http.fresh || !strcmp(text, "user"))
        return 0;
    if (!strncmp(text, "pool:", 5))
        return option_count(&w->plan.pool_size, text + 5, err);
    return error_set(err,
                     "\"%s\" is no number of users; nor does it say whose connections are: user "
                     "(each has one, as usual), pool:N (all share N), pool (they share what they "
                     "need) or per-request (none is kept)",
                     text);
}

/* wrk's --connections is how many users; it also says whose connections are. */
static int take_connections(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;

    if (text[0] < '0' || text[0] > '9')
        return take_owner(w, text, err);
    w->users_given = true;
    return option_count(&w->plan.users, text, err);
}

static int take_duration(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;

    w->duration_given = true;
    return option_wait(&w->plan.lasts, text, err);
}

static int take_rate(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    double rate;

    if (units_read_rate(text, &rate, err))
        return -1;
    if (rate <= 0)
        return error_set(err, "\"%s\" is no rate: expected more than nothing, such as 20 or 30/m",
                         text);
    w->plan.rate = rate;
    return 0;
}

static int take_arrival(void *wish, const char *text, struct error *err)
{
    const struct arrival_model *m = arrival_find(text);

    char names[256];

    if (!m || !m->open)
        return error_set(err, "\"%s\" is no way to arrive: expected one of %s", text,
                         arrival_open_names(names, sizeof names));
    ((struct wish *)wish)->plan.arrival = m;
    return 0;
}

static int take_stage(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    struct stage_wish got, *stage;

    if (stages_claim(w, "--stage", err) || stages_read(&got, text, err))
        return -1;
    stage = stages_add(w, err);
    if (!stage)
        return -1;
    *stage = got;
    return 0;
}

static int take_ramp(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;

    w->stage_count = 1;
    return stages_claim(w, "--ramp", err) || stages_read_ramp(&w->stages[0], text, err) ? -1 : 0;
}

static int take_spike(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;

    return stages_claim(w, "--spike", err) || stages_read_spike(&w->spike, text, err) ? -1 : 0;
}

static int take_burstiness(void *wish, const char *text, struct error *err)
{
    char *end;
    double x = strtod(text, &end);

    if (!*text || *end || !(x >= ARRIVAL_BURSTIEST && x <= ARRIVAL_EVENEST))
        return error_set(err,
                         "\"%s\" is no burstiness: expected a number from %g to %g, such as 0.5",
                         text, ARRIVAL_BURSTIEST, ARRIVAL_EVENEST);
    ((struct wish *)wish)->plan.burstiness = x;
    return 0;
}

static int take_on_full(void *wish, const char *text, struct error *err)
{
    enum on_full how = on_full_find(text);

    if (!how)
        return error_set(err,
                         "\"%s\" is nothing to do with a journey that finds no free user: "
                         "expected queue or drop",
                         text);
    ((struct wish *)wish)->plan.on_full = how;
    return 0;
}

static int take_seed(void *wish, const char *text, struct error *err)
{
    char *end;
    unsigned long long seed;

    errno = 0;
    seed = strtoull(text, &end, 10);
    if (errno || *end || text[0] < '0' || text[0] > '9' || seed > UINT64_C(1) << 53)
        return error_set(err, "\"%s\" is no seed: expected a whole number up to 2^53", text);
    ((struct wish *)wish)->plan.seed = seed;
    return 0;
}

static int take_temperature(void *wish, const char *text, struct error *err)
{
    char *end;
    double t = strtod(text, &end);

    if (!*text || *end || !isfinite(t) || t < 0)
        return error_set(err, "\"%s\" is no temperature: expected a number such as 0.7", text);
    ((struct wish *)wish)->plan.temperature = t;
    return 0;
}

static int take_header(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    const char *colon = strchr(text, ':');

    if (!colon || colon == text || strpbrk(text, "\r\n"))
        return error_set(err, "that is no header: expected \"Name: value\"");
    if (w->header_count == WISH_HEADERS)
        return error_set(err, "more than %d headers", WISH_HEADERS);
    w->headers[w->header_count++] = text;
    return 0;
}

static int take_env(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;

    if (*text == '=' || !*text)
        return error_set(err, "\"%s\" names nothing: expected NAME=VALUE or NAME", text);
    if (!strchr(text, '=') && !getenv(text))
        return error_set(err, "there is no environment variable %s", text);
    if (w->plan.typed.env_count == WISH_ENV)
        return error_set(err, "more than %d of them", WISH_ENV);
    w->env[w->plan.typed.env_count++] = text;
    w->plan.typed.env = w->env;
    return 0;
}

static int take_place(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;

    if (w->place_count == PLACES)
        return error_set(err, "more than %d of them", PLACES);
    w->connect_to[w->place_count++] = text;
    return 0;
}

static int take_balance(void *wish, const char *text, struct error *err)
{
    static const char *const ways[] = {
        [HTTP_STICKY] = "sticky", [HTTP_ROUND_ROBIN] = "round-robin", [HTTP_RANDOM] = "random"};

    for (unsigned i = 0; i < sizeof ways / sizeof *ways; i++)
        if (!strcmp(text, ways[i])) {
            ((struct wish *)wish)->http.balance = (enum http_balance)i;
            return 0;
        }
    return error_set(err,
                     "\"%s\" is no way to go to several addresses: expected sticky (each user "
                     "keeps to one), round-robin or random",
                     text);
}

static int take_clock(void *wish, const char *text, struct error *err)
{
    if (strcmp(text, "kernel") != 0 && strcmp(text, "user") != 0)
        return error_set(err, "\"%s\" is no clock: expected kernel or user", text);
    ((struct wish *)wish)->http.kernel_stamps = !strcmp(text, "kernel");
    return 0;
}

static int take_input_tokens(void *wish, const char *text, struct error *err)
{
    return dist_read(&((struct wish *)wish)->plan.input_tokens, text, err);
}

static int take_output_tokens(void *wish, const char *text, struct error *err)
{
    return dist_read(&((struct wish *)wish)->plan.output_tokens, text, err);
}

static int take_salt(void *wish, const char *text, struct error *err)
{
    if (!*text || strlen(text) > 64 || strpbrk(text, "\r\n"))
        return error_set(err, "expected a short text, such as \"monday\"");
    ((struct wish *)wish)->plan.salt = text;
    return 0;
}

static int take_slo(void *wish, const char *text, struct error *err)
{
    return slo_read(&((struct wish *)wish)->plan.slo, text, err);
}

static int take_percentiles(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    char *end;

    w->percentile_count = 0;
    for (const char *at = text; *at; at = *end ? end + 1 : end) {
        double p = strtod(at, &end);
        bool rising = !w->percentile_count || p > w->percentiles[w->percentile_count - 1];

        if (end == at || (*end && *end != ',') || !(p > 0 && p < 100) || !rising ||
            w->percentile_count == WISH_PERCENTILES)
            return error_set(err,
                             "\"%s\" are no percentiles: expected a rising list such as "
                             "50,90,99.9",
                             text);
        w->percentiles[w->percentile_count++] = p;
    }
    if (!w->percentile_count)
        return error_set(err, "expected a list such as 50,90,99.9");
    return 0;
}

static int take_idle_age(void *wish, const char *text, struct error *err)
{
    nanos *age = &((struct wish *)wish)->http.idle_age;

    if (!strcmp(text, "never")) {
        *age = 0;
        return 0;
    }
    return option_span(age, text, err);
}

#define IN(name) offsetof(struct wish, name)

/* clang-format off */
const struct option_line wish_options[] = {
    {0,   NULL, NULL, "The load:", NULL, 0},
    {'c', "connections", "N", "users at a time (10; -R: at most); also: pool:N, pool, per-request", take_connections, 0},
    {'d', "duration", "T", "how long (10s), after the warm-up", take_duration, 0},
    {'n', "requests", "N", "stop after so many journeys", option_count, IN(plan.requests)},
    {'R', "rate", "R", "begin R a second whatever the service does: 20, 0.5, 30/m", take_rate, 0},
    {0,   "arrival", "HOW", "with -R: poisson (like people; the default), gamma or constant", take_arrival, 0},
    {0,   "burstiness", "X", "of gamma arrivals: below 1 in bursts, 1 is poisson, above more even", take_burstiness, 0},
    {0,   "stage", "T:LEVEL", "in T to so many users, or R/s; repeated, one after another: 2m:50", take_stage, 0},
    {0,   "ramp", "A:B/T", "from one level to another: 5:200/10m, 1/s:20/s/10m", take_ramp, 0},
    {0,   "spike", "Nx/T", "N times the load for T, in the middle of the run: 3x/30s", take_spike, 0},
    {0,   "profile", "NAME", "smoke, ramp, soak, spike or long-context; -d: in so long", option_text, IN(profile)},
    {0,   "peak", "LEVEL", "the highest level of the profile: 20, or 5/s (20)", option_text, IN(peak)},
    {0,   "graceful-stop", "T", "when the load goes down, what is too many may take T more (any)", option_span, IN(plan.let_go)},
    {0,   "trace", "FILE", "what others asked, when they did, as long as it was: see stoke data", option_text, IN(trace)},
    {0,   "speed", "Nx", "go through the trace N times as fast (1)", option_speed, IN(speed)},
    {0,   "jitter", "tick", "spread what the trace has rounded to one moment up to the next", option_jitter, IN(jitter)},
    {0,   "max-in-flight", "N", "with -R: at most so many journeys at a time", option_count, IN(plan.max_in_flight)},
    {0,   "on-full", "HOW", "and what is due then: queue (it waits; the default) or drop", take_on_full, 0},
    {0,   "warmup", "T", "load for this long first, without counting", option_span, IN(plan.warmup)},
    {'t', "threads", "N", "worker threads (as many as the load needs)", take_threads, 0},
    {0,   "seed", "N", "of all that is random (1): same seed, same requests", take_seed, 0},
    {'s', "script", "FILE", "go through the script's journey", option_text, IN(plan.script)},
    {'e', "env", "NAME=TEXT", "for the script's table env; NAME: as in this environment", take_env, 0},

    {0,   NULL, NULL, "What to ask:", NULL, 0},
    {'m', "model", "NAME", "the model; auto: the first that /v1/models names", option_text, IN(plan.model)},
    {'p', "prompt", "TEXT", "ask this (built-in prompts of varied length)", option_text, IN(plan.prompt)},
    {0,   "prompts", "FILE", "ask these: texts, conversations, whole requests, a trace; any format", option_text, IN(prompts)},
    {0,   "format", "NAME", "read them as sharegpt, openai, mooncake, ... (as they look)", option_format, IN(records.format)},
    {0,   "from", "T", "only what a trace has from then on", option_span, IN(records.from)},
    {0,   "to", "T", "and before then", option_wait, IN(records.to)},
    {0,   "keep-input", "A..B", "only those of so many tokens, as the file says", option_range, IN(records.input)},
    {0,   "keep-output", "A..B", "only those whose answer has so many", option_range, IN(records.output)},
    {0,   "shuffle", NULL, "deal each once in an order by the seed, before any comes again", option_flag, IN(records.shuffle)},
    {0,   "conversations", "HOW", "first question alone, live or recorded answers in between", option_conversations, IN(plan.conversations)},
    {0,   "system", "TEXT", "begin with this system prompt", option_text, IN(plan.system)},
    {0,   "max-tokens", "N", "the longest answer", option_count, IN(plan.max_tokens)},
    {0,   "ignore-eos", NULL, "let answers be that long exactly, if the service knows how", option_flag, IN(plan.ignore_eos)},
    {0,   "input-tokens", "LIST", "prompts of this length: 550, normal:550,150, uniform:1,9, mixes", take_input_tokens, 0},
    {0,   "output-tokens", "LIST", "answers of this length, the same way", take_output_tokens, 0},
    {0,   "prefix-tokens", "N", "and before each prompt a system prompt of N tokens that many share", option_count, IN(plan.prefix_tokens)},
    {0,   "prefix-groups", "K", "one of K of them (1)", option_count, IN(plan.prefix_groups)},
    {0,   "salt", "TEXT", "make prompts new to caches by this, not by chance: the same again", take_salt, 0},
    {0,   "no-salt", NULL, "leave prompts as they are: caches may know them", option_flag, IN(no_salt)},
    {0,   "temperature", "X", "as the service understands it", take_temperature, 0},
    {0,   "api", "NAME", "how to ask: ", option_text, IN(plan.api)},
    {0,   "no-stream", NULL, "ask for whole answers", option_flag, IN(plan.no_stream)},
    {'H', "header", "LINE", "send this header; may be repeated", take_header, 0},
    {0,   "api-key-env", "VAR", "send the key in this environment variable as a bearer token", option_text, IN(key_variable)},
    {0,   "api-key-file", "FILE", "the same, from the first line of a file", option_text, IN(key_file)},

    {0,   NULL, NULL, "Patience:", NULL, 0},
    {'T', "timeout", "T", "for one answer (2m)", option_wait, IN(plan.timeout)},
    {0,   "stall", "T", "for the next bytes of an answer (30s)", option_wait, IN(plan.stall)},
    {0,   "grace", "T", "for what still runs at the end (30s)", option_span, IN(plan.grace)},

    {0,   NULL, NULL, "The connection:", NULL, 0},
    {0,   "connect-to", "HOST:PORT", "connect there, whatever the URL says; repeated: to several addresses", take_place, 0},
    {0,   "balance", "HOW", "to several: sticky (by user; the default), round-robin or random", take_balance, 0},
    {0,   "source", "LIST", "connect from our addresses in turn: 10.0.0.1,10.0.0.7-10.0.0.9", option_text, IN(source)},
    {0,   "preconnect", NULL, "open connections before the load, by a HEAD / on each", option_flag, IN(preconnect)},
    {0,   "idle-age", "T", "use no connection again that was idle for longer (4s); or never", take_idle_age, 0},
    {0,   "http2", NULL, "speak HTTP/2", option_flag, IN(http.http2)},
    {0,   "proxy", "URL", "go through a proxy", option_text, IN(http.proxy)},
    {'k', "insecure", NULL, "accept any certificate", option_flag, IN(http.insecure)},
    {0,   "cacert", "FILE", "trust these certificates (PEM)", option_text, IN(http.cacert)},
    {0,   "cert", "FILE", "our own certificate (PEM)", option_text, IN(http.cert)},
    {0,   "key", "FILE", "and its key", option_text, IN(http.key)},

    {0,   NULL, NULL, "What comes out:", NULL, 0},
    {0,   "slo", "LIST", "what is good: ttft:500ms,tpot:50ms; counted as goodput", take_slo, 0},
    {'L', "latency", NULL, "print the latency distribution as wrk does, or wrk2 with -R", option_flag, IN(latency)},
    {'U', "u_latency", NULL, "the same, and from when requests were sent", option_flag, IN(uncorrected)},
    {'B', "batch_latency", NULL, "the same, of what a wrk script sends as one text", option_flag, IN(plan.batches)},
    {0,   "percentiles", "LIST", "which ones (50,75,90,95,99,99.9)", take_percentiles, 0},
    {0,   "json", "FILE", "write the summary as JSON; -: to stdout, without the report", option_text, IN(summary)},
    {0,   "journal", "FILE", "write every exchange with all its moments, a JSON line each", option_text, IN(journal)},
    {0,   "journal-tokens", NULL, "and the moment of every token in it", option_flag, IN(journal_tokens)},
    {0,   "clock", "WHICH", "token times by the kernel (default) or read by the user program", take_clock, 0},
    {0,   "report", "NAME", "how to print it (text): ", option_text, IN(report)},
    {'q', "quiet", NULL, "no progress on stderr", option_flag, IN(quiet)},
    {0,   "dry-run", "N", "print the first N requests, and send nothing", option_count, IN(plan.dry_run)},
    {0,   "debug", NULL, "go through one journey, and show all of it as it happens", option_flag, IN(plan.debug)},
    {0,   "gc-stress", NULL, "collect garbage whenever a journey goes on: tests C modules", option_flag, IN(plan.gc_stress)},
    {'v', "version", NULL, "what this is and what it is made of", option_flag, IN(version)},
    {'h', "help", NULL, "this page", option_flag, IN(help)},
    {0,   NULL, NULL, NULL, NULL, 0},
};
/* clang-format on */

/* uvicorn, which most services run under, closes what was idle for 5 s. */
#define USUAL_IDLE_AGE (4 * NANOS_PER_SECOND)

void wish_init(struct wish *w)
{
    static const double usual[] = {50, 75, 90, 95, 99, 99.9};

    *w = (struct wish){.http.kernel_stamps = true,
                       .http.idle_age = USUAL_IDLE_AGE,
                       .report = "text",
                       .records = RECORDS_ANY,
                       .speed = 1};
    plan_init(&w->plan);
    memcpy(w->percentiles, usual, sizeof usual);
    w->percentile_count = sizeof usual / sizeof *usual;
}
