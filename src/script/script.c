#include "script/script.h"

#include "base/error.h"
#include "plan/plan.h"
#include "script/lib.h"
#include "script/task.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

static int traceback(lua_State *L)
{
    if (lua_isstring(L, 1))
        luaL_traceback(L, L, lua_tostring(L, 1), 1);
    else
        lua_pushfstring(L, "(the error is a %s)", luaL_typename(L, 1));
    return 1;
}

int script_call(struct script *s, const char *where, int nargs, int nresults, struct error *err)
{
    lua_State *L = s->L;
    int handler = lua_gettop(L) - nargs;

    lua_pushcfunction(L, traceback);
    lua_insert(L, handler);
    if (lua_pcall(L, nargs, nresults, handler)) {
        error_set(err, "%s: %s", where, lua_tostring(L, -1));
        lua_settop(L, handler - 1);
        return -1;
    }
    lua_remove(L, handler);
    return 0;
}

int script_require(struct script *s, const char *module, struct error *err)
{
    lua_getglobal(s->L, "require");
    lua_pushstring(s->L, module);
    return script_call(s, module, 1, 1, err);
}

static int keep_function(struct script *s, const char *name)
{
    lua_getfield(s->L, -1, name);
    return luaL_ref(s->L, LUA_REGISTRYINDEX);
}

int script_open(struct script *s, const struct plan *plan, struct error *err)
{
    *s = (struct script){.plan = plan};
    list_init(&s->ready);
    list_init(&s->idle);
    s->L = luaL_newstate();
    if (!s->L)
        return error_set(err, "LuaJIT cannot be started: out of memory");
    luaL_openlibs(s->L);
    lib_open(s);
    return 0;
}

void script_close(struct script *s)
{
    if (!s->L)
        return;
    tasks_release(s);
    lua_close(s->L);
    s->L = NULL;
}

/* A script's own folder comes first when it requires something. */
static void find_beside(struct script *s, const char *path)
{
    lua_State *L = s->L;
    const char *slash = strrchr(path, '/');

    lua_getglobal(L, "package");
    lua_pushlstring(L, path, slash ? (size_t)(slash - path) : 0);
    lua_pushstring(L, slash ? "/?.lua;" : "./?.lua;");
    lua_getfield(L, -3, "path");
    lua_concat(L, 3);
    lua_setfield(L, -2, "path");
    lua_pop(L, 1);
}

int script_run_file(struct script *s, const char *path, struct error *err)
{
    find_beside(s, path);
    if (luaL_loadfile(s->L, path)) {
        error_set(err, "%s", lua_tostring(s->L, -1));
        lua_pop(s->L, 1);
        return -1;
    }
    return script_call(s, path, 0, 0, err);
}

int script_find_journey(struct script *s, struct error *err)
{
    lua_State *L = s->L;

    if (script_require(s, "stoke.init", err))
        return -1;
    s->new_user = keep_function(s, "new_user");
    lua_getfield(L, -1, "find_journey");
    lua_pushstring(L, s->plan->script);
    if (script_call(s, s->plan->script ? s->plan->script : "journey", 1, 2, err)) {
        lua_pop(L, 1);
        return -1;
    }
    if (lua_isnil(L, -2)) {
        error_set(err, "%s", lua_tostring(L, -1));
        lua_pop(L, 3);
        return -1;
    }
    lua_pop(L, 1);
    s->journey = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pop(L, 1);
    return 0;
}
