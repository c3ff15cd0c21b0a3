#ifndef LOAD_VUSER_H
#define LOAD_VUSER_H

#include "base/list.h"
#include "base/timers.h"
#include "script/user.h"

struct http;
struct script;
struct task;

/* A virtual user: who a journey is for. Users are reused from journey to journey, with
 * their connections and what their scripts remember, as people are. */
struct vuser {
    struct list node; /* its owner's, of the idle or the busy ones */
    struct user user;
    struct script *script;
    struct task *task; /* NULL: idle */
    int ref;           /* its table in Lua */
    nanos begun;       /* its journey */
    uint64_t before;   /* exchanges of all journeys before it */
    struct timer rest; /* its owner's */
    void (*on_end)(struct vuser *u, const char *failure);
    void *owner;
};

/* NULL when the prelude cannot make one; then `err` says why. */
struct error;
struct vuser *vuser_new(struct script *s, struct http *h, uint64_t id, struct error *err);
void vuser_free(struct vuser *u); /* idle */

/* Begins a journey. on_end is called when it is over, with a message if its code failed. */
void vuser_begin(struct vuser *u, nanos due, nanos ready, nanos now);
void vuser_cancel(struct vuser *u); /* what it waits for, if anything, is given up; no on_end */

#endif
