#include "load/vuser.h"

#include "base/mem.h"
#include "measure/recorder.h"
#include "measure/trace.h"
#include "net/http.h"
#include "script/script.h"
#include "script/task.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

struct vuser *vuser_new(struct script *s, struct http *h, uint64_t id, const char *scenario,
                        struct error *err)
{
    struct vuser *u = mem_new(sizeof *u);

    u->script = s;
    u->user.id = id;
    list_init(&u->node);
    lua_rawgeti(s->L, LUA_REGISTRYINDEX, s->new_user);
    lua_pushnumber(s->L, (double)id);
    lua_pushlightuserdata(s->L, &u->user);
    lua_pushstring(s->L, scenario);
    if (script_call(s, "a new user", 3, 1, err)) {
        free(u);
        return NULL;
    }
    u->ref = luaL_ref(s->L, LUA_REGISTRYINDEX);
    u->user.line = http_line_new(h);
    return u;
}

void vuser_free(struct vuser *u)
{
    list_take(&u->node);
    luaL_unref(u->script->L, LUA_REGISTRYINDEX, u->ref);
    http_line_free(u->user.line);
    free(u);
}

/* For whoever watches. */
static void note(const struct vuser *u, enum trace_kind kind, const char *text)
{
    const struct recorder *r = u->script->recorder;

    if (r->trace)
        recorder_tell(
            r, &(struct trace_line){.kind = kind, .text = text, .len = text ? strlen(text) : 0});
}

/* A task of function(user, shared). */
static void spawn(struct vuser *u, const char *name, int function, task_end_fn *on_end)
{
    lua_State *L = u->script->L;

    note(u, TRACE_JOURNEY, name);
    u->user.given_up = 0;
    lua_rawgeti(L, LUA_REGISTRYINDEX, function);
    lua_rawgeti(L, LUA_REGISTRYINDEX, u->ref);
    lua_rawgeti(L, LUA_REGISTRYINDEX, u->script->shared);
    u->task = task_spawn(u->script, 2, on_end, u);
    task_set_user(u->task, &u->user);
}

static void all_over(void *owner, const char *failure)
{
    struct vuser *u = owner;

    u->step = *task_step(u->task);
    u->task = NULL;
    if (!failure && u->user.given_up)
        failure = task_gave_up; /* though it was caught */
    note(u, TRACE_OVER, failure);
    user_end_streams(&u->user, STOPPED);
    u->on_end(u, failure);
}

static void begin_journey(struct vuser *u, nanos due, nanos ready, nanos now)
{
    u->user.due = due;
    u->user.ready = ready;
    u->user.unreachable = u->user.fell_short = false;
    u->before = u->user.exchanges;
    u->begun = now;
    spawn(u, "journey", u->journey, all_over);
}

/* The journey that waited for it was due when it was, but it is not our lateness. */
static void on_started(void *owner, const char *failure)
{
    struct vuser *u = owner;
    nanos now = clock_now();

    if (failure || u->user.given_up) {
        all_over(u, failure);
        return;
    }
    note(u, TRACE_OVER, NULL);
    user_end_streams(&u->user, STOPPED);
    u->started = true;
    u->starting = false;
    begin_journey(u, u->due ? u->due : now, now, now);
}

void vuser_begin(struct vuser *u, uint64_t nth, nanos due, nanos ready, nanos now)
{
    u->user.nth = nth;
    u->came = true;
    u->starting = u->script->on_start != LUA_NOREF && !u->started;
    if (!u->starting) {
        begin_journey(u, due ? due : now, ready, now);
        return;
    }
    u->due = due;
    u->begun = now;
    u->before = u->user.exchanges;
    u->user.unreachable = false;
    u->user.due = u->user.ready = 0;
    spawn(u, "on_start", u->script->on_start, on_started);
}

bool vuser_leave(struct vuser *u, nanos now)
{
    bool came = u->script->on_start != LUA_NOREF ? u->started : u->came;

    if (u->script->on_stop == LUA_NOREF || !came || u->leaving)
        return false;
    u->leaving = true;
    u->begun = now;
    u->user.due = u->user.ready = 0;
    spawn(u, "on_stop", u->script->on_stop, all_over);
    return true;
}

void vuser_cancel(struct vuser *u)
{
    if (u->task)
        task_cancel(u->task);
    u->task = NULL;
    user_end_streams(&u->user, UNFINISHED);
}

void vuser_away(struct vuser *u)
{
    u->came = u->started = u->leaving = false;
    http_line_hang_up(u->user.line);
}
