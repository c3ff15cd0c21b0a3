#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "base/units.h"
#include "cli/cli.h"
#include "cli/complain.h"
#include "cli/describe.h"
#include "cli/diagnose.h"
#include "cli/hooks.h"
#include "cli/look.h"
#include "cli/names.h"
#include "cli/options.h"
#include "cli/prepare.h"
#include "cli/progress.h"
#include "cli/quote.h"
#include "cli/script_flags.h"
#include "data/library.h"
#include "data/records.h"
#include "load/crew.h"
#include "measure/journal.h"
#include "measure/metrics.h"
#include "measure/summary.h"
#include "plan/arrival.h"

#include <errno.h>
#include <lauxlib.h>
#include <luajit.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char examples[] =
    "stoke: wrk for LLM services\n"
    "\n"
    "  stoke [options] URL                 load a service, then report\n"
    "  stoke sim [options]                 be a service, for trying things out\n"
    "  stoke check SCRIPT [options]        read a script, and say what is wrong with it\n"
    "  stoke data FILE [options]           say what there is to ask in a file\n"
    "\n"
    "  stoke -c32 -d30s -m llama http://host:8000            32 users chat for 30 s\n"
    "  stoke -c32 -d30s -m auto --warmup 5s http://host:8000 the service's first model, warmed up\n"
    "  stoke -R 2.5 -d5m -m llama http://host:8000           2.5 requests a second, come what may\n"
    "  stoke -n100 -m llama -p 'Why is the sky blue?' http://host:8000/v1\n"
    "  stoke -m llama --prompts questions.txt --max-tokens 200 --json out.json http://host:8000\n"
    "  stoke -s journey.lua -c100 -d1m http://host:8000      a journey of your own, in Lua\n"
    "  stoke -t2 -c64 -d10s --latency http://host:8080/      what wrk does\n"
    "\n"
    "URL is the service's base, its /v1 or the endpoint itself. Times: 500ms 30s 2m 1h.\n"
    "Exit codes: 0 done, 2 usage, 104 bad script, 105 interrupted, 107 the script failed,\n"
    "111 nothing was measured, 1 our own fault.\n";

static int help(struct run *r, struct error *err)
{
    char *apis = names_of_module(&r->script, "stoke.apis", err);
    char *reports = names_of_module(&r->script, "stoke.report.init", err);
    const struct option_names known[] = {
        {"api",    apis},
        {"report",        reports},
        {0}
    };
    bool whole = apis && reports;

    if (whole) {
        fputs(examples, stdout);
        options_help(wish_options, known, stdout);
        if (r->wish.plan.script)
            script_flags_help(&r->script, stdout);
    }
    free(apis);
    free(reports);
    return whole ? EXIT_DONE : EXIT_OURS;
}

static int version(struct run *r, struct error *err)
{
    char *apis = names_of_module(&r->script, "stoke.apis", err);

    if (!apis)
        return EXIT_OURS;
    printf("stoke %s\n%s\n%s\n%s\n", STOKE_VERSION, LUAJIT_VERSION, http_version(),
           OpenSSL_version(OPENSSL_VERSION));
    printf("protocols: %s; HTTP/1.1, HTTP/2, TLS; receive stamps by the kernel\n", apis);
    free(apis);
    return EXIT_DONE;
}

static const char *calibrated_by(const struct plan *p)
{
    static const char *const names[] = {
        [CALIBRATED_BY_GUESS] = "guess",
        [CALIBRATED_BY_TOKENIZE] = "tokenize",
        [CALIBRATED_BY_USAGE] = "usage",
    };

    return names[p->calibration.by];
}

/* A script's own words are not salted. */
static const char *salt_of(const struct run *r)
{
    const struct plan *p = &r->wish.plan;

    return p->wants_lengths || (!r->has_journeys && !r->is_wrk && strcmp(p->api, "http") != 0)
               ? p->salt
               : NULL;
}

