/* Over a loopback connection: when bytes came, however late they are read; when they left;
 * and which questions of poll() are answered without asking. The recv, send and poll called
 * here are ours: this program is linked as stoke is. */

#include "base/clock.h"
#include "net/stamp.h"
#include "tests/tap.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Two clocks that are compared by reading one after the other may be off by a little. */
#define SLACK (NANOS_PER_MS / 2)

enum { LATE_MS = 20, ROUNDS = 5 };

static int near, far; /* the ends of one connection; `near` is the one that is stamped */

static void connect_ends(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    int door = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t len = sizeof at;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    near = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(door, (struct sockaddr *)&at, sizeof at) || listen(door, 1) ||
        getsockname(door, (struct sockaddr *)&at, &len) ||
        connect(near, (struct sockaddr *)&at, sizeof at) || (far = accept(door, NULL, NULL)) < 0) {
        printf("Bail out! no loopback: %s\n", strerror(errno));
        exit(1);
    }
    close(door);
}

static void close_ends(void)
{
    close(near);
    close(far);
}

static void speak(void)
{
    if (write(far, "token", 5) != 5)
        printf("Bail out! cannot write\n");
}

/* Until what was said is there, without reading it and without our poll(). */
static void wait_for_it(void)
{
    char byte;

    while (recvfrom(near, &byte, 1, MSG_PEEK, NULL, NULL) < 1)
        ;
}

static bool hear(int flags)
{
    char bytes[16];

    return recv(near, bytes, sizeof bytes, flags) == 5 && !memcmp(bytes, "token", 5);
}

/* Says something, reads it late; was it stamped with the moment it came? */
static bool stamped_when_it_came(struct stamps *s)
{
    nanos said = clock_now(), late;

    speak();
    wait_for_it();
    usleep(LATE_MS * 1000);
    late = clock_now();
    return hear(0) && stamps_last(s).at >= said - SLACK &&
           stamps_last(s).at < late - (LATE_MS - 5) * NANOS_PER_MS;
}

static void test_kernel(void)
{
    struct stamps *s = stamps_new(true);
    int good = 0;

    stamps_use(s);
    ok(stamps_last(s).fd == -1);
    stamps_watch(s, near);
    for (int i = 0; i < ROUNDS; i++)
        good += stamped_when_it_came(s);
    ok(stamps_last(s).fd == near);
    if (!stamps_last(s).kernel)
        note("skipped: this kernel does not say when bytes came");
    else /* one round may be lost to a scheduler that stops us between two clocks */
        ok(good >= ROUNDS - 1);
    stamps_free(s);
}

static void test_clock(void)
{
    struct stamps *s = stamps_new(false);
    nanos before;

    stamps_use(s);
    stamps_watch(s, near);
    speak();
    wait_for_it();
    before = clock_now();
    ok(hear(0));
    note("not asked, the kernel has no say: the clock after the read");
    ok(!stamps_last(s).kernel && stamps_last(s).fd == near);
    ok(stamps_last(s).at >= before && stamps_last(s).at <= clock_now());
    stamps_free(s);
}

/* A value that no read would leave as it is. */
static bool untouched(const struct stamps *s, nanos since)
{
    return stamps_last(s).at == since;
}

static void test_untouched(void)
{
    struct stamps *s = stamps_new(true);
    nanos last;
    char byte;

    stamps_use(s);
    stamps_watch(s, near);
    speak();
    ok(hear(0));
    last = stamps_last(s).at;
    ok(last > 0);
    note("looking is not reading, failing neither");
    speak();
    ok(hear(MSG_PEEK) && untouched(s, last));
    ok(hear(0) && !untouched(s, last));
    last = stamps_last(s).at;
    ok(recv(near, &byte, 1, MSG_DONTWAIT) == -1 && errno == EAGAIN && untouched(s, last));
    note("a descriptor that is watched no more, or never was, is nobody's business");
    stamps_unwatch(s, near);
    speak();
    ok(hear(0) && untouched(s, last));
    stamps_unwatch(s, 100000);
    stamps_doubt(s, 100000);
    ok(write(near, "back", 4) == 4 && recv(far, &byte, 1, 0) == 1 && untouched(s, last));
    ok(recv(far, (char[8]){0}, 8, 0) == 3);
    note("nor is what happens while nobody, or somebody else, is in charge");
    stamps_watch(s, near);
    stamps_use(NULL);
    speak();
    ok(hear(0) && untouched(s, last));
    stamps_free(s);
}

