#ifndef NET_STAMP_H
#define NET_STAMP_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* When bytes came and left, as truly as this machine can tell. This file exports `recv`,
 * `send` and `poll`: the program is linked so that libcurl's calls land here. A read from
 * a descriptor that was stamps_watch()ed takes the kernel's receive stamp along, so the
 * moment of a token does not depend on how busy we are. Where the kernel gives none, one
 * clock read after the read stands in, and `kernel` says so.
 *
 * libcurl asks after every read whether there is more, and before every request whether
 * the connection still stands. Our epoll tells both, at the latest in the next turn, so for
 * watched descriptors the answer is "nothing" without a system call, unless there is doubt.
 *
 * A thread has one `struct stamps`, or none: then the three do what libc's do. libcurl
 * calls them without a word of whose they are, hence the thread's own pointer. */
struct stamps;

struct stamp {
    nanos at;    /* monotonic */
    int fd;      /* -1: nothing was read yet */
    bool kernel; /* the kernel's own word */
};

struct stamps *stamps_new(bool ask_kernel); /* false: always the clock */
void stamps_free(struct stamps *s);
struct stamps *
stamps_use(struct stamps *s); /* this thread's from now on; NULL: none. Whose it was */

void stamps_watch(struct stamps *s, int fd);   /* a new socket */
void stamps_doubt(struct stamps *s, int fd);   /* something came that nobody asked for */
void stamps_unwatch(struct stamps *s, int fd); /* about to be closed */

/* Of the last read on this thread from a watched descriptor. */
struct stamp stamps_last(const struct stamps *s);

const char *stamps_read_end(const struct stamps *s); /* where that read's bytes end */

/* A read in libcurl's stead. What it brought, or a part of it from `bytes` on, may be given to
 * libcurl afterwards: its next recv() from this descriptor takes that, and then `error` if that is
 * not 0, before the kernel is asked again. There is one such place a thread; `bytes` are good until
 * they are taken. */
ssize_t stamps_read(struct stamps *s, int fd, void *bytes, size_t n);
void stamps_hold(struct stamps *s, int fd, const char *bytes, size_t n, int error);
bool stamps_holds(const struct stamps *s); /* something that was not taken yet */

/* The next send() on this thread writes into `sent` when it was called and on which
 * descriptor. NULL: nobody waits any more. */
struct sent {
    nanos at;
    int fd;
};
void stamps_await(struct stamps *s, struct sent *sent);

#endif