static void describe(const struct run *r, const struct crew *c, struct run_facts *f)
{
    const struct plan *p = &r->wish.plan;
    struct http_tally seen = crew_connections(c);

    *f = (struct run_facts){
        .url = p->url,
        .model = p->model,
        .api = p->api,
        .script = p->script,
        .threads = p->threads,
        .users = plan_users(p),
        .rate = plan_rate(p),
        .offered = plan_offered(p),
        .requests = p->requests,
        .arrival = plan_arrival(p),
        .burstiness = plan_burstiness(p),
        .seed = p->seed,
        .salt = salt_of(r),
        .calibrated_by = calibrated_by(p),
        .token_bytes = p->calibration.token_bytes,
        .overhead = p->calibration.overhead,
        .calibration_requests = p->calibration.requests,
        .planned = plan_lasts(p) == NANOS_NEVER ? 0 : plan_lasts(p) - plan_warmup(p),
        .warmup = plan_warmup(p),
        .window = crew_window(c),
        .elapsed = crew_elapsed(c),
        .thinned = crew_thinned(c),
        .began_wall = clock_wall() - crew_elapsed(c),
        .no_files = seen.no_files,
        .connections = {.aged = seen.aged,
                        .closed = seen.closed,
                        .before = seen.before,
                        .most = seen.most},
        .partial = crew_interrupted(c),
        .want_latency = r->wish.latency || r->wish.uncorrected,
        .want_uncorrected = r->wish.uncorrected,
        .batches = p->batches,
        .insecure = r->wish.http.insecure,
        .worker_cpu = crew_cpu(c),
        .slo = &p->slo,
        .percentiles = r->wish.percentiles,
        .percentile_count = r->wish.percentile_count,
        .targets = r->wish.connect_to,
        .target_count = r->wish.place_count > 1 ? r->wish.place_count : 0,
        .secrets = (const char *const *)r->secrets,
    };
}

static int write_file(const char *path, const struct buf *text, struct error *err)
{
    FILE *f = fopen(path, "we");
    bool whole = f && fwrite(text->data, 1, text->len, f) == text->len;

    if (f && fclose(f))
        whole = false;
    return whole ? 0 : error_set(err, "cannot write \"%s\": %s", path, strerror(errno));
}

/* The report is Lua's: text made of the summary. */
static int print_report(struct run *r, const struct buf *summary, struct error *err)
{
    lua_State *L = r->script.L;
    const char *text;
    size_t n;

    if (script_require(&r->script, "stoke.report.init", err))
        return -1;
    lua_getfield(L, -1, "render");
    lua_pushstring(L, r->wish.report);
    lua_pushlstring(L, summary->data, summary->len);
    if (script_call(&r->script, "report", 2, 1, err))
        return -1;
    text = lua_tolstring(L, -1, &n);
    fwrite(text, 1, n, stdout);
    lua_settop(L, 0);
    return 0;
}

static int put_out(struct run *r, const struct buf *summary, struct error *err)
{
    const char *path = r->wish.summary;
    int failed;

    if (path && !strcmp(path, "-")) {
        fwrite(summary->data, 1, summary->len, stdout);
        return 0;
    }
    failed = path ? write_file(path, summary, err) : 0;
    return print_report(r, summary, err) || failed ? -1 : 0;
}

static int report(struct run *r, const struct crew *c, struct hooks *h, struct error *err)
{
    struct run_facts facts;
    struct stage_facts *stages;
    struct buf text = {0};
    struct json_writer w = {.out = &text};
    int failed;

    describe(r, c, &facts);
    facts.stage_count = describe_stages(&r->wish.plan, c, &stages);
    facts.stages = stages;
    r->script.measured = crew_metrics(c);
    summary_write(crew_metrics(c), &facts, &w);
    buf_put(&text, "\n");
    failed = put_out(r, &text, err);
    if (!failed)
        hooks_done(h, &text);
    buf_release(&text);
    free(stages);
    return failed;
}

static enum fault commonest(const struct counts *n)
{
    enum fault most = FAULT_NONE;

    for (enum fault f = 0; f < FAULT_COUNT; f++)
        if (n->faults[f] > n->faults[most])
            most = f;
    return most;
}

/* Nothing of what came was understood: the service may speak something else. */
static bool is_foreign(enum fault f)
{
    return f == FAULT_SEND || f == FAULT_NO_REPLY || f == FAULT_MALFORMED || f == FAULT_RESET ||
           f == FAULT_TIMEOUT;
}

