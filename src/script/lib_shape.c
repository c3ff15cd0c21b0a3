#include "script/lib_shape.h"

#include "base/error.h"
#include "llm/shape.h"
#include "script/lib.h"

/* A protocol's table of paths, compiled. Each meaning is a path, a list of paths, or a
 * table from event names to either. */

#define SHAPE "stoke.shape"

static void add_paths(lua_State *L, struct shape *s, enum meaning m, const char *event);

static void add_path(lua_State *L, struct shape *s, enum meaning m, const char *event)
{
    struct error err;

    if (lua_type(L, -1) == LUA_TTABLE)
        add_paths(L, s, m, event);
    else if (lua_type(L, -1) != LUA_TSTRING)
        luaL_error(L, "protocol: '%s' must be a path such as \"choices.*.text\"", meaning_name(m));
    else if (shape_path(s, m, event, lua_tostring(L, -1), &err))
        luaL_error(L, "protocol: %s", err.text);
}

static void add_paths(lua_State *L, struct shape *s, enum meaning m, const char *event)
{
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        add_path(L, s, m, lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : event);
}

static int shape_gc(lua_State *L)
{
    struct shape **s = luaL_checkudata(L, 1, SHAPE);

    shape_free(*s);
    *s = NULL;
    return 0;
}

static int shape_make(lua_State *L)
{
    struct shape **s;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_getfield(L, 1, "done");
    s = lua_newuserdata(L, sizeof *s);
    *s = shape_new(lua_tostring(L, 2));
    luaL_getmetatable(L, SHAPE);
    lua_setmetatable(L, -2);
    for (enum meaning m = 0; m < MEANING_COUNT; m++) {
        lua_getfield(L, 1, meaning_name(m));
        if (!lua_isnil(L, -1))
            add_path(L, *s, m, NULL);
        lua_pop(L, 1);
    }
    return 1;
}

struct shape *lib_shape_check(lua_State *L, int arg)
{
    return *(struct shape **)luaL_checkudata(L, arg, SHAPE);
}

int lib_shape(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"new", shape_make},
        {NULL,  NULL      },
    };

    luaL_newmetatable(L, SHAPE);
    lua_pushcfunction(L, shape_gc);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
    return lib_table(L, functions);
}
