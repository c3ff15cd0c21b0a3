/* The least that a client can do, to hold our own cost against: one epoll, plain
 * requests, one shared buffer, one clock read per read, and of HTTP and JSON no more than
 * where a line ends. `raw chat` asks for streamed chat completions and counts the events,
 * `raw get` gets the URL. Each connection asks again when it has its answer.
 *
 *   raw chat|get http://127.0.0.1:PORT CONNECTIONS REQUESTS
 *
 * It prints: requests, events, reads, processor seconds (user, system), ns an event (of a
 * GET: a request). Bytes are fetched with read(), because recv() is taken by net/stamp.c. */

#include "base/clock.h"
#include "base/mem.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = 65536, BATCH = 256, START = 7 };

static const char question[] =
    "{\"model\":\"sim\",\"messages\":[{\"role\":\"user\",\"content\":\"How are you?\"}],"
    "\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

struct conn {
    int fd;
    nanos at;          /* of the last read */
    size_t reply_left; /* `get`: bytes still to come */
    char start[START]; /* `chat`: how the current line begins */
    unsigned started;
};

struct raw {
    int epoll;
    bool chat;
    char request[512], buffer[BUFFER];
    size_t request_len, reply_len; /* every reply to a GET is as long as the first */
    uint64_t wanted, begun, done, events, reads;
};

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static struct sockaddr_in address_of(const char *url)
{
    struct sockaddr_in a = {.sin_family = AF_INET};
    char host[64];
    unsigned short port;

    if (sscanf(url, "http://%63[^:/]:%hu", host, &port) != 2 ||
        inet_pton(AF_INET, host, &a.sin_addr) != 1) {
        fprintf(stderr, "raw: \"%s\" is not like http://127.0.0.1:8000\n", url);
        exit(2);
    }
    a.sin_port = htons(port);
    return a;
}

static int dial(const struct sockaddr_in *a)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

    if (fd < 0 || connect(fd, (const struct sockaddr *)a, sizeof *a))
        die("raw: connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

static void make_request(struct raw *r)
{
    int n;

    if (r->chat)
        n = snprintf(r->request, sizeof r->request,
                     "POST /v1/chat/completions HTTP/1.1\r\nHost: sim\r\n"
                     "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                     sizeof question - 1, question);
    else
        n = snprintf(r->request, sizeof r->request, "GET / HTTP/1.1\r\nHost: sim\r\n\r\n");
    r->request_len = (size_t)n;
}

static void ask(struct raw *r, struct conn *c)
{
    if (r->begun == r->wanted)
        return;
    r->begun++;
    c->reply_left = r->reply_len;
    if (write(c->fd, r->request, r->request_len) != (ssize_t)r->request_len)
        die("raw: write");
}

static void answered(struct raw *r, struct conn *c)
{
    r->done++;
    ask(r, c);
}

static void on_line(struct raw *r, struct conn *c)
{
    if (c->started == START && !memcmp(c->start, "data: {", START))
        r->events++;
    else if (c->started == START && !memcmp(c->start, "data: [", START))
        answered(r, c);
    c->started = 0;
}

/* A line may be cut anywhere, so its first bytes are kept. */
static void cut_lines(struct raw *r, struct conn *c, const char *p, const char *end)
{
    while (p < end) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        size_t len = (size_t)((newline ? newline : end) - p), room = START - c->started;

        len = len < room ? len : room;
        memcpy(c->start + c->started, p, len);
        c->started += (unsigned)len;
        if (!newline)
            return;
        on_line(r, c);
        p = newline + 1;
    }
}

static void on_readable(struct raw *r, struct conn *c)
{
    ssize_t n = read(c->fd, r->buffer, sizeof r->buffer);

    if (n <= 0)
        die("raw: read");
    c->at = clock_now();
    r->reads++;
    if (r->chat) {
        cut_lines(r, c, r->buffer, r->buffer + n);
    } else if ((c->reply_left -= (size_t)n) == 0) {
        r->events++;
        answered(r, c);
    }
}

/* How long the reply to a GET is, head and all: the loop then has only to count bytes. */
static size_t first_reply(struct raw *r, const struct sockaddr_in *a)
{
    int fd = dial(a);
    size_t got = 0, body = 0;
    const char *end = NULL, *length;

    if (write(fd, r->request, r->request_len) != (ssize_t)r->request_len)
        die("raw: write");
    while (!end || got < (size_t)(end + 4 - r->buffer) + body) {
        ssize_t n = read(fd, r->buffer + got, sizeof r->buffer - 1 - got);

        if (n <= 0)
            die("raw: the first reply");
        got += (size_t)n;
        r->buffer[got] = '\0';
        end = strstr(r->buffer, "\r\n\r\n");
        length = strcasestr(r->buffer, "content-length:");
        body = length ? strtoul(length + strlen("content-length:"), NULL, 10) : 0;
    }
    close(fd);
    return got;
}

static struct conn *connect_all(const struct raw *r, const struct sockaddr_in *a, size_t n)
{
    struct conn *all = mem_new(n * sizeof *all);

    for (size_t i = 0; i < n; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = &all[i]};

        all[i].fd = dial(a);
        epoll_ctl(r->epoll, EPOLL_CTL_ADD, all[i].fd, &e);
    }
    return all;
}

static void serve_until_done(struct raw *r)
{
    struct epoll_event events[BATCH];

    while (r->done < r->wanted) {
        int n = epoll_wait(r->epoll, events, BATCH, -1);

        for (int i = 0; i < n; i++)
            on_readable(r, events[i].data.ptr);
    }
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void print(const struct raw *r)
{
    struct rusage u;
    double cpu;

    getrusage(RUSAGE_SELF, &u);
    cpu = seconds(u.ru_utime) + seconds(u.ru_stime);
    printf("requests=%llu events=%llu reads=%llu user=%.4f sys=%.4f ns=%.0f\n",
           (unsigned long long)r->done, (unsigned long long)r->events, (unsigned long long)r->reads,
           seconds(u.ru_utime), seconds(u.ru_stime), r->events ? cpu * 1e9 / (double)r->events : 0);
}

int main(int argc, char **argv)
{
    struct raw *r = mem_new(sizeof *r);
    struct sockaddr_in a;
    struct conn *all;
    size_t n;

    if (argc != 5 || (strcmp(argv[1], "chat") != 0 && strcmp(argv[1], "get") != 0)) {
        fputs("usage: raw chat|get http://127.0.0.1:PORT CONNECTIONS REQUESTS\n", stderr);
        return 2;
    }
    a = address_of(argv[2]);
    n = strtoul(argv[3], NULL, 10);
    r->chat = !strcmp(argv[1], "chat");
    r->wanted = strtoull(argv[4], NULL, 10);
    r->epoll = epoll_create1(EPOLL_CLOEXEC);
    make_request(r);
    r->reply_len = r->chat ? 0 : first_reply(r, &a);
    all = connect_all(r, &a, n);
    for (size_t i = 0; i < n; i++)
        ask(r, &all[i]);
    serve_until_done(r);
    print(r);
    free(all);
    free(r);
    return 0;
}
