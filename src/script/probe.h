#ifndef SCRIPT_PROBE_H
#define SCRIPT_PROBE_H

#include "base/clock.h"

#include <lua.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct error;
struct script;

/* How another thread finds out where a script is that does not come back, and ends what it does.
 * A signal to the script's thread sets a Lua hook there, which answers from a safe place. But
 * LuaJIT's compiled code, such as a loop that never ends, looks at no hooks: it looks for its
 * profiler alone, so that is what knocks. LuaJIT has one profiler for a process, which is why one
 * script at a time is asked, and a state that runs nothing keeps the profiler between questions. */
struct probe {
    lua_State *keeper;
    struct script *asked; /* NULL: nobody is */
    nanos since;          /* when it had begun what it does */
    bool end;
    atomic_int state;
    char text[256]; /* the answer */
};

/* From the thread that asks. */
int probe_open(struct probe *p, struct error *err);
void probe_close(struct probe *p); /* all scripts' threads are over, or given up */
void probe_watch(struct probe *p, struct script *s); /* before its thread runs */

/* Where is it? With `end`, what it does fails with an error that says so: once, or with `insist`
 * until it is over, whatever it catches. Only if nobody is being asked. */
void probe_ask(struct probe *p, struct script *s, pthread_t thread, bool end, bool insist);

/* What is not answered soon is within C code, where the script's stack stands still: where that
 * was called from can be seen from outside. */
void probe_peek(struct script *s, char *out, size_t size);

/* NULL: not yet. Else nobody is being asked any more; "" if it has come back by itself. */
const char *probe_answer(struct probe *p);
void probe_forget(struct probe *p, struct script *s); /* its thread is over */

/* By the script's thread, once a turn: a question that has found it back is answered. */
void probe_turn(struct script *s);

#endif
