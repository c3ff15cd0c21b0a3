#include "plan/plan.h"
#include "script/lib.h"
#include "script/script.h"

/* What the plan says, for the prelude. */

static void set_text(lua_State *L, const char *name, const char *text)
{
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

static void set_number(lua_State *L, const char *name, double number)
{
    lua_pushnumber(L, number);
    lua_setfield(L, -2, name);
}

static void set_ask(lua_State *L, const struct plan *p)
{
    set_text(L, "model", p->model);
    set_text(L, "prompt", p->prompt);
    set_text(L, "system", p->system);
    if (p->max_tokens)
        set_number(L, "max_tokens", (double)p->max_tokens);
    if (p->temperature >= 0)
        set_number(L, "temperature", p->temperature);
    lua_pushboolean(L, p->ignore_eos);
    lua_setfield(L, -2, "ignore_eos");
    lua_pushboolean(L, !p->no_stream);
    lua_setfield(L, -2, "stream");
}

static void set_headers(lua_State *L, const struct plan *p)
{
    lua_newtable(L);
    for (size_t i = 0; i < p->header_count; i++) {
        lua_pushstring(L, p->headers[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    lua_setfield(L, -2, "headers");
}

/* settings() -> a table; what was not asked for is nil */
static int plan_settings(lua_State *L)
{
    const struct plan *p = lib_script(L)->plan;

    lua_newtable(L);
    set_text(L, "url", p->url);
    set_text(L, "api", p->api);
    set_text(L, "api_key", p->api_key);
    set_number(L, "seed", (double)p->seed);
    set_ask(L, p);
    set_headers(L, p);
    return 1;
}

int lib_plan(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"settings", plan_settings},
        {NULL,       NULL         },
    };

    return lib_table(L, functions);
}
