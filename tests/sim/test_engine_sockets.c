/* The engine behind real sockets, ten times as fast as it would be, against the same engine in
 * virtual time: the same prompts, replies and arrivals must come to the same. Service and clients
 * share a loop.
 *
 * What the service says of itself is first held against a virtual engine that is given the arrivals
 * as they were: that holds however late our processor made them. Then against one that is given
 * the arrivals as they should have been, if they were on time. */

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "base/list.h"
#include "base/mem.h"
#include "base/timers.h"
#include "net/loop.h"
#include "sim/engine.h"
#include "sim/preset.h"
#include "sim/seq.h"
#include "sim/server.h"
#include "tests/sim/oracle_dice.h"
#include "tests/tap.h"

#include <math.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define SCALE 0.1
#define LATE (20 * NANOS_PER_MS) /* too late to say what a request on time would have met */

enum { REQUESTS_MOST = 2000, PROMPT = 512, REPLY = 128 };

/* One request: what was asked, and what became of it. Moments are an engine's. */
struct request_at {
    unsigned prompt, reply;
    nanos due, arrived, first, last;
};

struct client;

struct run {
    struct loop *loop;
    struct sim *sim;
    struct request_at asked[REQUESTS_MOST];
    unsigned count, begun, over, users; /* no users: they come by themselves */
    nanos born;                         /* in our time */
    struct timer arrival;
    struct list idle;
    struct client *all[REQUESTS_MOST];
    unsigned clients;
};

struct client {
    struct watch watch;
    struct list link; /* among the idle ones */
    struct run *run;
    unsigned tail; /* of the last chunk's five bytes, how many have come */
};

static struct engine_options usual(void)
{
    struct engine_options o;
    struct error err;

    if (preset_read(PRESET_USUAL, &o, &err))
        printf("Bail out! %s\n", err.text);
    o.jitter = 0;
    return o;
}

static void say(struct client *c, const struct request_at *r)
{
    struct buf body = {0}, all = {0};

    buf_put(&body, "{\"stream\":true,\"ignore_eos\":true,\"prompt\":\"");
    for (unsigned i = 0; i < r->prompt; i++)
        buf_put(&body, "four");
    buf_addf(&body, "\",\"max_tokens\":%u}", r->reply);
    buf_addf(&all, "POST /v1/completions HTTP/1.1\r\nContent-Length: %zu\r\n\r\n", body.len);
    buf_add(&all, body.data, body.len);
    if (write(c->watch.fd, all.data, all.len) != (ssize_t)all.len)
        printf("Bail out! write\n");
    buf_release(&all);
    buf_release(&body);
}

static struct client *new_client(struct run *run);

static void begin_next(struct run *run)
{
    struct client *c;

    if (list_empty(&run->idle))
        new_client(run);
    c = container_of(run->idle.next, struct client, link);
    list_take(&c->link);
    say(c, &run->asked[run->begun++]);
}

static void hear_end(struct client *c)
{
    struct run *run = c->run;

    run->over++;
    list_add(&run->idle, &c->link);
    if (run->users && run->begun < run->count)
        begin_next(run);
}

static void on_bytes(struct watch *w, unsigned events)
{
    static const char end[] = "0\r\n\r\n";
    struct client *c = container_of(w, struct client, watch);
    char bytes[65536];
    ssize_t n = recv(w->fd, bytes, sizeof bytes, MSG_DONTWAIT);

    (void)events;
    for (ssize_t i = 0; i < n; i++) {
        c->tail = bytes[i] == end[c->tail] ? c->tail + 1 : bytes[i] == '0';
        if (c->tail == sizeof end - 1) {
            c->tail = 0;
            hear_end(c);
        }
    }
}

static struct client *new_client(struct run *run)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(sim_port(run->sim))};
    struct client *c = mem_new(sizeof *c);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->run = run;
    c->watch = (struct watch){.ready = on_bytes, .fd = socket(AF_INET, SOCK_STREAM, 0)};
    if (connect(c->watch.fd, (struct sockaddr *)&to, sizeof to))
        printf("Bail out! connect\n");
    loop_watch(run->loop, &c->watch, LOOP_READ);
    run->all[run->clients++] = c;
    list_add(&run->idle, &c->link);
    return c;
}

static nanos due_at(const struct run *run, unsigned i)
{
    return run->born + (nanos)((double)run->asked[i].due * SCALE);
}

static void on_arrival(struct timer *t, nanos now)
{
    struct run *run = container_of(t, struct run, arrival);

    (void)now;
    begin_next(run);
    if (run->begun < run->count)
        loop_timer(run->loop, t, due_at(run, run->begun));
}

