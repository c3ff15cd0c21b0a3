#ifndef NET_LOOP_H
#define NET_LOOP_H

#include "base/clock.h"

#include <stdbool.h>

struct error;
struct timer;

/* One thread's epoll and timers. Not a framework: it does not own the thread,
 * whoever does calls loop_turn() until there is nothing left to wait for. */
struct loop;

enum { LOOP_READ = 1, LOOP_WRITE = 2 };

/* A descriptor being waited for: the caller's memory, zeroed but for `ready` and `fd`.
 * Level-triggered. `ready` may unwatch and free any watch, its own too. An error or a
 * hang-up is told as both LOOP_READ and LOOP_WRITE. */
struct watch {
    void (*ready)(struct watch *w, unsigned events);
    int fd;
    unsigned events; /* what the kernel has been asked for; 0: not watched */
    unsigned serial; /* the loop's */
};

struct loop *loop_new(struct error *err);
void loop_free(struct loop *l); /* what is still watched is forgotten, not closed */
int loop_watch(struct loop *l, struct watch *w, unsigned events); /* again to change events */
void loop_unwatch(struct loop *l, struct watch *w);
void loop_forget(struct loop *l, struct watch *w); /* the fd was closed: the kernel knows already */

void loop_timer(struct loop *l, struct timer *t, nanos due);
void loop_timer_stop(struct loop *l, struct timer *t);

/* Sleeps until something happens or a timer is due, then runs it: sockets first, then
 * timers. With `busy` it looks, but does not sleep. */
void loop_turn(struct loop *l, bool busy);
nanos loop_now(const struct loop *l); /* when this turn woke up */

/* Were so many descriptors ready in this turn that whatever can wait had better? */
bool loop_crowded(const struct loop *l);
void loop_wake(struct loop *l); /* the one function other threads may call */

#endif
