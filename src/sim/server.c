#include "sim/server.h"

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "net/stamp.h"
#include "sim/conn.h"
#include "sim/lines.h"
#include "sim/outage.h"
#include "sim/page.h"
#include "sim/readings.h"
#include "sim/service.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ACCEPTS_PER_TURN = 128, BACKLOG = 4096 };
#define RETRY_AFTER (50 * NANOS_PER_MS)

void sim_options_init(struct sim_options *o)
{
    *o = (struct sim_options){
        .host = "127.0.0.1",
        .port = 8000,
        .threads = 1,
        .seed = 1,
        .model_name = "sim",
        .model.ttft = {50e6, 50e6, 0},
        .model.gap = {10e6, 10e6, 0},
        .model.tokens = {100,  100,  0},
        .interval = 1,
        .dimensions = 64,
        .metrics = &wording_vllm,
        .tool_rounds = 1,
        .tool_fragment = 4,
    };
}

struct sim_given sim_draw(struct sim *s, struct rng *dice)
{
    const struct sim_rules *rules = &s->options.rules;
    struct sim_given g = sim_given_draw(rules->list, rules->count, dice);

    for (unsigned f = 0; g.any && f < SIM_FAULTS; f++)
        tally_up(&s->tally->faults[f], sim_given_has(g, (enum sim_fault)f));
    return g;
}

bool sim_draw_early(struct sim *s, enum sim_fault f)
{
    const struct sim_rules *rules = &s->options.rules;

    for (unsigned i = 0; i < rules->count; i++) {
        if (rules->list[i].fault != f || rng_unit(&s->dice) >= rules->list[i].share)
            continue;
        tally_up(&s->tally->faults[f], 1);
        return true;
    }
    return false;
}

static void welcome(struct sim *s, int fd)
{
    int yes = 1;

    if (sim_draw_early(s, SIM_REFUSE)) {
        tally_add(s->tally, TALLY_CONNECTIONS, 1);
        close(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    conn_open(s, fd);
}

/* Bounded, so that a crowd at the door does not silence those inside. */
static void on_client(struct watch *w, unsigned events)
{
    struct sim *s = container_of(w, struct sim, listener);

    (void)events;
    for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
        int fd = accept4(w->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd >= 0) {
            welcome(s, fd);
        } else if (errno == EMFILE || errno == ENFILE) {
            loop_unwatch(s->loop, w);
            loop_timer(s->loop, &s->retry, loop_now(s->loop) + RETRY_AFTER);
            return;
        } else if (errno != ECONNABORTED && errno != EINTR) {
            return;
        }
    }
}

static void on_retry(struct timer *t, nanos now)
{
    struct sim *s = container_of(t, struct sim, retry);

    (void)now;
    loop_watch(s->loop, &s->listener, LOOP_READ);
}

static int listen_at(const struct addrinfo *a, bool port_open)
{
    int fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), yes = 1;

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (port_open)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    if (bind(fd, a->ai_addr, a->ai_addrlen) || listen(fd, BACKLOG)) {
        int why = errno;

        close(fd);
        errno = why;
        return -1;
    }
    return fd;
}

static int start_listening(const struct sim_options *o, struct error *err)
{
    struct addrinfo *found, hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    char port[8];
    int fd, why;

    snprintf(port, sizeof port, "%u", o->port);
    why = getaddrinfo(o->host, port, &hints, &found);
    if (why)
        return error_set(err, "cannot listen on %s: %s", o->host, gai_strerror(why));
    fd = listen_at(found, o->port_open);
    freeaddrinfo(found);
    if (fd < 0)
        return error_set(err, "cannot listen on %s port %u: %s", o->host, o->port, strerror(errno));
    return fd;
}

int sim_open_door(struct sim *s, struct error *err)
{
    int fd = start_listening(&s->options, err);

    if (fd < 0)
        return -1;
    s->listener.fd = fd;
    if (s->stamps) /* Connections inherit it: even what came before accept() has its moment. */
        stamps_watch(s->stamps, fd);
    loop_watch(s->loop, &s->listener, LOOP_READ);
    return 0;
}

void sim_close_door(struct sim *s)
{
    loop_timer_stop(s->loop, &s->retry);
    if (s->listener.fd < 0)
        return;
    if (s->stamps)
        stamps_unwatch(s->stamps, s->listener.fd);
    loop_unwatch(s->loop, &s->listener);
    close(s->listener.fd);
    s->listener.fd = -1;
}