static void open_service(struct run *run, const char *truth)
{
    struct sim_options o;
    struct error err;

    sim_options_init(&o);
    o.port = 0;
    o.truth = truth;
    o.fleet = (struct fleet_options){.engine = usual(), .replicas = 1, .scale = SCALE};
    run->loop = loop_new(&err);
    run->sim = run->loop ? sim_new(run->loop, &o, &err) : NULL;
    if (!run->sim)
        printf("Bail out! %s\n", err.text);
}

static void go(struct run *run)
{
    nanos patience = clock_now() + 60 * NANOS_PER_SECOND;

    list_init(&run->idle);
    run->born = clock_now();
    run->arrival.fire = on_arrival;
    if (!run->users)
        loop_timer(run->loop, &run->arrival, due_at(run, 0));
    for (unsigned i = 0; i < run->users; i++)
        begin_next(run);
    while (run->over < run->count && clock_now() < patience)
        loop_turn(run->loop, false);
    ok(run->over == run->count);
}

static void close_all(struct run *run)
{
    for (unsigned i = 0; i < run->clients; i++) {
        loop_unwatch(run->loop, &run->all[i]->watch);
        close(run->all[i]->watch.fd);
        free(run->all[i]);
    }
    sim_free(run->sim);
    loop_free(run->loop);
}

static nanos since(const struct run *run, struct json *j)
{
    json_value(j);
    return (nanos)((json_number(j) - (double)run->born) / SCALE);
}

static void read_line(const struct run *run, const char *line, struct request_at *r)
{
    struct json j;
    nanos from;

    json_begin(&j, line, strlen(line));
    json_value(&j);
    while (json_key(&j)) {
        nanos *at = json_is(&j, "received")      ? &r->arrived
                    : json_is(&j, "first_token") ? &r->first
                    : json_is(&j, "last_token")  ? &r->last
                                                 : NULL;

        if (at) {
            from = since(run, &j);
            *at = from > 0 ? from : 1;
        } else if (json_is(&j, "prompt_tokens")) {
            json_value(&j);
            r->prompt = (unsigned)json_number(&j);
        } else if (json_is(&j, "asked")) {
            json_value(&j);
            r->reply = (unsigned)json_number(&j);
        } else {
            json_skip(&j);
        }
    }
}

static int by_arrival(const void *a, const void *b)
{
    nanos x = ((const struct request_at *)a)->arrived, y = ((const struct request_at *)b)->arrived;

    return (x > y) - (x < y);
}

static unsigned read_journal(const struct run *run, const char *path, struct request_at *told)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    unsigned n = 0;

    while (f && n < REQUESTS_MOST && getline(&line, &room, f) > 0)
        read_line(run, line, &told[n++]);
    free(line);
    if (f)
        fclose(f);
    qsort(told, n, sizeof *told, by_arrival);
    return n;
}

/* In virtual time: each comes when it is due; with users the next ones when there is an idle one,
 * who takes a moment to ask again, as one behind a socket does. */
static void imagine(struct request_at *r, unsigned count, unsigned users)
{
    struct engine_options o = usual();
    struct engine *e = engine_new(&o);
    struct seq *s, *seqs = mem_new(count * sizeof *seqs);
    unsigned begun = 0;

    for (unsigned i = 0; i < count; i++)
        seqs[i] = (struct seq){.prompt = r[i].prompt, .wanted = r[i].reply};
    for (; begun < users; begun++)
        engine_submit(e, &seqs[begun], 1);
    for (;;) {
        for (; !users && begun < count && r[begun].due <= engine_due(e); begun++)
            engine_submit(e, &seqs[begun], r[begun].due);
        if (engine_due(e) == NANOS_NEVER)
            break;
        engine_step(e, engine_due(e));
        while ((s = engine_told(e)))
            if (s->ended && users && begun < count)
                engine_submit(e, &seqs[begun++], s->last + 1);
    }
    for (unsigned i = 0; i < count; i++) {
        r[i].arrived = seqs[i].arrived;
        r[i].first = seqs[i].first;
        r[i].last = seqs[i].last;
    }
    engine_free(e);
    free(seqs);
}

static int by_size(const void *a, const void *b)
{
    nanos x = *(const nanos *)a, y = *(const nanos *)b;

    return (x > y) - (x < y);
}

