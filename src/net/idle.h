#ifndef NET_IDLE_H
#define NET_IDLE_H

#include "base/list.h"
#include "base/timers.h"

struct loop;

/* Connections that wait for their next request, the one that waits longest first. One that has
 * waited too long is told of: services close what is idle (uvicorn after 5 s), and a request that
 * meets the closing door is lost. */
struct idle { /* the caller's, one a descriptor; zeroed: it is none */
    struct list node;
    nanos since;
    int fd;
};

typedef void idle_fn(void *owner, int fd);

struct idles {
    struct loop *loop;
    struct list waiting;
    struct timer timer;
    nanos age; /* 0: none is ever too old */
    idle_fn *too_old;
    void *owner;
};

void idles_init(struct idles *s, struct loop *l, nanos age, idle_fn *too_old, void *owner);
void idles_release(struct idles *s);
void idle_begin(struct idles *s, struct idle *i, int fd); /* again: from now */
void idle_end(struct idle *i);                            /* also of one that is not idle */

#endif
