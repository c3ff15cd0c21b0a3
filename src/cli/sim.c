#include "base/error.h"
#include "base/mem.h"
#include "base/units.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "net/loop.h"
#include "sim/embed.h"
#include "sim/server.h"
#include "sim/tls.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { THREADS_MAX = 256 };

/* What the command line asked for. */
struct wish {
    struct sim_options options;
    bool tls, help;
    const char *certificate; /* a path to write it to */
    nanos quit_after;        /* 0: never */
};

static int read_whole(const char *text, uint64_t low, uint64_t high, uint64_t *n, struct error *err)
{
    char *end;
    unsigned long long got;

    errno = 0;
    got = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || got < low || got > high)
        return error_set(err, "\"%s\" is no whole number from %" PRIu64 " to %" PRIu64, text, low,
                         high);
    *n = got;
    return 0;
}

static int take_port(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    uint64_t n = 0;

    if (read_whole(text, 0, 65535, &n, err))
        return -1;
    w->options.port = (uint16_t)n;
    return 0;
}

static int take_threads(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    uint64_t n = 0;

    if (read_whole(text, 1, THREADS_MAX, &n, err))
        return -1;
    w->options.threads = (unsigned)n;
    return 0;
}

static int take_ttft(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    return spread_read_span(text, &w->options.model.ttft, err);
}

static int take_gap(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    return spread_read_span(text, &w->options.model.gap, err);
}

static int take_tokens(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    return spread_read_count(text, &w->options.model.tokens, err);
}

static int take_slow(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    return model_read_slow(text, &w->options.model, err);
}

static int read_count(const char *text, unsigned low, unsigned high, unsigned *count,
                      struct error *err)
{
    uint64_t n = 0;

    if (read_whole(text, low, high, &n, err))
        return -1;
    *count = (unsigned)n;
    return 0;
}

static int take_interval(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    return read_count(text, 1, SIM_INTERVAL_MAX, &w->options.interval, err);
}

static int take_tool_calls(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    return read_count(text, 0, SIM_TOOL_CALLS_MAX, &w->options.tool_calls, err);
}

static int take_tool_rounds(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    return read_count(text, 0, SIM_TOOL_ROUNDS_MAX, &w->options.tool_rounds, err);
}

static int take_tool_fragment(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    return read_count(text, 1, SIM_FRAGMENT_MAX, &w->options.tool_fragment, err);
}

static int take_dimensions(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    return read_count(text, 1, EMBED_SIZE_MAX, &w->options.dimensions, err);
}

static int take_reasoning(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    return read_count(text, 0, SIM_REASONING_MAX, &w->options.reasoning, err);
}

static int take_usage(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    static const char *const names[] = {"auto", "always", "never", "every"};

    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(text, names[i]) == 0) {
            w->options.usage = (enum sim_usage)i;
            return 0;
        }
    }
    return error_set(err, "\"%s\" is none of auto, always, never, every", text);
}

static int take_seed(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    return read_whole(text, 0, UINT64_MAX, &w->options.seed, err);
}

static int take_fault(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    struct sim_options *o = &w->options;

    if (o->rule_count == SIM_RULES_MAX)
        return error_set(err, "there are more than %d faults", SIM_RULES_MAX);
    if (sim_rule_read(text, &o->rules[o->rule_count], err))
        return -1;
    o->rule_count++;
    return 0;
}

static int take_certificate(void *wish, const char *text, struct error *err)
{
    struct wish *w = wish;
    w->certificate = text;
    return option_flag(&w->tls, text, err);
}

#define IN(name) offsetof(struct wish, name)