/* The example is what the service or libcurl said; advice says what to do. */
static void say_why(const struct run *r, const struct crew *c, enum fault f, struct error *err)
{
    const char *advice = is_foreign(f) ? diagnose(&r->wish.http, r->wish.plan.url) : NULL;
    const char *example = metrics_example_of(crew_metrics(c), f);
    const struct counts *n = metrics_counts(crew_metrics(c));
    struct buf why = {0};

    if (advice)
        buf_put(&why, advice);
    else if (example)
        quote(&why, example, f == FAULT_SCRIPT ? strcspn(example, "\n") : strlen(example),
              (const char *const *)r->secrets);
    error_set(err, "nothing was measured: none of %llu requests ended well (%s: %llu)%s%.*s",
              (unsigned long long)n->begun, fault_name(f), (unsigned long long)n->faults[f],
              why.len ? ": " : "", (int)why.len, why.len ? why.data : "");
    buf_release(&why);
}

static int nothing_measured(const struct run *r, const struct crew *c, struct error *err)
{
    const struct counts *n = metrics_counts(crew_metrics(c));
    enum fault f = commonest(n);

    if (n->faults[f])
        say_why(r, c, f, err);
    else
        error_set(err, "nothing was measured: no request ended well");
    return EXIT_NOTHING;
}

static int script_failed(const struct crew *c, struct error *err)
{
    const char *example = metrics_example_of(crew_metrics(c), FAULT_SCRIPT);

    if (crew_stuck(c)) {
        error_set(err, "a journey could not be ended: %s", crew_stuck(c));
        return EXIT_SCRIPT_FAILED;
    }
    error_set(err, "the script failed in every journey: %.*s", (int)strcspn(example, "\n"),
              example);
    return EXIT_SCRIPT_FAILED;
}

static int exit_code(const struct run *r, const struct crew *c, struct error *err)
{
    const struct counts *n = metrics_counts(crew_metrics(c));

    if (crew_script_failed(c) || (n->journeys && n->journeys_failed == n->journeys &&
                                  n->faults[FAULT_SCRIPT] >= n->journeys))
        return script_failed(c, err);
    if (crew_interrupted(c))
        return EXIT_INTERRUPTED;
    return n->ok || n->stopped ? EXIT_DONE : nothing_measured(r, c, err);
}

