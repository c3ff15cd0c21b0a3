#include "base/error.h"
#include "base/mem.h"
#include "base/units.h"
#include "cli/cli.h"
#include "cli/sim_wish.h"
#include "net/loop.h"
#include "sim/page.h"
#include "sim/prefix.h"
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

static void announce(const struct sim_wish *w, uint16_t port)
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
static int run_servers(struct server *servers, unsigned count, const struct sim_wish *w,
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
    char late[UNITS_TEXT];

    for (unsigned i = 0; i < threads; i++) {
        struct sim_count c = sim_count(servers[i].sim);

        all.requests += c.requests;
        all.tokens += c.tokens;
        all.connections += c.connections;
        for (int f = 0; f < SIM_FAULTS; f++)
            all.faults[f] += c.faults[f];
        all.late = c.late;
    }
    fprintf(stderr, "sim served %" PRIu64 " requests, %" PRIu64 " tokens, %" PRIu64 " connections",
            all.requests, all.tokens, all.connections);
    for (int f = 0; f < SIM_FAULTS; f++)
        if (all.faults[f])
            fprintf(stderr, ", %" PRIu64 " %s", all.faults[f], sim_fault_name(f));
    if (all.late)
        fprintf(stderr, ", steps sent %s late at p99", units_span(late, all.late));
    fputc('\n', stderr);
}

/* Signals are blocked in all threads and waited for in this one. */
static int prepare(struct sim_wish *w, struct tls_identity **identity, sigset_t *signals,
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

static int run(struct sim_wish *w, struct error *err)
{
    unsigned threads = w->options.threads;
    struct server *servers = mem_new(threads * sizeof *servers);
    struct tls_identity *identity = NULL;
    sigset_t signals;
    int outcome = prepare(w, &identity, &signals, err);

    if (w->cache_blocks && !w->options.fleet.replicas)
        w->options.cache = prefix_new(w->cache_blocks);
    w->options.tallies = sim_tallies(&w->options, threads);
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
    prefix_free(w->options.cache);
    tallies_free(w->options.tallies);
    tls_identity_free(identity);
    free(servers);
    return outcome;
}

int cli_sim(int argc, char **argv)
{
    struct sim_wish w;
    struct error err;

    sim_wish_init(&w);
    if (sim_wish_read(&w, argc, argv, &err)) {
        fprintf(stderr, "stoke sim: %s\n", err.text);
        return EXIT_USAGE;
    }
    if (w.help) {
        sim_wish_help();
        return EXIT_DONE;
    }
    if (run(&w, &err)) {
        fprintf(stderr, "stoke sim: %s\n", err.text);
        return EXIT_OURS;
    }
    return EXIT_DONE;
}
