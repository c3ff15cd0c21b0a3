#include "script/task.h"

#include "base/clock.h"
#include "base/list.h"
#include "base/mem.h"
#include "net/loop.h"
#include "plan/plan.h"
#include "script/script.h"

#include <assert.h>
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

/* So long do tasks run in a turn, for the sake of the tokens that arrive meanwhile. */
#define RUN_PER_TURN (NANOS_PER_MS / 2)
#define RUN_IN_A_CROWD (NANOS_PER_MS / 10)

struct task {
    struct list node; /* of the ready or the idle ones */
    struct script *script;
    const struct task *parent; /* which it is a branch of: that waits for it; or NULL */
    lua_State *co;
    int ref; /* keeps `co` from being collected */
    int args;
    label step;
    const struct user *user;
    int trace; /* reference to {an error, what is told of it} that is on its way; LUA_NOREF */
    label traced_step; /* where that was */
    bool waiting, waited;
    task_end_fn *on_end;
    void *owner;
    void (*undo)(void *thing);
    int (*answer)(lua_State *co, void *thing); /* NULL: the results are on the stack */
    void *thing;
};

const char task_gave_up[] = "the journey was given up";

static struct task *task_new(struct script *s)
{
    struct task *t = mem_new(sizeof *t);

    t->script = s;
    t->co = lua_newthread(s->L);
    t->ref = luaL_ref(s->L, LUA_REGISTRYINDEX);
    t->trace = LUA_NOREF;
    list_init(&t->node);
    return t;
}

static void drop_trace(struct task *t)
{
    luaL_unref(t->script->L, LUA_REGISTRYINDEX, t->trace);
    t->trace = LUA_NOREF;
}

static void task_free(struct task *t)
{
    list_take(&t->node);
    luaL_unref(t->script->L, LUA_REGISTRYINDEX, t->ref);
    drop_trace(t);
    free(t);
}

/* A coroutine that has returned can be started again: making a new one costs more. */
static struct task *task_get(struct script *s)
{
    struct task *t;

    if (list_empty(&s->idle))
        return task_new(s);
    t = container_of(s->idle.prev, struct task, node);
    list_take(&t->node);
    return t;
}

struct task *task_spawn(struct script *s, int nargs, task_end_fn *fn, void *owner)
{
    struct task *t = task_get(s);

    lua_xmove(s->L, t->co, nargs + 1);
    t->on_end = fn;
    t->owner = owner;
    t->parent = s->running;
    t->step = s->running ? s->running->step : 0;
    t->user = s->running ? s->running->user : NULL;
    t->waiting = false;
    t->waited = s->running && s->running->waited;
    t->answer = NULL;
    s->tasks++;
    t->args = nargs;
    list_add(&s->ready, &t->node);
    return t;
}

void task_cancel(struct task *t)
{
    if (t->waiting && t->undo)
        t->undo(t->thing);
    t->script->tasks--;
    task_free(t);
}

struct task *task_running(struct script *s, lua_State *L)
{
    if (!s->running) {
        luaL_error(L, "this waits, so it can only be called in a journey");
        return NULL; /* never: luaL_error does not return */
    }
    if (s->running->co != L)
        luaL_error(L, "a journey cannot wait inside a coroutine of its own");
    if (!lua_isyieldable(L))
        luaL_error(L, "a journey cannot wait inside a function that string.gsub, table.sort or "
                      "the like calls");
    return s->running;
}

int task_wait(lua_State *L, void (*undo)(void *thing), void *thing)
{
    struct script *s = lua_touserdata(L, lua_upvalueindex(1));

    assert(s->running);
    s->running->waiting = s->running->waited = true;
    s->running->undo = undo;
    s->running->thing = thing;
    return lua_yield(L, lua_gettop(L));
}

lua_State *task_stack(const struct task *t)
{
    return t->co;
}

void task_wake(struct task *t, int nresults)
{
    t->waiting = false;
    t->args = nresults;
    list_add(&t->script->ready, &t->node);
}

void task_wake_later(struct task *t, int (*answer)(lua_State *co, void *thing))
{
    t->answer = answer;
    task_wake(t, 0);
}

bool task_has_waited(const struct task *t)
{
    return t->waited;
}

const struct task *task_parent(const struct task *t)
{
    return t->parent;
}

label *task_step(struct task *t)
{
    return &t->step;
}

void task_set_user(struct task *t, const struct user *user)
{
    t->user = user;
}

const struct user *task_user(const struct task *t)
{
    return t->user;
}

/* Pushes on L what was kept of the error on top of `from`, if anything was. */
static bool push_trace(struct task *t, lua_State *L, lua_State *from)
{
    int top = lua_gettop(L) + 1;
    bool same = false;

    lua_pushvalue(from, -1);
    if (from != L)
        lua_xmove(from, L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, t->trace);
    if (lua_istable(L, -1)) {
        lua_rawgeti(L, -1, 1);
        same = lua_rawequal(L, -1, top);
        lua_rawgeti(L, -2, 2);
        lua_replace(L, top);
    }
    lua_settop(L, same ? top : top - 1);
    return same;
}

