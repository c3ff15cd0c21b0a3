#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include "base/list.h"
#include "plan/arrival.h"

#include <lua.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct error;
struct http;
struct library;
struct loop;
struct metrics;
struct overtime;
struct plan;
struct probe;
struct recorder;
struct task;

/* A Lua state with the prelude in it, and what its C modules work on. main() has one for
 * reading the script and for reports; each worker has one for journeys. */
struct script {
    lua_State *L;
    const struct plan *plan; /* until script_close() */
    struct library *library; /* data sets; NULL: none can be opened */
    struct share share;      /* whose part of them is dealt here: main() has all */
    struct loop *loop;       /* the rest is NULL in main()'s */
    struct recorder *recorder;
    struct task *running; /* whose turn it is, or NULL */
    atomic_llong since;   /* when its turn began; 0: nobody's it is. Other threads look at it */
    struct probe *probe;  /* probe.h; or NULL */
    struct overtime *overtime; /* overtime.h; or NULL */
    struct list ready, idle;   /* tasks */
    size_t tasks;              /* that have not ended */
    /* References, after script_find_hooks(). LUA_NOREF: the script has no such function. */
    int new_user, on_start, on_stop;
    int *journeys; /* by the plan's scenarios */
    int shared;    /* what journeys are given beside their user; nil until it is replaced */

    /* For wrk's scripts, in which main()'s state and the workers' know of each other. */
    struct script *main;            /* NULL: this is it */
    struct http *http;              /* the worker's */
    const struct metrics *measured; /* main()'s, after the load */
    atomic_bool stopped;            /* thread:stop() was called */
    bool small_heap;                /* as script_mind_heap() saw it last */
    atomic_uint said;               /* main()'s: what is said once, whichever worker finds it */
    nanos ends;                     /* when the load's time is over, as far as is known */
    bool away;                      /* its worker's thread runs: nobody else may look inside */
};

/* Zeroes and opens; `library`, `share`, `loop`, `recorder`, `main` and `http` are filled in by the
 * caller after it. */
int script_open(struct script *s, const struct plan *plan, struct error *err);
void script_close(struct script *s); /* every task is gone by then */

/* From time to time: how eagerly dead values are collected depends on how many there can be. */
void script_mind_heap(struct script *s);

/* Runs the script's file, so that its globals are there. */
int script_run_file(struct script *s, const char *path, struct error *err);

/* Finds the functions that users go through: the script's own or, without a script, the
 * built-in journey for the plan's api. */
int script_find_hooks(struct script *s, struct error *err);

static inline long long script_since(struct script *s)
{
    return atomic_load_explicit(&s->since, memory_order_relaxed);
}

/* Calls the function below its `nargs` arguments on the stack. Its `nresults` results are
 * left there; on failure nothing is, and `err` has the message, `where` in front, with a
 * traceback. */
int script_call(struct script *s, const char *where, int nargs, int nresults, struct error *err);
/* Replaces the error on top of L by what the author of a script is told of it (his line, what he
 * may have meant), and that with a traceback on top. `co` is the coroutine that has failed, or L
 * itself in a message handler; `of` is the task that it is a branch of, or NULL. */
void script_explain(lua_State *L, lua_State *co, const struct task *of);
int script_require(struct script *s, const char *module, struct error *err); /* pushes it */

#endif
