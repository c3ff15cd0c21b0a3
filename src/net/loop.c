#include "net/loop.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/timers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 256, CROWD = 64 };

/* While a batch of events is being told, one of them may free the watch of another.
 * So events name the descriptor, and its watch is looked up when its turn comes. The
 * serial tells a descriptor number's next owner from the one the event was for. */
struct loop {
    struct timers timers;
    nanos now;
    int told; /* descriptors, in this turn */
    struct watch **by_fd;
    size_t cap;
    unsigned serial;
    int epoll;
    struct watch waker;
};

static uint64_t tag(const struct watch *w)
{
    return (uint64_t)w->serial << 32 | (uint32_t)w->fd;
}

static struct watch *tagged(const struct loop *l, uint64_t t)
{
    struct watch *w = l->by_fd[(uint32_t)t];

    return w && w->serial == t >> 32 ? w : NULL;
}

static void drain(struct watch *w, unsigned events)
{
    uint64_t count;

    (void)events;
    while (read(w->fd, &count, sizeof count) > 0)
        ;
}

struct loop *loop_new(struct error *err)
{
    struct loop *l = mem_new(sizeof *l);
    struct epoll_event none;

    /* Without this the kernel may wake us 50 us late, to save power. */
    prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    l->waker.ready = drain;
    l->waker.fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    l->epoll = epoll_create1(EPOLL_CLOEXEC);
    l->now = clock_now();
    if (l->epoll >= 0 && epoll_pwait2(l->epoll, &none, 1, &(struct timespec){0}, NULL) < 0) {
        error_set(err,
                  "this kernel lets nobody wait to the microsecond (epoll_pwait2, Linux 5.11): %s",
                  strerror(errno));
        loop_free(l);
        return NULL;
    }
    if (l->epoll < 0 || l->waker.fd < 0 || loop_watch(l, &l->waker, LOOP_READ)) {
        error_set(err, "cannot set up an event loop: %s", strerror(errno));
        loop_free(l);
        return NULL;
    }
    return l;
}

void loop_free(struct loop *l)
{
    if (!l)
        return;
    if (l->epoll >= 0)
        close(l->epoll);
    if (l->waker.fd >= 0)
        close(l->waker.fd);
    timers_release(&l->timers);
    free(l->by_fd);
    free(l);
}

static void enlist(struct loop *l, struct watch *w)
{
    size_t cap = l->cap ? l->cap : 64;

    while (cap <= (size_t)w->fd)
        cap *= 2;
    if (cap != l->cap) {
        l->by_fd = mem_resize(l->by_fd, cap * sizeof(struct watch *));
        memset(l->by_fd + l->cap, 0, (cap - l->cap) * sizeof(struct watch *));
        l->cap = cap;
    }
    l->by_fd[w->fd] = w;
    w->serial = ++l->serial;
}

int loop_watch(struct loop *l, struct watch *w, unsigned events)
{
    bool known = w->events;
    struct epoll_event e = {0};

    if (w->events == events)
        return 0;
    if (!known)
        enlist(l, w);
    e.data.u64 = tag(w);
    e.events =
        (events & LOOP_READ ? EPOLLIN | EPOLLRDHUP : 0) | (events & LOOP_WRITE ? EPOLLOUT : 0);
    if (epoll_ctl(l->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, w->fd, &e))
        return -1;
    w->events = events;
    return 0;
}

void loop_forget(struct loop *l, struct watch *w)
{
    if (w->events && (size_t)w->fd < l->cap && l->by_fd[w->fd] == w)
        l->by_fd[w->fd] = NULL;
    w->events = 0;
}

void loop_unwatch(struct loop *l, struct watch *w)
{
    if (!w->events)
        return;
    epoll_ctl(l->epoll, EPOLL_CTL_DEL, w->fd, NULL);
    loop_forget(l, w);
}

void loop_timer(struct loop *l, struct timer *t, nanos due)
{
    timers_set(&l->timers, t, due);
}

void loop_timer_stop(struct loop *l, struct timer *t)
{
    timers_stop(&l->timers, t);
}

nanos loop_now(const struct loop *l)
{
    return l->now;
}

bool loop_crowded(const struct loop *l)
{
    return l->told >= CROWD;
}

static int wait_for(struct loop *l, struct epoll_event *events, bool busy)
{
    nanos due = timers_due(&l->timers), left = 0;
    struct timespec timeout;

    if (!busy && due != NANOS_NEVER) {
        left = due - clock_now();
        left = left > 0 ? left : 0;
    }
    timeout = (struct timespec){left / NANOS_PER_SECOND, left % NANOS_PER_SECOND};
    return epoll_pwait2(l->epoll, events, BATCH, busy || due != NANOS_NEVER ? &timeout : NULL,
                        NULL);
}

static unsigned told(uint32_t events)
{
    if (events & (EPOLLERR | EPOLLHUP))
        return LOOP_READ | LOOP_WRITE;
    return (events & (EPOLLIN | EPOLLRDHUP) ? LOOP_READ : 0) | (events & EPOLLOUT ? LOOP_WRITE : 0);
}

void loop_turn(struct loop *l, bool busy)
{
    struct epoll_event events[BATCH];
    int n = wait_for(l, events, busy);

    l->now = clock_now();
    l->told = n;
    for (int i = 0; i < n; i++) {
        struct watch *w = tagged(l, events[i].data.u64);

        if (i + 1 < n) /* among thousands the next is in no cache: it is on its way meanwhile */
            __builtin_prefetch(l->by_fd[(uint32_t)events[i + 1].data.u64]);
        if (w)
            w->ready(w, told(events[i].events));
    }
    timers_fire(&l->timers, clock_now());
}

void loop_wake(struct loop *l)
{
    uint64_t one = 1;

    while (write(l->waker.fd, &one, sizeof one) < 0 && errno == EINTR)
        ;
}