/* The innermost comes first, and passes the error on to the others. */
void task_keep_trace(struct task *t, lua_State *L)
{
    int error = lua_gettop(L);

    if (push_trace(t, L, L)) {
        lua_pop(L, 1);
        return;
    }
    drop_trace(t);
    t->traced_step = t->step;
    lua_pushvalue(L, error);
    script_explain(L, L, t->parent);
    if (lua_isstring(L, error)) {
        lua_pushvalue(L, -2);
        lua_replace(L, error);
    }
    lua_createtable(L, 2, 0);
    lua_pushvalue(L, error);
    lua_rawseti(L, -2, 1);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, 2);
    t->trace = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_settop(L, error);
}

bool task_push_trace(struct task *t, lua_State *L, label *step)
{
    *step = t->traced_step;
    return push_trace(t, L, L);
}

static int gave_up_text(lua_State *L)
{
    lua_pushstring(L, task_gave_up);
    return 1;
}

static void make_gave_up(lua_State *L)
{
    lua_newuserdata(L, 1);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, gave_up_text);
    lua_setfield(L, -2, "__tostring");
    lua_setmetatable(L, -2);
}

/* One a state, so that whoever catches it knows it. */
void task_push_gave_up(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, task_gave_up);
    if (lua_isuserdata(L, -1))
        return;
    lua_pop(L, 1);
    make_gave_up(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, task_gave_up);
}

static bool raised_gave_up(lua_State *co)
{
    bool same;

    task_push_gave_up(co);
    same = lua_rawequal(co, -1, -2);
    lua_pop(co, 1);
    return same;
}

static void task_ended(struct task *t)
{
    t->script->tasks--;
    lua_settop(t->co, 0);
    drop_trace(t);
    list_add(&t->script->idle, &t->node);
    t->on_end(t->owner, NULL);
}

/* What is told of the error on top of the task's stack, without a traceback, is on top of `from`,
 * and takes the place of an error that is text, as where a script catches it; others stay what they
 * are. */
static void keep_told(struct task *t, lua_State *from)
{
    bool text = lua_type(t->co, -1) == LUA_TSTRING || lua_isnil(t->co, -1);

    lua_xmove(from, t->co, 1);
    if (text)
        lua_remove(t->co, -2);
    else
        lua_pop(t->co, 1);
}

/* Pushes on `to` what is told of the error on top of the task's stack. */
static void push_failure(struct task *t, lua_State *to)
{
    if (push_trace(t, to, t->co)) {
        t->step = t->traced_step;
        return;
    }
    lua_pushvalue(t->co, -1);
    lua_xmove(t->co, to, 1);
    script_explain(to, t->co, t->parent);
    lua_insert(to, -2);
    keep_told(t, to);
}

static void task_failed(struct task *t)
{
    struct script *s = t->script;
    bool gave_up = raised_gave_up(t->co);

    push_failure(t, s->L);
    s->tasks--;
    t->on_end(t->owner, gave_up ? task_gave_up : lua_tostring(s->L, -1));
    lua_pop(s->L, 1);
    task_free(t);
}

/* It is still where it yielded. */
static void task_yielded(struct task *t)
{
    luaL_where(t->co, 1);
    lua_pushliteral(t->co,
                    "a journey waits by calling the user's functions, not by coroutine.yield");
    lua_concat(t->co, 2);
    task_failed(t);
}

static void task_resume(struct task *t)
{
    struct script *s = t->script;
    int status;

    if (s->plan->gc_stress)
        lua_gc(s->L, LUA_GCCOLLECT, 0);
    s->running = t;
    if (t->answer)
        t->args = t->answer(t->co, t->thing);
    t->answer = NULL;
    status = lua_resume(t->co, t->args);
    s->running = NULL;
    if (status == 0)
        task_ended(t);
    else if (status != LUA_YIELD)
        task_failed(t);
    else if (!t->waiting)
        task_yielded(t);
}

void task_push_error(struct task *t, lua_State *L)
{
    lua_pushvalue(t->co, -1);
    lua_xmove(t->co, L, 1);
}

bool tasks_run(struct script *s)
{
    bool crowded = s->loop && loop_crowded(s->loop);
    nanos now, over = clock_now() + (crowded ? RUN_IN_A_CROWD : RUN_PER_TURN);

    while (!list_empty(&s->ready) && (now = clock_now()) < over) {
        struct task *t = container_of(s->ready.next, struct task, node);

        atomic_store_explicit(&s->since, now, memory_order_relaxed);
        list_take(&t->node);
        task_resume(t);
    }
    atomic_store_explicit(&s->since, 0, memory_order_relaxed);
    return !list_empty(&s->ready);
}

void tasks_release(struct script *s)
{
    while (!list_empty(&s->ready))
        task_free(container_of(s->ready.next, struct task, node));
    while (!list_empty(&s->idle))
        task_free(container_of(s->idle.next, struct task, node));
}
