#include "base/rng.h"
#include "script/lib.h"
#include "script/script.h"

/* A user's dice: random:between(1, 6), random:pick(list). Seeded from the plan's seed and
 * the user's id, so a user draws the same whatever thread it lives on. */

#define RANDOM "stoke.random"

static struct rng *check_rng(lua_State *L)
{
    return luaL_checkudata(L, 1, RANDOM);
}

static int random_between(lua_State *L)
{
    struct rng *r = check_rng(L);
    double low = luaL_checknumber(L, 2), high = luaL_checknumber(L, 3);

    luaL_argcheck(L, low <= high && high - low < 9e15, 3, "expected the upper bound of a range");
    lua_pushnumber(L, low + (double)rng_below(r, (uint64_t)(high - low) + 1));
    return 1;
}

static int random_pick(lua_State *L)
{
    struct rng *r = check_rng(L);
    size_t n;

    luaL_checktype(L, 2, LUA_TTABLE);
    n = lua_objlen(L, 2);
    luaL_argcheck(L, n > 0, 2, "there is nothing to pick from");
    lua_rawgeti(L, 2, (int)rng_below(r, n) + 1);
    return 1;
}

static int random_uniform(lua_State *L)
{
    struct rng *r = check_rng(L);
    double low = luaL_optnumber(L, 2, 0), high = luaL_optnumber(L, 3, 1);

    lua_pushnumber(L, low + rng_unit(r) * (high - low));
    return 1;
}

static int random_normal(lua_State *L)
{
    struct rng *r = check_rng(L);

    lua_pushnumber(L, rng_normal(r, luaL_checknumber(L, 2), luaL_checknumber(L, 3)));
    return 1;
}

static int random_exponential(lua_State *L)
{
    struct rng *r = check_rng(L);

    lua_pushnumber(L, rng_exponential(r, luaL_checknumber(L, 2)));
    return 1;
}

static int random_lognormal(lua_State *L)
{
    struct rng *r = check_rng(L);

    lua_pushnumber(L, rng_lognormal(r, luaL_checknumber(L, 2), luaL_checknumber(L, 3)));
    return 1;
}

/* Both of these try until a draw is accepted, which with an endless shape or skew none ever is. */
static int random_gamma(lua_State *L)
{
    struct rng *r = check_rng(L);
    double shape = luaL_checknumber(L, 2), scale = luaL_checknumber(L, 3);

    luaL_argcheck(L, shape > 0 && shape <= 1e9, 2, "expected a shape above 0, such as 2");
    lua_pushnumber(L, rng_gamma(r, shape, scale));
    return 1;
}

static int random_zipf(lua_State *L)
{
    struct rng *r = check_rng(L);
    double n = luaL_checknumber(L, 2), skew = luaL_checknumber(L, 3);

    luaL_argcheck(L, n >= 1 && n <= 1e15, 2, "expected how many there are, such as 1000");
    luaL_argcheck(L, skew >= 0 && skew <= 100, 3, "expected a skew from 0 to 100, such as 1.1");
    lua_pushnumber(L, (double)rng_zipf(r, (uint64_t)n, skew) + 1);
    return 1;
}

static int random_new(lua_State *L)
{
    double seed = luaL_checknumber(L, 1), stream = luaL_checknumber(L, 2);

    rng_seed(lua_newuserdata(L, sizeof(struct rng)), (uint64_t)seed, (uint64_t)stream);
    luaL_getmetatable(L, RANDOM);
    lua_setmetatable(L, -2);
    return 1;
}

int lib_random(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"between",     random_between    },
        {"pick",        random_pick       },
        {"uniform",     random_uniform    },
        {"normal",      random_normal     },
        {"exponential", random_exponential},
        {"lognormal",   random_lognormal  },
        {"gamma",       random_gamma      },
        {"zipf",        random_zipf       },
        {NULL,          NULL              },
    };
    static const luaL_Reg functions[] = {
        {"new", random_new},
        {NULL,  NULL      },
    };

    luaL_newmetatable(L, RANDOM);
    lib_table(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
    return lib_table(L, functions);
}
