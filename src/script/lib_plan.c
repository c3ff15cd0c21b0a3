#include "plan/plan.h"
#include "script/lib.h"
#include "script/script.h"

#include <stdlib.h>
#include <string.h>

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

/* Hashed, so that it can be a seed: FNV, of which a Lua number holds 52 bits. */
static double nonce_of(const char *salt)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (; salt && *salt; salt++)
        hash = (hash ^ (unsigned char)*salt) * UINT64_C(0x100000001b3);
    return salt ? (double)(hash >> 12) : 0;
}

static void set_lengths(lua_State *L, const struct plan *p)
{
    set_text(L, "salt", p->salt);
    lua_pushboolean(L, p->input_tokens.count > 0);
    lua_setfield(L, -2, "input_tokens");
    lua_pushboolean(L, p->output_tokens.count > 0);
    lua_setfield(L, -2, "output_tokens");
    lua_pushboolean(L, p->exact_output || p->ignore_eos);
    lua_setfield(L, -2, "exact_output");
    set_number(L, "prefix_tokens", (double)p->prefix_tokens);
    set_number(L, "prefix_groups", p->prefix_groups ? (double)p->prefix_groups : 1);
    set_number(L, "nonce", nonce_of(p->salt));
    set_number(L, "token_bytes", p->calibration.token_bytes);
    set_number(L, "overhead", p->calibration.overhead);
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

static const char settings_key[] = "stoke.settings";

/* One table for all who ask: main's script is read before the plan is whole, and whoever asked
 * then must know what was decided later. */
static void push_table(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, settings_key);
    if (!lua_isnil(L, -1))
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, settings_key);
}

/* settings() -> a table; what was not asked for is nil */
static int plan_settings(lua_State *L)
{
    const struct plan *p = lib_script(L)->plan;

    push_table(L);
    set_text(L, "url", p->url);
    set_text(L, "api", p->api);
    set_text(L, "api_key", p->api_key);
    set_number(L, "seed", (double)p->seed);
    set_ask(L, p);
    set_lengths(L, p);
    lua_pushboolean(L, p->rate > 0);
    lua_setfield(L, -2, "rated");
    lua_pushboolean(L, p->schedule != NULL);
    lua_setfield(L, -2, "follows_trace");
    set_text(L, "conversations", p->conversations);
    lua_pushboolean(L, p->shuffle);
    lua_setfield(L, -2, "shuffle");
    lua_pushboolean(L, p->model_found);
    lua_setfield(L, -2, "model_found");
    lua_pushboolean(L, p->batches);
    lua_setfield(L, -2, "batches");
    lua_pushboolean(L, p->dry_run > 0);
    lua_setfield(L, -2, "dry_run");
    set_headers(L, p);
    return 1;
}

/* Puts name = value into the table on top, of "name=value"; of "name" alone, `value`,
 * or true. */
static void set_typed(lua_State *L, const char *text, const char *value)
{
    size_t n = strcspn(text, "=");

    lua_pushlstring(L, text, n);
    if (text[n])
        lua_pushstring(L, text + n + 1);
    else if (value)
        lua_pushstring(L, value);
    else
        lua_pushboolean(L, true);
    lua_rawset(L, -3);
}

/* typed() -> env, arg, flags: what the command line has for the script. A flag without a value is
 * true. */
static int plan_typed(lua_State *L)
{
    const struct plan_script *p = &lib_script(L)->plan->typed;

    lua_newtable(L);
    for (size_t i = 0; i < p->env_count; i++)
        set_typed(L, p->env[i], getenv(p->env[i]));
    lua_newtable(L);
    for (size_t i = 0; i < p->arg_count; i++) {
        lua_pushstring(L, p->args[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    lua_newtable(L);
    for (size_t i = 0; i < p->flag_count; i++)
        set_typed(L, p->flags[i], NULL);
    return 3;
}

int lib_plan(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"settings", plan_settings},
        {"typed",    plan_typed   },
        {NULL,       NULL         },
    };

    return lib_table(L, functions);
}
