#ifndef SCRIPT_ASKING_H
#define SCRIPT_ASKING_H

#include "llm/exchange.h"

#include <lua.h>

struct script;
struct task;
struct user;

/* What Lua asks a service, and the answer as Lua gets it: common to those who wait for a whole
 * reply (lib_exchange.c) and those who read it as it comes (lib_stream.c). */
struct asking {
    struct exchange_spec spec;
    struct user *user;
    char id[64]; /* the spec points to it */
};

/* Where requests go and how replies are read: made once for many of them. */
struct endpoint {
    struct http_target *target; /* owned */
    const struct shape *shape;  /* NULL: plain http. Kept alive by the userdata's environment */
    bool words;                 /* a script's own request, sent as it is */
};

/* Pushes one, which takes the target; `shape_at` is where the shape's userdata is, or nil. */
struct endpoint *endpoint_push(lua_State *L, struct http_target *target, const struct shape *shape,
                               int shape_at);

/* The arguments are (endpoint, user, body or nil, keep, turn, timeout); they must stay on the
 * stack until the exchange has ended. Gives the running task, which may wait, or raises. */
struct task *asking_read(lua_State *L, struct asking *a);
void asking_ended(struct user *u, const struct exchange_result *r);

/* Pushes a table: ok, stopped, status, fault, text, reasoning, refusal, events, header_lines,
 * finish_reason, usage, ttft, ttfa, tpot, e2e, latency (seconds), error, sent (the clock of
 * stoke.time), and the body of a script's own words. What there is not is nil. Gives 1. */
int reply_push(lua_State *L, const struct exchange_result *r);

#endif
