#include "net/stamp.h"

#include "base/mem.h"

#include <time.h>

#include <errno.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* The kernel stamps with the wall clock, which may be slewed or set; how far it is from
 * ours is looked up again when the last look is older than this. */
#define OFFSET_GOOD_FOR (10 * NANOS_PER_MS)

/* Somebody else may get our processor between two reads: then we look again, so often. */
#define UNDISTURBED 2000
enum { LOOKS = 4 };

/* What was read for libcurl, and is not taken yet. */
struct held {
    int fd; /* -1: nothing */
    const char *at;
    size_t left;
    int error; /* to be told after it */
};

enum state { UNKNOWN, WATCHED, DOUBTFUL };

struct stamps {
    bool ask_kernel;
    unsigned char *states; /* enum state, by descriptor */
    size_t cap;
    nanos offset, offset_at; /* monotonic - wall */
    struct stamp last;
    const char *read_end;
    struct held held;
    struct sent *awaiting;
};

static _Thread_local struct stamps *here;

struct stamps *stamps_new(bool ask_kernel)
{
    struct stamps *s = mem_new(sizeof *s);

    s->ask_kernel = ask_kernel;
    s->last.fd = s->held.fd = -1;
    s->offset_at = -OFFSET_GOOD_FOR;
    return s;
}

void stamps_free(struct stamps *s)
{
    if (!s)
        return;
    if (here == s)
        here = NULL;
    free(s->states);
    free(s);
}

struct stamps *stamps_use(struct stamps *s)
{
    struct stamps *before = here;

    here = s;
    return before;
}

static void grow(struct stamps *s, size_t fd)
{
    size_t cap = s->cap ? s->cap : 64;

    while (cap <= fd)
        cap *= 2;
    if (cap == s->cap)
        return;
    s->states = mem_resize(s->states, cap);
    memset(s->states + s->cap, UNKNOWN, cap - s->cap);
    s->cap = cap;
}

void stamps_watch(struct stamps *s, int fd)
{
    int flags = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;

    grow(s, (size_t)fd);
    s->states[fd] = WATCHED;
    if (s->ask_kernel)
        setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &flags, sizeof flags);
}

void stamps_doubt(struct stamps *s, int fd)
{
    if ((size_t)fd < s->cap && s->states[fd] == WATCHED)
        s->states[fd] = DOUBTFUL;
}

void stamps_unwatch(struct stamps *s, int fd)
{
    if ((size_t)fd < s->cap)
        s->states[fd] = UNKNOWN;
    if (s->held.fd == fd)
        s->held.fd = -1;
}

struct stamp stamps_last(const struct stamps *s)
{
    return s->last;
}

const char *stamps_read_end(const struct stamps *s)
{
    return s->read_end;
}

void stamps_hold(struct stamps *s, int fd, const char *bytes, size_t n, int error)
{
    s->held = (struct held){n || error ? fd : -1, bytes, n, error};
}

bool stamps_holds(const struct stamps *s)
{
    return s->held.fd >= 0;
}

void stamps_await(struct stamps *s, struct sent *sent)
{
    s->awaiting = sent;
}

/* The wall clock is read between two reads of ours; the middle is its twin. */
static void look_at_wall(struct stamps *s)
{
    nanos before, wall, after;

    for (int i = 0; i < LOOKS; i++) {
        before = clock_now();
        wall = clock_wall();
        after = clock_now();
        s->offset = before + (after - before) / 2 - wall;
        s->offset_at = after;
        if (after - before < UNDISTURBED)
            return;
    }
}

static nanos offset_to_wall(struct stamps *s, nanos now)
{
    if (now - s->offset_at >= OFFSET_GOOD_FOR)
        look_at_wall(s);
    return s->offset;
}

static nanos stamp_of(struct msghdr *m)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
        struct scm_timestamping t;

        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPING)
            continue;
        memcpy(&t, CMSG_DATA(c), sizeof t);
        return t.ts[0].tv_sec * NANOS_PER_SECOND + t.ts[0].tv_nsec;
    }
    return 0;
}

/* A stamp from the future, or from long ago, means that the wall clock was set meanwhile. */
static void take_stamp(struct stamps *s, int fd, struct msghdr *m)
{
    nanos wall = stamp_of(m), now = clock_now(), at = wall + offset_to_wall(s, now);
    bool good = wall && at <= now && at > now - 60 * NANOS_PER_SECOND;

    s->last = (struct stamp){.at = good ? at : now, .fd = fd, .kernel = good};
}

static ssize_t recv_stamped(struct stamps *s, int fd, void *bytes, size_t n, int flags)
{
    char control[CMSG_SPACE(sizeof(struct scm_timestamping)) + 64];
    struct iovec part = {bytes, n};
    struct msghdr m = {
        .msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof control,
    };
    ssize_t got = recvmsg(fd, &m, flags);

    if (got > 0)
        take_stamp(s, fd, &m);
    if (got > 0)
        s->read_end = (const char *)bytes + got;
    return got;
}

ssize_t stamps_read(struct stamps *s, int fd, void *bytes, size_t n)
{
    return recv_stamped(s, fd, bytes, n, MSG_DONTWAIT);
}

/* Its stamp is that of the read that brought it. */
static ssize_t take_held(struct stamps *s, void *bytes, size_t n)
{
    struct held *h = &s->held;

    if (!h->left) {
        errno = h->error;
        h->fd = -1;
        return -1;
    }
    n = n < h->left ? n : h->left;
    memcpy(bytes, h->at, n);
    s->read_end = (const char *)bytes + n;
    h->at += n;
    h->left -= n;
    if (!h->left && !h->error)
        h->fd = -1;
    return (ssize_t)n;
}

static enum state state_of(const struct stamps *s, int fd)
{
    return s && fd >= 0 && (size_t)fd < s->cap ? s->states[fd] : UNKNOWN;
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name) */
ssize_t recv(int fd, void *bytes, size_t n, int flags)
{
    struct stamps *s = here;

    if (state_of(s, fd) != UNKNOWN && !(flags & MSG_PEEK))
        return s->held.fd == fd ? take_held(s, bytes, n) : recv_stamped(s, fd, bytes, n, flags);
    return recvfrom(fd, bytes, n, flags, NULL, NULL);
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name) */
ssize_t send(int fd, const void *bytes, size_t n, int flags)
{
    struct stamps *s = here;

    if (s && s->awaiting) {
        *s->awaiting = (struct sent){.at = clock_now(), .fd = fd};
        s->awaiting = NULL;
    }
    return sendto(fd, bytes, n, flags, NULL, 0);
}

/* Is this libcurl asking about a socket on which the loop has nothing new? */
static bool is_quiet(const struct pollfd *p, nfds_t n)
{
    return n == 1 && !(p->events & POLLOUT) && state_of(here, p->fd) == WATCHED;
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name) */
int poll(struct pollfd *fds, nfds_t n, int timeout)
{
    struct timespec t = {timeout / 1000, timeout % 1000 * NANOS_PER_MS};

    /* glibc declares that poll() only writes there, so gcc thinks it knows nothing is there. */
    struct pollfd *volatile asked = fds;

    if (timeout == 0 && is_quiet(asked, n)) {
        fds->revents = 0;
        return 0;
    }
    return ppoll(fds, n, timeout < 0 ? NULL : &t, NULL);
}