/* clang-format off */
static const struct option_line lines[] = {
    {0,   "host", "NAME", "listen there (127.0.0.1)", option_text, IN(options.host)},
    {0,   "port", "N", "listen on this port; 0: any that is free (8000)", take_port, 0},
    {0,   "threads", "N", "serve with so many threads (1)", take_threads, 0},
    {0,   "model", "NAME", "the model's name (sim)", option_text, IN(options.model_name)},
    {0,   "ttft", "T", "time to the first token: 50ms, or 50ms~0.2 for jitter (50ms)", take_ttft, 0},
    {0,   "gap", "T", "time between tokens, the same way (10ms)", take_gap, 0},
    {0,   "tokens", "N", "tokens in a reply: 100, 100~0.5 or 20..200 (100)", take_tokens, 0},
    {0,   "instant", NULL, "no waiting: as fast as the socket takes it", option_flag, IN(options.instant)},
    {0,   "slow-window", "A..B+T", "from A to B after the first request, T slower: 5s..10s+2s", take_slow, 0},
    {0,   "stream-interval", "N", "tokens in an event (1)", take_interval, 0},
    {0,   "usage", "WHEN", "tell token counts: auto (if asked), always, never, every event", take_usage, 0},
    {0,   "reasoning", "N", "tokens of thought before each answer (0)", take_reasoning, 0},
    {0,   "tool-calls", "N", "call so many tools at once, of those a request offers (0)", take_tool_calls, 0},
    {0,   "tool-rounds", "N", "so many times after a message of the user (1)", take_tool_rounds, 0},
    {0,   "tool-fragment", "N", "bytes of the arguments in an event (4)", take_tool_fragment, 0},
    {0,   "tool-interleave", NULL, "fragments of all calls in turn", option_flag, IN(options.tool_in_turn)},
    {0,   "dimensions", "N", "numbers in an embedding (64)", take_dimensions, 0},
    {0,   "seed", "N", "of all that is random (1)", take_seed, 0},
    {0,   "fault", "NAME[:P][@N]", "misbehave: see below; may be repeated", take_fault, 0},
    {0,   "api-key", "KEY", "answer 401 to whoever does not send it", option_text, IN(options.api_key)},
    {0,   "tls", NULL, "speak TLS with a certificate made at start", option_flag, IN(tls)},
    {0,   "tls-cert", "FILE", "the same, and write the certificate to FILE for --cacert", take_certificate, 0},
    {0,   "truth", "FILE", "write when each token was sent, a JSON line per request", option_text, IN(options.truth)},
    {0,   "bodies", "FILE", "write what was asked: a request's id, a tab, its body on a line", option_text, IN(options.bodies)},
    {0,   "quit-after", "T", "end by itself after this time", option_span, IN(quit_after)},
    {'h', "help", NULL, "this page", option_flag, IN(help)},
    {0,   NULL, NULL, NULL, NULL, 0},
};
/* clang-format on */

static void print_help(void)
{
    puts("stoke sim: a simulated LLM service, to try things on and to test against\n\n"
         "  stoke sim                                     50 ms to the first token, then 100/s\n"
         "  stoke sim --ttft 200ms~0.3 --gap 20ms~0.1 --tokens 20..400\n"
         "  stoke sim --instant --threads 4               how fast is the client?\n"
         "  stoke sim --fault reset:0.05 --fault 429:0.1  what does it make of trouble?\n"
         "  stoke sim --port 0 --truth truth.jsonl        the first line tells the URL\n\n"
         "It serves /v1/chat/completions, /v1/completions, /v1/models, /health and /; and\n"
         "/v1/embeddings and /v1/rerank, where texts are near each other as far as they share\n"
         "words, and whose replies come after the time to the first token.\n\n"
         "options (and what they are when not given):");
    options_help(lines, stdout);
    puts(
        "\nfaults (reset:0.1@20 befalls a tenth of the requests, after 20 tokens; without a share\n"
        "all of them, without a place in the middle):");
    for (int f = 0; f < SIM_FAULTS; f++)
        printf("  %-12s %s\n", sim_fault_name(f), sim_fault_summary(f));
    puts("\nA request may ask for itself, by headers: X-Sim-Tool-Calls, X-Sim-Tool-Rounds,\n"
         "X-Sim-Tool-Fragment, X-Sim-Reasoning: N.");
}

static int read_options(struct wish *w, int argc, char **argv, struct error *err)
{
    int first = options_read(lines, argc, argv, w, err);

    if (first < 0)
        return -1;
    if (first < argc)
        return error_set(err, "sim takes no \"%s\" (stoke sim --help shows all)", argv[first]);
    return 0;
}

/* A thread and all that it serves with. */
struct server {
    pthread_t thread;
    struct loop *loop;
    struct sim *sim;
    atomic_bool *stop;
};

static void *serve(void *arg)
{
    struct server *s = arg;

    while (!atomic_load_explicit(s->stop, memory_order_relaxed))
        loop_turn(s->loop, false);
    return NULL;
}

static int open_server(struct server *s, const struct sim_options *o, struct error *err)
{
    s->loop = loop_new(err);
    s->sim = s->loop ? sim_new(s->loop, o, err) : NULL;
    return s->sim ? 0 : -1;
}

static void close_server(struct server *s)
{
    sim_free(s->sim);
    loop_free(s->loop);
    *s = (struct server){0};
}

/* Several sockets may share a port only if all say so, and then a stranger's would go
 * unnoticed. So the port is first taken alone. */
static int check_port_is_free(const struct sim_options *o, struct error *err)
{
    struct server alone = {0};
    int good;

    if (o->threads == 1 || !o->port)
        return 0;
    good = open_server(&alone, o, err);
    close_server(&alone);
    return good;
}