static void test_send(void)
{
    struct stamps *s = stamps_new(true);
    struct sent first = {0}, second = {0};
    nanos before = clock_now(), last;
    char bytes[8];

    stamps_use(s);
    ok(send(near, "a", 1, 0) == 1);
    stamps_await(s, &first);
    ok(first.at == 0);
    ok(send(near, "b", 1, 0) == 1);
    ok(first.fd == near && first.at >= before && first.at <= clock_now());
    note("the first bytes count, not the next");
    last = first.at;
    ok(send(near, "c", 1, 0) == 1 && first.at == last);
    note("nobody waits any more");
    stamps_await(s, &second);
    stamps_await(s, NULL);
    ok(send(near, "d", 1, 0) == 1 && second.at == 0);
    ok(recv(far, bytes, 4, MSG_WAITALL) == 4 && !memcmp(bytes, "abcd", 4));
    stamps_free(s);
    ok(send(near, "e", 1, 0) == 1 && recv(far, bytes, 1, 0) == 1);
}

static int ask(int fd, short events, int timeout)
{
    struct pollfd p = {.fd = fd, .events = events, .revents = 0x7f};
    int n = poll(&p, 1, timeout);

    return n < 0 ? -1 : p.revents;
}

static void *ask_elsewhere(void *answer)
{
    *(int *)answer = ask(near, POLLIN, 0);
    return NULL;
}

static void test_poll(void)
{
    struct stamps *s = stamps_new(true);
    struct pollfd two[2] = {
        {.fd = near, .events = POLLIN},
        {.fd = far,  .events = POLLIN}
    };
    pthread_t thread;
    int elsewhere = -1;

    stamps_use(s);
    speak();
    wait_for_it();
    ok(ask(near, POLLIN, 0) == POLLIN);
    stamps_watch(s, near);
    note("of a watched descriptor nothing is told: the loop would know");
    ok(ask(near, POLLIN, 0) == 0 && ask(near, POLLIN | POLLPRI, 0) == 0);
    note("but whoever waits, or asks for more, is told the truth");
    ok(ask(near, POLLIN, 1) == POLLIN && ask(near, POLLIN, -1) == POLLIN);
    ok(ask(near, POLLIN | POLLOUT, 0) == (POLLIN | POLLOUT) && ask(near, POLLOUT, 0) == POLLOUT);
    ok(poll(two, 2, 0) == 1 && two[0].revents == POLLIN && two[1].revents == 0);
    pthread_create(&thread, NULL, ask_elsewhere, &elsewhere);
    pthread_join(thread, NULL);
    note("another thread has stamps of its own, or none");
    ok(elsewhere == POLLIN);
    stamps_doubt(s, near);
    ok(ask(near, POLLIN, 0) == POLLIN);
    note("in doubt what is read is stamped all the same");
    ok(hear(0) && stamps_last(s).fd == near);
    ok(ask(near, POLLIN, 0) == 0);
    note("a number that comes back for a new socket is in no doubt");
    stamps_watch(s, near);
    speak();
    wait_for_it();
    ok(ask(near, POLLIN, 0) == 0);
    stamps_unwatch(s, near);
    ok(ask(near, POLLIN, 0) == POLLIN && hear(0));
    stamps_free(s);
}

static void test_poll_waits(void)
{
    struct stamps *s = stamps_new(true);
    nanos before = clock_now();

    stamps_use(s);
    stamps_watch(s, near);
    ok(ask(near, POLLIN, 15) == 0 && clock_now() - before >= 15 * NANOS_PER_MS);
    before = clock_now();
    ok(poll(NULL, 0, 15) == 0 && clock_now() - before >= 15 * NANOS_PER_MS);
    ok(ask(-1, POLLIN, 0) == 0);
    shutdown(far, SHUT_WR);
    note("the end of a connection is the truth's business too");
    ok(ask(near, POLLIN, 0) == 0);
    stamps_doubt(s, near);
    ok(ask(near, POLLIN | POLLRDHUP, 1000) & POLLIN);
    ok(recv(near, (char[1]){0}, 1, 0) == 0 && stamps_last(s).fd == -1);
    stamps_free(s);
    stamps_free(NULL);
}

int main(void)
{
    static void (*const tests[])(void) = {test_kernel, test_clock, test_untouched,
                                          test_send,   test_poll,  test_poll_waits};

    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        connect_ends();
        tests[i]();
        close_ends();
    }
    return tap_done();
}
