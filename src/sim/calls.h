#ifndef SIM_CALLS_H
#define SIM_CALLS_H

#include "base/buf.h"
#include "sim/part.h"

#include <stdbool.h>
#include <stdint.h>

/* The tool calls of one reply: which tools, with which arguments, and how much of them has
 * been said. They are said in pieces, a token each: first a call's id and name, then its
 * arguments a few bytes at a time, one call after another or the calls in turn. */
struct call {
    char *name; /* as JSON text, quotes and all; owned */
    uint64_t id;
    struct buf arguments; /* JSON */
    size_t said;          /* bytes of them */
    bool named;           /* its id and name are said */
};

struct calls {
    struct call *list;  /* owned */
    unsigned count, at; /* whose turn it is */
    unsigned fragment;  /* bytes in a piece */
    bool in_turn;
};

struct calls_wish {
    unsigned count;    /* how many calls there shall be */
    unsigned first;    /* the tool to begin with; then the next ones, round and round */
    unsigned fragment; /* bytes; 0 is as 1 */
    bool in_turn;
    struct part only; /* the one tool that may be called; else all */
    uint64_t dice;
};

/* `tools` is the request's list of them, of which those that are functions with a name count:
 * there will be no calls when there are none. Names are copied. */
void calls_plan(struct calls *c, struct part tools, const struct calls_wish *w);
void calls_release(struct calls *c);

unsigned calls_tokens(const struct calls *c); /* of all of it */

/* How many of the next n pieces are of one kind and one call, so that an event can say them. */
unsigned calls_together(const struct calls *c, unsigned n);

/* Whose turn it is. Saying its next pieces and going on are two things, since a reply of several
 * choices says them several times. */
static inline const struct call *calls_now(const struct calls *c)
{
    return &c->list[c->at];
}
void calls_say(const struct calls *c, struct buf *out, unsigned n); /* of arguments, a JSON string;
                                                       an empty one while the name is not said */
bool calls_last(const struct calls *c, unsigned n);                 /* is it over after them? */
void calls_pass(struct calls *c, unsigned n);

void calls_say_all(const struct call *call, struct buf *out); /* its arguments, a JSON string */

#endif
