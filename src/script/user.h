#ifndef SCRIPT_USER_H
#define SCRIPT_USER_H

#include "base/clock.h"
#include "measure/sample.h"

#include <stdbool.h>
#include <stdint.h>

struct http_line;
struct stream;

/* What C knows of who a journey is for. Lua has it as a light userdata. */
struct user {
    uint64_t nth; /* its journey's number among all that begin (load/pace.h), from 0 */
    uint64_t id;  /* from 1, the same whatever the number of workers */
    struct http_line *line;
    nanos due, ready; /* of the journey, until its first exchange has taken them; then 0 */
    label scenario;   /* its journeys are measured under it; 0: under none */
    uint64_t exchanges;
    label given_up;         /* the check that its journey was given up for; 0: it was not */
    bool fell_short;        /* an exchange of this journey was not good */
    bool unreachable;       /* its last exchange found nobody to talk to */
    struct stream *streams; /* replies that are still coming */
};

/* A journey that ends leaves no reply running: STOPPED, or UNFINISHED at the end of the run. */
void user_end_streams(struct user *u, enum fault why);

#endif
