/* The service in a loop of the test's own, with clients on plain sockets of the same thread:
 * requests in pieces, many at once, clients that leave, replies larger than a socket takes. */

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "net/loop.h"
#include "sim/conn.h"
#include "sim/preset.h"
#include "sim/server.h"
#include "sim/service.h"
#include "tests/tap.h"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static struct loop *loop;
static struct sim *sim;

static void begin(const struct sim_options *o)
{
    struct error err;

    loop = loop_new(&err);
    sim = loop ? sim_new(loop, o, &err) : NULL;
    if (!sim) {
        printf("Bail out! %s\n", err.text);
        exit(1);
    }
}

static void end(void)
{
    sim_free(sim);
    loop_free(loop);
}

static struct sim_options quick(void)
{
    struct sim_options o;

    sim_options_init(&o);
    o.port = 0;
    o.model.ttft = (struct spread){2e6, 2e6, 0};
    o.model.gap = (struct spread){5e5, 5e5, 0};
    o.model.tokens = (struct spread){5, 5, 0};
    return o;
}

static int dial(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(sim_port(sim))};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&to, sizeof to))
        printf("Bail out! connect: %s\n", strerror(errno));
    return fd;
}

static void turn(void)
{
    for (int i = 0; i < 3; i++)
        loop_turn(loop, true);
    usleep(100);
}

static const char *find(const char *at, const char *end, const char *what)
{
    return memmem(at, (size_t)(end - at), what, strlen(what));
}

/* What comes until `n` times `ending` was there, the other side closes, or it takes too long. */
static struct buf hear(int fd, const char *ending, unsigned n)
{
    nanos patience = clock_now() + 10 * NANOS_PER_SECOND;
    struct buf got = {0};
    char bytes[65536];
    size_t from = 0;

    while (n && clock_now() < patience) {
        ssize_t r = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
        const char *found;

        if (r == 0 || (r < 0 && errno != EAGAIN))
            break;
        if (r > 0)
            buf_add(&got, bytes, (size_t)r);
        else
            turn();
        while (n && got.data && (found = find(got.data + from, got.data + got.len, ending))) {
            from = (size_t)(found - got.data) + strlen(ending);
            n--;
        }
        if (got.len > from + strlen(ending)) /* what has been searched is not searched again */
            from = got.len - strlen(ending);
    }
    return got;
}

static unsigned count(const struct buf *b, const char *what)
{
    const char *at = b->data, *end = at + b->len;
    unsigned n = 0;

    while (at && (at = find(at, end, what))) {
        at++;
        n++;
    }
    return n;
}

static struct buf chat(const char *more)
{
    struct buf body = {0}, b = {0};

    buf_addf(&body, "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}",
             more);
    buf_addf(&b, "POST /v1/chat/completions HTTP/1.1\r\nContent-Length: %zu\r\n\r\n%s", body.len,
             body.data);
    buf_release(&body);
    return b;
}

static void say(int fd, const char *bytes, size_t n)
{
    if (write(fd, bytes, n) != (ssize_t)n)
        printf("Bail out! write\n");
}

static void test_pieces(void)
{
    struct sim_options o = quick();
    struct buf request = chat(""), got;
    int fd;

    begin(&o);
    fd = dial();
    for (size_t i = 0; i < request.len; i++) {
        say(fd, request.data + i, 1);
        loop_turn(loop, true);
    }
    got = hear(fd, "0\r\n\r\n", 1);
    ok(count(&got, "\"content\":\"") == 1 + 5 + 1 && count(&got, "[DONE]") == 1);
    ok(sim_count(sim).requests == 1 && sim_count(sim).tokens == 5);
    buf_release(&got);
    buf_release(&request);
    close(fd);
    end();
}