static int open_files(struct sim *s, struct error *err)
{
    const struct sim_options *o = &s->options;

    if (o->truth && !(s->truth = lines_open(o->truth, "truth", err)))
        return -1;
    if (o->bodies && !(s->bodies = lines_open(o->bodies, "bodies", err)))
        return -1;
    return 0;
}

void sim_flush_files(struct sim *s)
{
    if (s->speaking)
        return;
    if (s->truth)
        lines_flush(s->truth);
    if (s->bodies)
        lines_flush(s->bodies);
}

/* Without an engine there is no end. */
unsigned sim_longest(const struct sim *s)
{
    return s->fleet ? fleet_room(s->fleet) : 1 << 20;
}

struct tallies *sim_tallies(const struct sim_options *o, unsigned threads)
{
    unsigned engines = o->fleet.replicas;
    struct tallies *all = page_tallies(o->metrics, engines ? engines : threads);

    all->apart = engines > 0;
    return all;
}

/* A service that shares its numbers with nobody keeps them for itself. */
static void begin_tally(struct sim *s)
{
    const struct sim_options *o = &s->options;

    if (!o->tallies)
        s->own = sim_tallies(o, 1);
    s->tallies = o->tallies ? o->tallies : s->own;
    s->tally = s->tallies->of[o->tallies ? o->index : 0];
}

static void begin_engines(struct sim *s)
{
    s->fleet = fleet_new(s->loop, &s->options.fleet);
    readings_begin(s);
}

struct sim *sim_new(struct loop *l, const struct sim_options *o, struct error *err)
{
    struct sim *s = mem_new(sizeof *s);
    struct json_writer name = {.out = &s->model};

    s->options = *o;
    s->options.threads = o->threads ? o->threads : 1;
    s->loop = l;
    s->listener.ready = on_client;
    s->retry.fire = on_retry;
    list_init(&s->conns);
    begin_tally(s);
    if (o->fleet.replicas)
        begin_engines(s);
    rng_seed(&s->dice, o->seed, o->index);
    route_front(&s->front);
    json_put_string(&name, s->options.model_name);
    s->listener.fd = -1;
    outage_begin(s);
    if (o->truth)
        s->stamps = stamps_new(true);
    if (sim_open_door(s, err) || open_files(s, err)) {
        sim_free(s);
        return NULL;
    }
    s->options.port = sim_port(s);
    return s;
}

uint16_t sim_port(const struct sim *s)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } a = {0};
    socklen_t len = sizeof a;

    if (getsockname(s->listener.fd, &a.any, &len))
        return 0;
    return ntohs(a.any.sa_family == AF_INET6 ? a.v6.sin6_port : a.v4.sin_port);
}

static void add_up(struct sim_count *c, const struct tally *t)
{
    c->requests += tally_read(&t->counts[TALLY_REQUESTS]);
    c->tokens += tally_read(&t->counts[TALLY_TOKENS]);
    c->connections += tally_read(&t->counts[TALLY_CONNECTIONS]);
    for (unsigned f = 0; f < SIM_FAULTS; f++)
        c->faults[f] += tally_read(&t->faults[f]);
}

/* A thread with several engines has all the tallies for itself. */
struct sim_count sim_count(const struct sim *s)
{
    struct sim_count c = {0};

    if (!s->tallies->apart)
        add_up(&c, s->tally);
    for (unsigned i = 0; s->tallies->apart && i < s->tallies->count; i++)
        add_up(&c, s->tallies->of[i]);
    c.late = s->fleet ? fleet_lateness(s->fleet) : 0;
    return c;
}

void sim_free(struct sim *s)
{
    if (!s)
        return;
    while (!list_empty(&s->conns))
        conn_close(container_of(s->conns.next, struct conn, link));
    fleet_free(s->fleet);
    sim_close_door(s);
    outage_end(s);
    lines_free(s->truth);
    lines_free(s->bodies);
    stamps_free(s->stamps);
    tallies_free(s->own);
    buf_release(&s->out);
    buf_release(&s->front);
    buf_release(&s->model);
    buf_release(&s->prompt);
    free(s);
}
