#include "base/error.h"
#include "net/http.h"
#include "script/copy.h"
#include "script/lib.h"
#include "script/script.h"
#include "script/wrk.h"

#include <string.h>

#define THREAD "wrk.thread"

struct thread {
    struct script *of;
};

static struct script *check(lua_State *L)
{
    return ((struct thread *)luaL_checkudata(L, 1, THREAD))->of;
}

/* A worker's own state, or one whose thread does not run. */
static struct script *check_at_rest(lua_State *L, const char *what)
{
    struct script *of = check(L);

    if (of->away && of != lib_script(L))
        luaL_error(L, "%s: this thread is at work; call it in setup() or done()", what);
    return of;
}

static void push_global(lua_State *L, const char *name)
{
    lua_pushstring(L, name);
    lua_rawget(L, LUA_GLOBALSINDEX);
}

/* Takes the value on the top of the stack. */
static void set_global(lua_State *L, const char *name)
{
    lua_pushstring(L, name);
    lua_insert(L, -2);
    lua_rawset(L, LUA_GLOBALSINDEX);
}

static int thread_get(lua_State *L)
{
    struct script *of = check_at_rest(L, "thread:get");
    const char *name = luaL_checkstring(L, 2);
    struct error err;
    int failed;

    if (of == lib_script(L)) {
        push_global(L, name);
        return 1;
    }
    luaL_checkstack(of->L, 8, "thread:get");
    push_global(of->L, name);
    failed = script_copy(of->L, -1, L, &err);
    lua_pop(of->L, 1);
    if (failed)
        return luaL_error(L, "thread:get(\"%s\"): %s", name, err.text);
    return 1;
}

static int thread_set(lua_State *L)
{
    struct script *of = check_at_rest(L, "thread:set");
    const char *name = luaL_checkstring(L, 2);
    struct error err;

    luaL_checkany(L, 3);
    lua_settop(L, 3);
    if (of == lib_script(L)) {
        set_global(L, name);
        return 0;
    }
    luaL_checkstack(of->L, 8, "thread:set");
    if (script_copy(L, 3, of->L, &err))
        return luaL_error(L, "thread:set(\"%s\"): %s", name, err.text);
    set_global(of->L, name);
    return 0;
}

static int thread_stop(lua_State *L)
{
    atomic_store_explicit(&check(L)->stopped, true, memory_order_relaxed);
    return 0;
}

static int push_addr(lua_State *L)
{
    const struct script *of = check_at_rest(L, "thread.addr");
    uint16_t port;
    const char *host = of->http ? http_dialled(of->http, &port) : NULL;

    if (!host)
        return 0;
    wrk_push_addr(L, host, port);
    return 1;
}

static int thread_index(lua_State *L)
{
    const char *name = luaL_checkstring(L, 2);

    if (!strcmp(name, "addr"))
        return push_addr(L);
    lua_pushvalue(L, lua_upvalueindex(2)); /* the methods */
    lua_pushvalue(L, 2);
    lua_rawget(L, -2);
    return 1;
}

static int thread_newindex(lua_State *L)
{
    struct script *of = check_at_rest(L, "thread.addr");
    const char *name = luaL_checkstring(L, 2), *host;
    uint16_t port;

    if (strcmp(name, "addr") != 0)
        return luaL_error(L, "a thread has no field '%s' to set: use thread:set(\"%s\", value)",
                          name, name);
    host = wrk_check_addr(L, 3, "thread.addr", &port);
    if (of->http)
        http_dial(of->http, host, port);
    return 0;
}

void wrk_push_thread(lua_State *L, struct script *of)
{
    struct thread *t = lua_newuserdata(L, sizeof *t);

    t->of = of;
    luaL_getmetatable(L, THREAD);
    lua_setmetatable(L, -2);
}

void wrk_open_thread(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"get",  thread_get },
        {"set",  thread_set },
        {"stop", thread_stop},
        {NULL,   NULL       },
    };

    luaL_newmetatable(L, THREAD);
    lua_pushlightuserdata(L, lib_script(L));
    lib_table(L, methods);
    lua_pushcclosure(L, thread_index, 2);
    lua_setfield(L, -2, "__index");
    lua_pushlightuserdata(L, lib_script(L));
    lua_pushcclosure(L, thread_newindex, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pop(L, 1);
}