/* Twice on a connection, the body in two pieces each time: invited once each time. */
static void test_invited(void)
{
    static const char head[] = "POST /v1/completions HTTP/1.1\r\nExpect: 100-Continue\r\n"
                               "Content-Length: 14\r\n\r\n";
    struct sim_options o = quick();
    struct buf invited, got;
    int fd;

    begin(&o);
    fd = dial();
    for (int i = 0; i < 2; i++) {
        say(fd, head, sizeof head - 1);
        invited = hear(fd, "HTTP/1.1 100 Continue\r\n\r\n", 1);
        say(fd, "{\"prompt\"", 9);
        turn();
        say(fd, ":\"a\"}", 5);
        got = hear(fd, "}}", 1);
        ok(count(&invited, "HTTP/1.1") == 1 && count(&got, "HTTP/1.1") == 1);
        ok(count(&got, "HTTP/1.1 200") == 1);
        buf_release(&invited);
        buf_release(&got);
    }
    close(fd);
    end();
}

static void test_not_invited(void)
{
    static const char head[] = "POST /v1/completions HTTP/1.1\r\nExpect: 100-continue\r\n"
                               "Content-Length: 14\r\n\r\n";
    struct sim_options o = quick();
    struct buf got;
    int fd;

    o.rules.list[0] = (struct sim_rule){.fault = SIM_NO_CONTINUE, .share = 1};
    o.rules.count = 1;
    begin(&o);
    fd = dial();
    say(fd, head, sizeof head - 1);
    for (int i = 0; i < 20; i++)
        turn();
    say(fd, "{\"prompt\":\"a\"}", 14);
    got = hear(fd, "}}", 1);
    ok(count(&got, "HTTP/1.1") == 1 && count(&got, "HTTP/1.1 200") == 1);
    ok(sim_count(sim).faults[SIM_NO_CONTINUE] == 1);
    buf_release(&got);
    close(fd);
    end();
}

/* All at once, and the last cut in two: one after another all the same. */
static void test_pipelined(void)
{
    struct sim_options o = quick();
    struct buf one = chat(""), all = {0}, got;
    int fd;

    begin(&o);
    for (int i = 0; i < 4; i++) {
        buf_add(&all, one.data, one.len);
        buf_put(&all, "GET / HTTP/1.1\r\n\r\n");
    }
    fd = dial();
    say(fd, all.data, all.len - 9);
    turn();
    say(fd, all.data + all.len - 9, 9);
    got = hear(fd, "simulated LLM service.\n", 4);
    ok(count(&got, "[DONE]") == 4 && count(&got, "HTTP/1.1 200") == 8);
    ok(sim_count(sim).requests == 8);
    buf_release(&got);
    buf_release(&one);
    buf_release(&all);
    close(fd);
    end();
}

/* Eight megabytes to a client that sleeps first, so that the socket is full in between. */
static void test_more_than_a_socket_takes(bool instant)
{
    struct sim_options o = quick();
    struct buf request = chat(",\"max_tokens\":30000,\"ignore_eos\":true"), got;
    int fd;

    o.instant = instant;
    o.model.gap = (struct spread){0, 0, 0};
    begin(&o);
    fd = dial();
    say(fd, request.data, request.len);
    for (int i = 0; i < 50; i++)
        turn();
    ok(!instant || sim_count(sim).tokens < 30000);
    got = hear(fd, "\r\n0\r\n\r\n", 1);
    ok(count(&got, "\"content\":\"") == 1 + 30000 && count(&got, "[DONE]") == 1);
    buf_release(&got);
    buf_release(&request);
    close(fd);
    end();
}

/* The sanitizers look for what is left behind. */
static void test_clients_that_leave(void)
{
    struct sim_options o = quick();
    struct buf request = chat(",\"max_tokens\":1000,\"ignore_eos\":true"), got;
    int fd[20];

    begin(&o);
    for (int i = 0; i < 20; i++) {
        fd[i] = dial();
        say(fd[i], request.data, i % 3 ? request.len : request.len / 2);
    }
    for (int i = 0; i < 20; i++) {
        turn();
        if (i % 2)
            close(fd[i]);
    }
    for (int i = 0; i < 20; i++)
        turn();
    got = hear(fd[2], "[DONE]", 1);
    ok(count(&got, "\"content\":\"") == 1 + 1000);
    buf_release(&got);
    for (int i = 0; i < 20; i += 2)
        close(fd[i]);
    buf_release(&request);
    end(); /* with streams still running */
    ok(true);
}

