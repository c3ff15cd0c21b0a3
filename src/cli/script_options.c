#include "cli/script_options.h"

#include "base/error.h"
#include "cli/options.h"
#include "cli/profile.h"
#include "cli/script_scenarios.h"
#include "cli/script_stages.h"
#include "cli/wish.h"
#include "script/script.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { NAME_MAX_LENGTH = 64 };

/* --max-tokens is max_tokens in Lua, which has no names with a dash; in quotes it may have it. */
static void spell(char out[NAME_MAX_LENGTH], const char *name, char from, char to)
{
    snprintf(out, NAME_MAX_LENGTH, "%s", name);
    for (char *c = out; *c; c++)
        *c = *c == from ? to : *c;
}

static const struct option_line *find(const char *name)
{
    char wanted[NAME_MAX_LENGTH], own[NAME_MAX_LENGTH];

    spell(wanted, name, '-', '_');
    for (const struct option_line *o = wish_options; o->name || o->help; o++) {
        spell(own, o->name ? o->name : "", '-', '_');
        if (o->name && !strcmp(own, wanted))
            return o;
    }
    return NULL;
}

/* Scripts alone have them, so they are no flag's. */
static const struct option_line of_scripts[] = {
    {0, "scenarios", "TABLE", "",   NULL, 0},
    {0, "stages",    "TABLE", "",   NULL, 0},
    {0, NULL,        NULL,    NULL, NULL, 0},
};

static int unknown(const char *name, struct error *err)
{
    const char *like = options_nearest(of_scripts, name);
    char text[NAME_MAX_LENGTH];

    spell(text, name, '_', '-');
    if (!like)
        like = options_nearest(wish_options, text);
    if (!like)
        return error_set(err, "there is no option \"%s\"; stoke --help shows all", name);
    spell(text, like, '-', '_');
    return error_set(err, "there is no option \"%s\"; did you mean \"%s\"?", name, text);
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

/* In place of { "Name: value", ... } what would be typed: -H and -H again. */
static int take_headers(struct script *s, struct wish *w, struct error *err)
{
    lua_State *L = s->L;
    int table = lua_gettop(L), failed = 0;

    if (script_require(s, "stoke.headers", err))
        return -1;
    lua_pushvalue(L, table);
    if (script_call(s, "options.header", 1, 2, err))
        return -1;
    if (lua_isnil(L, -2))
        return error_set(err, "options.header: %s", lua_tostring(L, -1));
    lua_pop(L, 1);
    for (size_t i = 1; i <= lua_objlen(L, -1) && !failed; i++) {
        lua_rawgeti(L, -1, (int)i);
        failed = options_take(wish_options, "header", text_of(L), w, err);
        lua_pop(L, 1);
    }
    return failed;
}

static int take_one(struct script *s, struct wish *w, struct error *err)
{
    lua_State *L = s->L;
    const struct option_line *o;
    const char *name, *text;

    if (lua_type(L, -2) != LUA_TSTRING)
        return error_set(err, "options: expected names such as model = \"llama\"");
    name = lua_tostring(L, -2);
    if (!strcmp(name, "scenarios"))
        return script_scenarios(s, w, err);
    if (!strcmp(name, "stages"))
        return script_stages(s, w, err);
    o = find(name);
    if (!o)
        return unknown(name, err);
    if (!strcmp(name, "header") && lua_istable(L, -1))
        return take_headers(s, w, err);
    if (lua_type(L, -1) == LUA_TBOOLEAN && (!o->value || !lua_toboolean(L, -1)))
        return lua_toboolean(L, -1) ? options_take(wish_options, o->name, NULL, w, err) : 0;
    if (!strcmp(name, "slo") && lua_istable(L, -1) && join_pairs(L, name, err))
        return -1;
    text = text_of(L);
    if (text && !o->value)
        return error_set(err, "options.%s: expected true or false", name);
    if (!text)
        return error_set(err, "options.%s: expected text or a number, got a %s", name,
                         luaL_typename(L, -1));
    return options_take(wish_options, o->name, text, w, err);
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

/* Those of the table on top; it stays. */
static int take_all(struct script *s, struct wish *w, bool blamed, struct error *err)
{
    lua_State *L = s->L;
    int failed = 0;

    lua_pushnil(L);
    while (!failed && lua_next(L, -2)) {
        int key = lua_gettop(L) - 1;

        failed = take_one(s, w, err);
        if (failed && blamed)
            blame(s, key, err);
        lua_settop(L, key);
    }
    return failed ? -1 : 0;
}

int script_options_of(struct script *s, struct wish *w, struct error *err)
{
    return take_all(s, w, false, err);
}

/* What it says itself goes before what its profile says. */
static int take_profile(struct script *s, struct wish *w, struct error *err)
{
    lua_State *L = s->L;
    const char *name, *peak;

    lua_getfield(L, -1, "profile");
    name = lua_isstring(L, -1) ? text_of(L) : NULL;
    lua_getfield(L, -2, "peak");
    peak = lua_isstring(L, -1) ? text_of(L) : NULL;
    lua_pop(L, 2);
    if (!name || !profile_take(s, w, name, peak, err))
        return 0;
    return error_in(err, "%s: options.profile", s->plan->script);
}

int script_options(struct script *s, struct wish *w, struct error *err)
{
    lua_State *L = s->L;
    int failed = 0;

    lua_getglobal(L, "options");
    if (lua_istable(L, -1)) {
        failed = take_profile(s, w, err) || take_all(s, w, true, err) ? -1 : 0;
    } else if (!lua_isnil(L, -1)) {
        error_set(err, "options: expected a table such as { model = \"llama\" }");
        failed = error_in(err, "%s", w->plan.script);
    }
    lua_settop(L, 0);
    return failed;
}
