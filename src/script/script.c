#include "script/script.h"

#include "base/error.h"
#include "base/mem.h"
#include "plan/plan.h"
#include "script/lib.h"
#include "script/overtime.h"
#include "script/task.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

/* The prelude's explain() when a script is there, for whom else would it be? */
static bool push_explain(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, "_LOADED");
    lua_getfield(L, -1, "stoke.explain");
    lua_remove(L, -2);
    if (lua_isfunction(L, -1))
        return true;
    lua_pop(L, 1);
    return false;
}

static void push_thread(lua_State *L, lua_State *co)
{
    lua_pushthread(co);
    lua_xmove(co, L, 1);
}

/* explain(error, coroutine or nil, those that it is a branch of) */
static bool explain(lua_State *L, lua_State *co, const struct task *of)
{
    int n = 2;

    if (!push_explain(L))
        return false;
    lua_pushvalue(L, -2);
    if (co != L)
        push_thread(L, co);
    else
        lua_pushnil(L);
    for (; of && lua_checkstack(L, 2); of = task_parent(of), n++)
        push_thread(L, task_stack(of));
    if (lua_pcall(L, n, 2, 0) == 0)
        return true;
    lua_pop(L, 1);
    return false;
}

void script_explain(lua_State *L, lua_State *co, const struct task *of)
{
    int error = lua_gettop(L);

    if (!explain(L, co, of)) {
        if (!lua_isstring(L, error))
            lua_pushfstring(L, "(the error is a %s)", luaL_typename(L, error));
        else
            lua_pushvalue(L, error);
        luaL_traceback(L, co, lua_tostring(L, -1), co != L ? 0 : 1);
    }
    lua_remove(L, error);
}

static int traceback(lua_State *L)
{
    script_explain(L, L, NULL);
    return 1;
}

/* A message that begins with a place in the script says where it is from. */
static void say(struct error *err, const char *where, const char *message)
{
    size_t n = strlen(where);

    if (!strncmp(message, where, n) && message[n] == ':')
        error_set(err, "%s", message);
    else
        error_set(err, "%s: %s", where, message);
}

int script_call(struct script *s, const char *where, int nargs, int nresults, struct error *err)
{
    lua_State *L = s->L;
    int handler = lua_gettop(L) - nargs;

    lua_pushcfunction(L, traceback);
    lua_insert(L, handler);
    if (lua_pcall(L, nargs, nresults, handler)) {
        say(err, where, lua_tostring(L, -1));
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

int script_open(struct script *s, const struct plan *plan, struct error *err)
{
    *s = (struct script){
        .plan = plan, .share = {0, 1},
             .ends = NANOS_NEVER
    };
    s->on_start = s->on_stop = LUA_NOREF;
    s->shared = LUA_REFNIL;
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
    free(s->journeys);
    s->L = NULL;
}

/* A heap is looked through when it has grown to so many hundredths of what was alive. Where little
 * is, mostly the prelude, that would be every few hundred requests, to find the same alive again.
 */
enum { PAUSE = 200, LONG_PAUSE = 700, SMALL_HEAP_KB = 16 * 1024 };

void script_mind_heap(struct script *s)
{
    bool small = lua_gc(s->L, LUA_GCCOUNT, 0) < SMALL_HEAP_KB;

    if (small == s->small_heap || !lua_gc(s->L, LUA_GCISRUNNING, 0)) /* as the script has it */
        return;
    s->small_heap = small;
    lua_gc(s->L, LUA_GCSETPAUSE, small ? LONG_PAUSE : PAUSE);
    if (!small)
        lua_gc(s->L, LUA_GCRESTART, 0); /* now, and not when it is seven times as large */
}

/* Puts the folder's modules of this ending before those of package.path or package.cpath. */
static void search_first(lua_State *L, const char *where, const char *folder, const char *ending)
{
    lua_getglobal(L, "package");
    lua_pushfstring(L, "%s/?%s;", folder, ending);
    lua_getfield(L, -2, where);
    lua_concat(L, 2);
    lua_setfield(L, -2, where);
    lua_pop(L, 1);
}

/* A script's own folder comes first when it requires something. */
static void find_beside(lua_State *L, const char *path)
{
    const char *slash = strrchr(path, '/');

    lua_pushlstring(L, slash ? path : ".", slash ? (size_t)(slash - path) : 1);
    search_first(L, "path", lua_tostring(L, -1), ".lua");
    search_first(L, "cpath", lua_tostring(L, -1), ".so");
    lua_pop(L, 1);
}

static int load_file(struct script *s, const char *path, struct error *err)
{
    if (!luaL_loadfile(s->L, path))
        return 0;
    error_set(err, "%s", lua_tostring(s->L, -1));
    lua_pop(s->L, 1);
    return -1;
}

/* strict.run(path, chunk) */
int script_run_file(struct script *s, const char *path, struct error *err)
{
    int failed;

    find_beside(s->L, path);
    if (script_require(s, "stoke.wrk", err) || script_require(s, "stoke.explain", err) ||
        script_require(s, "stoke.caught", err) || script_require(s, "stoke.strict", err))
        return -1;
    lua_getfield(s->L, -1, "run");
    lua_pushstring(s->L, path);
    overtime_begin(s, "the script's top level");
    failed = load_file(s, path, err) || script_call(s, path, 2, 0, err);
    overtime_end(s);
    lua_settop(s->L, 0);
    return failed ? -1 : 0;
}

/* The function of this name in the table on top; LUA_NOREF: there is none. */
static int keep_function(lua_State *L, const char *name)
{
    lua_getfield(L, -1, name);
    if (!lua_isnil(L, -1))
        return luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pop(L, 1);
    return LUA_NOREF;
}

static void keep_journeys(struct script *s)
{
    size_t n = s->plan->scenario_count;

    s->journeys = mem_new(n * sizeof *s->journeys);
    lua_getfield(s->L, -1, "journeys");
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(s->L, -1, (int)i + 1);
        s->journeys[i] = luaL_ref(s->L, LUA_REGISTRYINDEX);
    }
    lua_pop(s->L, 1);
}

/* The plan's scenarios, by name. */
static void push_names(struct script *s)
{
    lua_newtable(s->L);
    for (size_t i = 0; i < s->plan->scenario_count; i++) {
        lua_pushstring(s->L, s->plan->scenarios[i].name);
        lua_rawseti(s->L, -2, (int)i + 1);
    }
}

/* find_hooks(path, names) -> hooks, or nil and why. Of a script for wrk it calls init(). */
static int call_find_hooks(struct script *s, struct error *err)
{
    const char *where = s->plan->script ? s->plan->script : "journey";
    int failed;

    if (script_require(s, "stoke.init", err))
        return -1;
    lua_getfield(s->L, -1, "find_hooks");
    lua_remove(s->L, -2);
    lua_pushstring(s->L, s->plan->script);
    push_names(s);
    overtime_begin(s, "init");
    failed = script_call(s, where, 2, 2, err);
    overtime_end(s);
    return failed;
}

int script_find_hooks(struct script *s, struct error *err)
{
    lua_State *L = s->L;

    if (call_find_hooks(s, err))
        return -1;
    if (lua_isnil(L, -2)) {
        error_set(err, "%s", lua_tostring(L, -1));
        lua_pop(L, 2);
        return -1;
    }
    lua_pop(L, 1);
    s->new_user = keep_function(L, "new_user");
    s->on_start = keep_function(L, "on_start");
    s->on_stop = keep_function(L, "on_stop");
    keep_journeys(s);
    lua_pop(L, 1);
    return 0;
}