static void keep_signals(void)
{
    sigset_t signals;

    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

/* What watches a run. */
struct watch {
    struct hooks hooks;
    struct look look;
    struct crew *crew;
    bool told; /* that it was interrupted */
};

/* Whoever pressed Ctrl-C sees nothing happen for as long as --grace. */
static void tell_of_interrupt(struct watch *w, const struct crew_view *view)
{
    const struct run *r = w->hooks.run;
    char grace[UNITS_TEXT];

    if (w->told || !crew_interrupted(w->crew) || r->wish.quiet)
        return;
    w->told = true;
    progress_end(&w->hooks.progress);
    fprintf(stderr,
            "stoke: interrupted: %llu journeys may still end, for up to %s; Ctrl-C again stops at "
            "once\n",
            (unsigned long long)view->running, units_typed(grace, r->wish.plan.grace));
}

static void on_tick(void *owner, const struct crew_view *view)
{
    struct watch *w = owner;

    tell_of_interrupt(w, view);
    hooks_tick(&w->hooks, view);
    if (look_seen(&w->look))
        crew_stop(w->crew);
}

struct opening_told {
    const struct run *run;
    nanos next;
};

/* A second is nothing to speak of. Ctrl-C ends it, and then the run. */
static bool tell_of_opening(void *owner, uint64_t opened, uint64_t wanted)
{
    struct opening_told *o = owner;
    nanos now = clock_now();
    sigset_t waiting;

    sigpending(&waiting);
    if (sigismember(&waiting, SIGINT) || sigismember(&waiting, SIGTERM))
        return false;
    if (!o->run->wish.quiet && now >= o->next) {
        fprintf(stderr, "stoke: %llu of %llu connections are open\n", (unsigned long long)opened,
                (unsigned long long)wanted);
        o->next = now + NANOS_PER_SECOND;
    }
    return true;
}

static int preconnect(const struct run *r, struct watch *w, struct error *err)
{
    struct opening_told o = {.run = r, .next = clock_now() + NANOS_PER_SECOND};

    if (!r->wish.preconnect || r->wish.plan.dry_run)
        return 0;
    keep_signals();
    return crew_preconnect(w->crew, tell_of_opening, &o, err);
}

static int run_load(struct run *r, struct watch *w, struct error *err)
{
    struct progress *p = &w->hooks.progress;
    int failed;

    progress_init(p, r->wish.quiet);
    p->lasts = plan_lasts(&r->wish.plan);
    p->requests = r->wish.plan.requests;
    p->llm = strcmp(r->wish.plan.api, "http") != 0;
    keep_signals();
    hooks_begin(&w->hooks);
    failed = crew_run(w->crew, on_tick, w, err);
    progress_end(p);
    hooks_cleanup(&w->hooks);
    return failed;
}

/* What was looked at needs no report. */
static int conclude(struct run *r, struct watch *w, struct error *err)
{
    int code;

    if (preconnect(r, w, err)) {
        hooks_cleanup(&w->hooks);
        return EXIT_NOTHING;
    }
    if (run_load(r, w, err))
        return EXIT_OURS;
    if (look_seen(&w->look))
        return EXIT_DONE;
    if (!r->wish.plan.dry_run && report(r, w->crew, &w->hooks, err))
        return EXIT_OURS;
    code = exit_code(r, w->crew, err);
    return w->hooks.failed && code == EXIT_DONE ? EXIT_OURS : code;
}

static void tell_of_records(const struct records *records)
{
    struct buf text = {0};

    records_tell(records, &text);
    for (char *at = NULL, *line = text.data ? strtok_r(text.data, "\n", &at) : NULL; line;
         line = strtok_r(NULL, "\n", &at))
        fprintf(stderr, "stoke: %s\n", line);
    buf_release(&text);
}

static void tell_of_set(const struct dataset *set)
{
    struct buf text = {0};

    dataset_misfits(set, &text);
    fprintf(stderr, "stoke: %s\n", text.data);
    buf_release(&text);
}

/* All Lua states have the same data sets, so each is spoken of once. */
static void tell_of_data(const struct run *r)
{
    const struct dataset *set;

    if (r->wish.quiet)
        return;
    if (r->records)
        tell_of_records(r->records);
    for (size_t i = 0; (set = library_at(r->library, i)); i++)
        if (dataset_skipped(set))
            tell_of_set(set);
}

static int load_and_report(struct run *r, struct error *err)
{
    struct worker_setup setup = {.plan = &r->wish.plan,
                                 .http = &r->wish.http,
                                 .journal = r->journal,
                                 .main = &r->script,
                                 .library = r->library,
                                 .token_stamps = r->wish.journal_tokens};
    struct watch w = {.told = false};
    int code = hooks_prepare(&w.hooks, r, &setup.shared, err);

    if (code)
        return code;
    look_init(&w.look, r);
    if (look_wanted(&r->wish))
        setup.trace = &w.look.trace;
    w.crew = crew_new(&setup, err);
    lua_settop(r->script.L, 0);
    tell_of_data(r);
    code = w.crew ? conclude(r, &w, err) : EXIT_BAD_SCRIPT;
    crew_free(w.crew);
    if (r->journal && journal_close(r->journal, err))
        code = EXIT_OURS;
    r->journal = NULL;
    return code;
}

static int run(struct run *r, int argc, char **argv, struct error *err)
{
    int code = prepare_wish(r, argc, argv, err);

    if (code)
        return code;
    if (r->wish.help)
        return help(r, err);
    if (r->wish.version)
        return version(r, err);
    if (http_start_up(err))
        return EXIT_OURS;
    code = prepare_run(r, err);
    return code ? code : load_and_report(r, err);
}

int cli_run(int argc, char **argv)
{
    struct run r = {0};
    struct error err = {""};
    int code = run(&r, argc, argv, &err);

    if (code && err.text[0])
        prepare_complain(&r, &err);
    prepare_release(&r);
    return code;
}
