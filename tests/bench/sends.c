/* What the kernel takes to hand somebody a token: one process writes as many bytes as an event has
 * to each of its connections in turn, and does nothing else, while another one, on the other
 * processor, reads them. Nobody who sends tokens one by one is cheaper.
 *
 *   sends CONNECTIONS ROUNDS
 *
 * It prints: n, and of the writer cpu, in seconds. Run it on one processor: the reader goes to the
 * last. */

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EVENT = 256, BATCH = 256, BUFFER = 65536 };

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static int listen_anywhere(struct sockaddr_in *a)
{
    socklen_t len = sizeof *a;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    *a = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(fd, (struct sockaddr *)a, sizeof *a) || listen(fd, 4096) ||
        getsockname(fd, (struct sockaddr *)a, &len))
        die("sends: listen");
    return fd;
}

static void move_to_last_processor(void)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    CPU_SET((size_t)sysconf(_SC_NPROCESSORS_ONLN) - 1, &set);
    sched_setaffinity(0, sizeof set, &set);
}

static void connect_all(int epoll, const struct sockaddr_in *a, size_t n)
{
    while (n--) {
        struct epoll_event e = {.events = EPOLLIN};

        e.data.fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(e.data.fd, (const struct sockaddr *)a, sizeof *a))
            die("sends: connect");
        epoll_ctl(epoll, EPOLL_CTL_ADD, e.data.fd, &e);
    }
}

static void read_all(const struct sockaddr_in *a, size_t n, unsigned long long left)
{
    static char buffer[BUFFER];
    struct epoll_event events[BATCH];
    int epoll = epoll_create1(0);

    move_to_last_processor();
    connect_all(epoll, a, n);
    while (left) {
        int ready = epoll_wait(epoll, events, BATCH, -1);

        for (int i = 0; i < ready; i++) {
            ssize_t got = read(events[i].data.fd, buffer, sizeof buffer);

            if (got <= 0)
                die("sends: read");
            left -= (unsigned long long)got;
        }
    }
    _exit(0);
}

static double used(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void write_all(const int *fds, size_t n, size_t rounds)
{
    static const char event[EVENT];

    while (rounds--)
        for (size_t i = 0; i < n; i++)
            if (send(fds[i], event, EVENT, MSG_NOSIGNAL) != EVENT)
                die("sends: send");
}

int main(int argc, char **argv)
{
    size_t n = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
    size_t rounds = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    struct sockaddr_in a;
    int listener = listen_anywhere(&a), yes = 1, *fds = calloc(n + 1, sizeof *fds);
    double before;

    if (!n || !rounds || !fds) {
        fputs("usage: sends CONNECTIONS ROUNDS\n", stderr);
        return 2;
    }
    if (fork() == 0)
        read_all(&a, n, (unsigned long long)n * rounds * EVENT);
    for (size_t i = 0; i < n; i++) {
        fds[i] = accept(listener, NULL, NULL);
        setsockopt(fds[i], IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
    before = used();
    write_all(fds, n, rounds);
    printf("n=%zu cpu=%.6f\n", n * rounds, used() - before);
    fflush(stdout);
    wait(NULL);
    free(fds);
    return 0;
}