/* A service is its seed and what it is asked: the same twice. */
static struct buf one_reply(uint64_t seed)
{
    struct sim_options o = quick();
    struct buf request = chat(""), got;
    int fd;

    o.seed = seed;
    o.model.tokens = (struct spread){5, 500, 0};
    o.instant = true;
    begin(&o);
    fd = dial();
    say(fd, request.data, request.len);
    got = hear(fd, "0\r\n\r\n", 1);
    buf_release(&request);
    close(fd);
    end();
    return got;
}

static void test_repeatable(void)
{
    struct buf a = one_reply(7), b = one_reply(7), c = one_reply(8);

    ok(count(&a, "\"content\":\"") == count(&b, "\"content\":\""));
    ok(count(&a, "\"content\":\"") != count(&c, "\"content\":\""));
    buf_release(&a);
    buf_release(&b);
    buf_release(&c);
}

static void test_port_in_use(void)
{
    struct sim_options o = quick();
    struct error err;

    begin(&o);
    o.port = sim_port(sim);
    ok(!sim_new(loop, &o, &err) && strstr(err.text, "127.0.0.1"));
    o.host = "no such host";
    ok(!sim_new(loop, &o, &err) && strstr(err.text, "no such host"));
    end();
}

static struct sim_options engine(double scale)
{
    struct sim_options o = quick();
    struct error err;

    if (preset_read(PRESET_USUAL, &o.fleet.engine, &err))
        printf("Bail out! %s\n", err.text);
    o.fleet.replicas = 1;
    o.fleet.scale = scale;
    return o;
}

/* Bytes that wait for the first client's socket. */
static size_t behind(void)
{
    return container_of(sim->conns.next, struct conn, link)->out.len;
}

static bool is_done(size_t most)
{
    return most && sim->fleet && !fleet_gauges(sim->fleet, 0).running;
}

/* Nobody reads until nothing more is computed, or would be. Gives the most that was kept. */
static size_t wait_without_reading(nanos patience)
{
    size_t most = 0;

    for (patience += clock_now(); clock_now() < patience && !is_done(most);) {
        loop_turn(loop, true);
        most = behind() > most ? behind() : most;
    }
    return most;
}

/* The engine goes on, but what it says is not kept for ever: it comes later, in fewer events. */
static void test_client_that_does_not_read(const struct sim_options *o, nanos patience)
{
    struct buf request = chat(",\"n\":16,\"max_tokens\":2000,\"ignore_eos\":true,"
                              "\"stream_options\":{\"include_usage\":true}"),
               got;
    int fd, room = 64 << 10;
    size_t most;

    begin(o);
    setsockopt(sim->listener.fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    fd = dial();
    say(fd, request.data, request.len);
    most = wait_without_reading(patience);
    note("at most %zu bytes waited", most);
    ok(most > 0 && most < 200000);
    got = hear(fd, "\r\n0\r\n\r\n", 1);
    ok(count(&got, "\"completion_tokens\":32000") == 1 && count(&got, "[DONE]") == 1);
    ok(count(&got, "\"length\"") == 16);
    note("%u events", count(&got, "data: "));
    if (o->fleet.replicas)
        ok(count(&got, "data: ") < 16000);
    buf_release(&got);
    buf_release(&request);
    close(fd);
    end();
}

static void test_clients_that_do_not_read(void)
{
    struct sim_options fast = engine(1e-5), slow = quick(), at_once = quick();

    slow.model.gap = (struct spread){1e3, 1e3, 0};
    at_once.instant = true;
    test_client_that_does_not_read(&fast, 10 * NANOS_PER_SECOND);
    test_client_that_does_not_read(&slow, NANOS_PER_SECOND / 20);
    test_client_that_does_not_read(&at_once, NANOS_PER_SECOND / 20);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    test_pieces();
    test_invited();
    test_not_invited();
    test_pipelined();
    test_more_than_a_socket_takes(true);
    test_more_than_a_socket_takes(false);
    test_clients_that_leave();
    test_clients_that_do_not_read();
    test_repeatable();
    test_port_in_use();
    return tap_done();
}
