#ifndef MEASURE_TRACE_H
#define MEASURE_TRACE_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>

struct labels;
struct sample;

/* What a run does, told as it happens to somebody who watches (--debug, --dry-run). A recorder
 * without a trace tells nobody, which costs the test of a pointer. Called in a worker's thread. */
enum trace_kind {
    TRACE_JOURNEY, /* begins; `text`: "journey", "on_start" or "on_stop" */
    TRACE_OVER,    /* it is over; `text`: what failed, if anything has */
    TRACE_STEP,    /* `text`: its name, "" when it is over */
    TRACE_CHECK,   /* `text`: its name; `good` */
    TRACE_WAIT,    /* `span` */
    TRACE_REQUEST, /* `text`: method and URL, then a line for each header; `body`; `sample` */
    TRACE_TOKEN, /* `text`: unescaped; `body`: what it means; `sample`; `span`: since it was sent */
    TRACE_EVENT, /* the same of an event without a token; `text`: its data */
    TRACE_END,   /* of an exchange; `sample` is complete; `text`: why it failed; `body`: finish */
};

struct trace_line {
    enum trace_kind kind;
    const char *text, *body; /* until the call returns */
    size_t len, body_len;
    const struct sample *sample;
    nanos span;
    bool good;
};

struct trace {
    void (*tell)(void *owner, const struct labels *names, const struct trace_line *line);
    void *owner;
};

#endif
