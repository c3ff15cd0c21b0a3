#include "cli/script_options.h"

#include "base/error.h"
#include "cli/options.h"
#include "cli/script_scenarios.h"
#include "cli/wish.h"
#include "script/script.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is_flag(const char *name)
{
    for (const struct option_line *o = wish_options; o->name || o->help; o++)
        if (o->name && !strcmp(o->name, name))
            return !o->value;
    return false;
}

/* The value's text, which is kept; NULL if it has none. */
static const char *text_of(lua_State *L)
{
    const char *text;

    if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER)
        return NULL;
    lua_pushvalue(L, -1); /* lua_tostring changes a number where it stands */
    text = lua_tostring(L, -1);
    luaL_ref(L, LUA_REGISTRYINDEX);
    return text;
}

/* In place of { ttft = "500ms", tpot = 0.05 }, what one would type: ttft:500ms,tpot:0.05. */
static int join_pairs(lua_State *L, const char *name, struct error *err)
{
    lua_pushliteral(L, "");
    for (lua_pushnil(L); lua_next(L, -3); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING || !lua_isstring(L, -1))
            return error_set(err, "options.%s: expected a table such as { ttft = \"500ms\" }",
                             name);
        lua_pushfstring(L, "%s%s%s:%s", lua_tostring(L, -3), *lua_tostring(L, -3) ? "," : "",
                        lua_tostring(L, -2), lua_tostring(L, -1));
        lua_replace(L, -4);
    }
    lua_replace(L, -2);
    return 0;
}

static int take_one(struct script *s, struct wish *w, struct error *err)
{
    lua_State *L = s->L;
    char name[64];
    const char *text;

    if (lua_type(L, -2) != LUA_TSTRING)
        return error_set(err, "options: expected names such as model = \"llama\"");
    snprintf(name, sizeof name, "%s", lua_tostring(L, -2));
    if (!strcmp(name, "scenarios"))
        return script_scenarios(s, w, err);
    for (char *c = name; *c; c++)
        *c = *c == '_' ? '-' : *c;
    if (lua_type(L, -1) == LUA_TBOOLEAN && (is_flag(name) || !lua_toboolean(L, -1)))
        return lua_toboolean(L, -1) ? options_take(wish_options, name, NULL, w, err) : 0;
    if (!strcmp(name, "slo") && lua_istable(L, -1) && join_pairs(L, name, err))
        return -1;
    text = text_of(L);
    if (text && is_flag(name))
        return error_set(err, "options.%s: expected true or false", name);
    if (!text)
        return error_set(err, "options.%s: expected text or a number, got a %s", name,
                         luaL_typename(L, -1));
    return options_take(wish_options, name, text, w, err);
}

/* Says in which line of the script the option is whose name is at `key`. */
static int blame(struct script *s, int key, struct error *err)
{
    lua_State *L = s->L;
    struct error unused;

    if (lua_type(L, key) == LUA_TSTRING && !script_require(s, "stoke.strict", &unused)) {
        lua_getfield(L, -1, "place_of_option");
        lua_pushvalue(L, key);
        if (!script_call(s, "options", 1, 1, &unused))
            return error_in(err, "%s", lua_tostring(L, -1));
    }
    return error_in(err, "%s", s->plan->script);
}

int script_options(struct script *s, struct wish *w, struct error *err)
{
    lua_State *L = s->L;
    int failed = 0;

    lua_getglobal(L, "options");
    if (lua_istable(L, -1)) {
        lua_pushnil(L);
        while (!failed && lua_next(L, -2)) {
            int key = lua_gettop(L) - 1;

            failed = take_one(s, w, err) ? blame(s, key, err) : 0;
            lua_settop(L, key);
        }
    } else if (!lua_isnil(L, -1)) {
        error_set(err, "options: expected a table such as { model = \"llama\" }");
        failed = error_in(err, "%s", w->plan.script);
    }
    lua_settop(L, 0);
    return failed;
}