/* Of ttft, in milliseconds. */
static double median_wait(struct request_at *r, unsigned count)
{
    nanos *waits = mem_new(count * sizeof *waits);
    double median;

    for (unsigned i = 0; i < count; i++)
        waits[i] = r[i].first - r[i].arrived;
    qsort(waits, count, sizeof *waits, by_size);
    median = (double)waits[count / 2] / 1e6;
    free(waits);
    return median;
}

/* From the first arrival to the last token. */
static nanos length_of(const struct request_at *r, unsigned count)
{
    nanos from = NANOS_NEVER, to = 0;

    for (unsigned i = 0; i < count; i++) {
        from = r[i].arrived < from ? r[i].arrived : from;
        to = r[i].last > to ? r[i].last : to;
    }
    return to - from;
}

/* How long a user has nothing to wait for, a request: it grows when they ask again late. */
static nanos idle_time(const struct request_at *r, unsigned count, unsigned users)
{
    nanos sum = length_of(r, count) * users;

    for (unsigned i = 0; i < count; i++)
        sum -= r[i].last - r[i].arrived;
    return sum / count;
}

/* Tokens a second. */
static double throughput(const struct request_at *r, unsigned count)
{
    double tokens = 0;

    for (unsigned i = 0; i < count; i++)
        tokens += r[i].reply;
    return tokens * 1e9 / (double)length_of(r, count);
}

static bool near(double a, double b, double share)
{
    return fabs(a - b) <= share * b;
}

static bool alike(const char *what, struct request_at *told, struct request_at *other,
                  unsigned count)
{
    double wait = median_wait(told, count), other_wait = median_wait(other, count);
    double speed = throughput(told, count), other_speed = throughput(other, count);

    note("%-10s ttft p50 %6.2f ms, imagined %6.2f; %6.0f tokens/s, imagined %6.0f", what, wait,
         other_wait, speed, other_speed);
    return near(wait, other_wait, 0.1) && near(speed, other_speed, 0.1);
}

/* On the engine's clock, behind what was planned: all but a tenth came earlier; of users, their
 * mean. */
static nanos lateness(const struct run *run, const struct request_at *told)
{
    nanos late[REQUESTS_MOST];

    if (run->users)
        return idle_time(told, run->count, run->users) -
               idle_time(run->asked, run->count, run->users);
    for (unsigned i = 0; i < run->count; i++)
        late[i] = told[i].arrived - run->asked[i].due;
    qsort(late, run->count, sizeof *late, by_size);
    return late[run->count * 9 / 10];
}

static void hold(struct run *run, const char *path)
{
    static struct request_at told[REQUESTS_MOST], again[REQUESTS_MOST];
    unsigned count = read_journal(run, path, told);
    bool planned, timely;
    nanos late;

    ok(count == run->count);
    memcpy(again, told, sizeof again);
    for (unsigned i = 0; i < count; i++)
        again[i].due = told[i].arrived;
    imagine(again, count, 0);
    ok(alike("as it was", told, again, count));
    imagine(run->asked, run->count, run->users);
    planned = alike("as planned", told, run->asked, count);
    late = lateness(run, told);
    timely = late < LATE;
    if (timely && run->users) /* how soon they ask again decides how long they wait */
        ok(near(throughput(told, count), throughput(run->asked, count), 0.1));
    else if (timely)
        ok(planned);
    else
        note("requests came %.0f ms late: that they are not alike is no wonder",
             (double)late / 1e6);
}

static struct run *prepare(unsigned count, unsigned users, double rate)
{
    struct run *run = mem_new(sizeof *run);
    struct oracle_dice dice;
    double at = 0.1;

    oracle_seed(&dice, 5);
    run->count = count;
    run->users = users;
    for (unsigned i = 0; i < count; i++) {
        run->asked[i].prompt = oracle_length(&dice, PROMPT, 1);
        run->asked[i].reply = oracle_length(&dice, REPLY, 2);
        at += users ? 0 : oracle_gap(&dice, rate);
        run->asked[i].due = (nanos)(at * 1e9);
    }
    return run;
}

static void test(const char *what, unsigned count, unsigned users, double rate)
{
    char path[] = "/tmp/stoke-engine-XXXXXX";
    int fd = mkstemp(path);
    struct run *run = prepare(count, users, rate);

    note("%s", what);
    open_service(run, path);
    go(run);
    close_all(run);
    hold(run, path);
    unlink(path);
    close(fd);
    free(run);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    test("16 users", 100, 16, 0);
    test("20 a second", 150, 0, 20);
    test("40 a second", 300, 0, 40);
    test("60 a second", 300, 0, 60);
    return tap_done();
}