static int open_servers(struct server *servers, struct sim_options o, struct error *err)
{
    if (check_port_is_free(&o, err))
        return -1;
    o.port_open = o.threads > 1;
    for (o.index = 0; o.index < o.threads; o.index++) {
        if (open_server(&servers[o.index], &o, err))
            return -1;
        o.port = sim_port(servers[0].sim);
    }
    return 0;
}

static void announce(const struct wish *w, uint16_t port)
{
    bool v6 = strchr(w->options.host, ':');

    printf("%s://%s%s%s:%u\n", w->tls ? "https" : "http", v6 ? "[" : "", w->options.host,
           v6 ? "]" : "", port);
    fflush(stdout);
}

static void wait_for_end(const sigset_t *signals, nanos quit_after)
{
    nanos end = clock_now() + quit_after;
    struct timespec left;

    if (!quit_after) {
        while (sigwaitinfo(signals, NULL) < 0 && errno == EINTR)
            ;
        return;
    }
    do {
        nanos more = end - clock_now();

        if (more <= 0)
            return;
        left = (struct timespec){more / NANOS_PER_SECOND, more % NANOS_PER_SECOND};
    } while (sigtimedwait(signals, NULL, &left) < 0 && errno == EINTR);
}

/* Returns the error number of the thread that could not be started, after which those
 * before it are stopped again. */
static int run_servers(struct server *servers, unsigned count, const struct wish *w,
                       const sigset_t *signals)
{
    atomic_bool stop = false;
    unsigned started = 0;
    int why = 0;

    for (; started < count && !why; started += !why) {
        servers[started].stop = &stop;
        why = pthread_create(&servers[started].thread, NULL, serve, &servers[started]);
    }
    if (!why) {
        announce(w, sim_port(servers[0].sim));
        wait_for_end(signals, w->quit_after);
    }
    atomic_store(&stop, true);
    for (unsigned i = 0; i < started; i++) {
        loop_wake(servers[i].loop);
        pthread_join(servers[i].thread, NULL);
    }
    return why;
}

static void tell_what_was_served(const struct server *servers, unsigned threads)
{
    struct sim_count all = {0};

    for (unsigned i = 0; i < threads; i++) {
        struct sim_count c = sim_count(servers[i].sim);

        all.requests += c.requests;
        all.tokens += c.tokens;
        all.connections += c.connections;
        for (int f = 0; f < SIM_FAULTS; f++)
            all.faults[f] += c.faults[f];
    }
    fprintf(stderr, "sim served %" PRIu64 " requests, %" PRIu64 " tokens, %" PRIu64 " connections",
            all.requests, all.tokens, all.connections);
    for (int f = 0; f < SIM_FAULTS; f++)
        if (all.faults[f])
            fprintf(stderr, ", %" PRIu64 " %s", all.faults[f], sim_fault_name(f));
    fputc('\n', stderr);
}

/* Signals are blocked in all threads and waited for in this one. */
static int prepare(struct wish *w, struct tls_identity **identity, sigset_t *signals,
                   struct error *err)
{
    struct rlimit files;

    signal(SIGPIPE, SIG_IGN);
    sigemptyset(signals);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (!w->tls)
        return 0;
    *identity = tls_identity_new(err);
    w->options.tls = *identity;
    if (!*identity)
        return -1;
    return w->certificate ? tls_identity_save(*identity, w->certificate, err) : 0;
}

static int run(struct wish *w, struct error *err)
{
    unsigned threads = w->options.threads;
    struct server *servers = mem_new(threads * sizeof *servers);
    struct tls_identity *identity = NULL;
    sigset_t signals;
    int outcome = prepare(w, &identity, &signals, err);

    if (!outcome)
        outcome = open_servers(servers, w->options, err);
    if (!outcome) {
        int why = run_servers(servers, threads, w, &signals);

        if (why)
            outcome = error_set(err, "cannot start a thread: %s", strerror(why));
        else
            tell_what_was_served(servers, threads);
    }
    for (unsigned i = 0; i < threads; i++)
        close_server(&servers[i]);
    tls_identity_free(identity);
    free(servers);
    return outcome;
}

int cli_sim(int argc, char **argv)
{
    struct wish w = {0};
    struct error err;

    sim_options_init(&w.options);
    if (read_options(&w, argc, argv, &err)) {
        fprintf(stderr, "stoke sim: %s\n", err.text);
        return EXIT_USAGE;
    }
    if (w.help) {
        print_help();
        return EXIT_DONE;
    }
    if (run(&w, &err)) {
        fprintf(stderr, "stoke sim: %s\n", err.text);
        return EXIT_OURS;
    }
    return EXIT_DONE;
}
