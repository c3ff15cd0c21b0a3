#ifndef LOAD_VUSER_H
#define LOAD_VUSER_H

#include "base/list.h"
#include "base/timers.h"
#include "script/user.h"

struct error;
struct http;
struct script;
struct task;

/* A virtual user: who a journey is for. Users are reused from journey to journey, with
 * their connections and what their scripts remember, as people are. Before the first journey a
 * user goes through the script's on_start(), after the last through its on_stop(). */
struct vuser {
    struct list node; /* its owner's, of the idle or the busy ones */
    struct user user;
    struct script *script;
    struct task *task;  /* NULL: idle */
    int ref, journey;   /* its table in Lua; the function it goes through */
    bool came, started; /* it has been wanted; its on_start() went well */
    bool starting, leaving;
    bool failed;       /* ever: its owner's */
    nanos begun, due;  /* its journey */
    uint64_t before;   /* exchanges of all journeys before it, and of on_start() */
    label step;        /* in which it ended, if it failed */
    struct timer rest; /* its owner's */
    void (*on_end)(struct vuser *u, const char *failure);
    void *owner;
};

/* NULL when the prelude cannot make one; then `err` says why. `scenario` is its name. */
struct vuser *vuser_new(struct script *s, struct http *h, uint64_t id, const char *scenario,
                        struct error *err);
void vuser_free(struct vuser *u); /* idle */

/* Begins the nth journey, due then; 0: whenever it can begin. on_end is called when it is over,
 * with a message if its code or on_start()'s failed. */
void vuser_begin(struct vuser *u, uint64_t nth, nanos due, nanos ready, nanos now);

/* Begins on_stop(), whose end on_end is told as well, with `leaving` set. False: there is nothing
 * to go through. */
bool vuser_leave(struct vuser *u, nanos now);
void vuser_cancel(struct vuser *u); /* what it waits for, if anything, is given up; no on_end */
void vuser_away(struct vuser *u);   /* has left, and hangs up: if it comes again, it starts anew */

#endif
