#include "load/vuser.h"

#include "base/mem.h"
#include "net/http.h"
#include "script/script.h"
#include "script/task.h"

#include <lauxlib.h>
#include <stdlib.h>

struct vuser *vuser_new(struct script *s, struct http *h, uint64_t id, struct error *err)
{
    struct vuser *u = mem_new(sizeof *u);

    u->script = s;
    u->user.id = id;
    list_init(&u->node);
    lua_rawgeti(s->L, LUA_REGISTRYINDEX, s->new_user);
    lua_pushnumber(s->L, (double)id);
    lua_pushlightuserdata(s->L, &u->user);
    if (script_call(s, "a new user", 2, 1, err)) {
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

static void journey_over(void *owner, const char *failure)
{
    struct vuser *u = owner;

    u->task = NULL;
    user_end_streams(&u->user, STOPPED);
    u->on_end(u, failure);
}

void vuser_begin(struct vuser *u, nanos due, nanos ready, nanos now)
{
    lua_State *L = u->script->L;

    u->user.due = due;
    u->user.ready = ready;
    u->user.unreachable = u->user.fell_short = false;
    u->before = u->user.exchanges;
    u->begun = now;
    lua_rawgeti(L, LUA_REGISTRYINDEX, u->script->journey);
    lua_rawgeti(L, LUA_REGISTRYINDEX, u->ref);
    u->task = task_spawn(u->script, 1, journey_over, u);
}

void vuser_cancel(struct vuser *u)
{
    if (u->task)
        task_cancel(u->task);
    u->task = NULL;
    user_end_streams(&u->user, UNFINISHED);
}
