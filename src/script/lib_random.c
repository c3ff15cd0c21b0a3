#include "base/dist.h"
#include "base/rng.h"
#include "plan/plan.h"
#include "script/lib.h"
#include "script/script.h"

#include <math.h>
#include <stdbool.h>

/* A user's dice: random:between(1, 6), random:pick(list). Seeded from the plan's seed and
 * the user's id, so a user draws the same whatever thread it lives on. */

#define RANDOM "stoke.random"

static int no_dice(lua_State *L)
{
    lua_Debug call = {0};

    lua_getstack(L, 0, &call);
    lua_getinfo(L, "n", &call);
    if (!call.name)
        return luaL_typerror(L, 1, "user.random");
    return luaL_error(L, "'%s' needs the dice first: call it with a colon, as user.random:%s(...)",
                      call.name, call.name);
}

static struct rng *check_rng(lua_State *L)
{
    struct rng *r = luaL_testudata(L, 1, RANDOM);

    if (!r)
        no_dice(L);
    return r;
}

/* A number that is one: neither NaN nor infinite. */
static double check_finite(lua_State *L, int index)
{
    double number = luaL_checknumber(L, index);

    luaL_argcheck(L, isfinite(number), index, "expected a finite number");
    return number;
}

static size_t check_list(lua_State *L, int index)
{
    size_t n;

    luaL_checktype(L, index, LUA_TTABLE);
    n = lua_objlen(L, index);
    if (n > 0)
        return n;
    lua_pushnil(L);
    if (lua_next(L, index))
        luaL_argerror(L, index, "expected a list, and this table has keys instead of 1..n");
    return 0;
}

static int random_between(lua_State *L)
{
    struct rng *r = check_rng(L);
    double low = luaL_checknumber(L, 2), high = luaL_checknumber(L, 3);

    luaL_argcheck(L, low <= high && high - low < 9e15, 3, "expected the upper bound of a range");
    luaL_argcheck(L, low == floor(low), 2, "expected a whole number; uniform() draws others");
    luaL_argcheck(L, high == floor(high), 3, "expected a whole number; uniform() draws others");
    lua_pushnumber(L, low + (double)rng_below(r, (uint64_t)(high - low) + 1));
    return 1;
}

static int random_chance(lua_State *L)
{
    struct rng *r = check_rng(L);
    double p = luaL_checknumber(L, 2);

    luaL_argcheck(L, p >= 0 && p <= 1, 2,
                  "expected a probability from 0 to 1, such as 0.3 for 30 %");
    lua_pushboolean(L, rng_unit(r) < p);
    return 1;
}

static int random_pick(lua_State *L)
{
    struct rng *r = check_rng(L);
    size_t n = check_list(L, 2);

    luaL_argcheck(L, n > 0, 2, "there is nothing to pick from");
    lua_rawgeti(L, 2, (int)rng_below(r, n) + 1);
    return 1;
}

/* The weight of item i: in a list of pairs list[i][2], else weights[i]. */
static double weight_at(lua_State *L, bool pairs, int i)
{
    double weight;

    lua_rawgeti(L, pairs ? 2 : 3, i);
    if (pairs) {
        if (!lua_istable(L, -1))
            luaL_argerror(L, 2,
                          "expected items with weights, such as { { \"a\", 3 }, { \"b\", 1 } }");
        lua_rawgeti(L, -1, 2);
        lua_remove(L, -2);
    }
    weight = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : -1;
    lua_pop(L, 1);
    if (!(weight >= 0 && weight <= 1e300)) {
        lua_pushfstring(L, "item %d: expected a weight from 0 up", i);
        luaL_argerror(L, pairs ? 2 : 3, lua_tostring(L, -1));
    }
    return weight;
}

/* Which item the point falls on, of all laid side by side as wide as their weights. One
 * without weight is never drawn, whatever the rounding. */
static int find_weighted(lua_State *L, bool pairs, int n, double point)
{
    double upto = 0;
    int last = 0;

    for (int i = 1; i <= n; i++) {
        double weight = weight_at(L, pairs, i);

        upto += weight;
        if (weight > 0)
            last = i;
        if (last == i && point < upto)
            break;
    }
    return last;
}

/* weighted { { item, weight }, ... } or weighted(items, weights) */
static int random_weighted(lua_State *L)
{
    struct rng *r = check_rng(L);
    int n = (int)check_list(L, 2), item;
    bool pairs = lua_isnoneornil(L, 3);
    double sum = 0;

    luaL_argcheck(L, n > 0, 2, "there is nothing to pick from");
    if (!pairs)
        luaL_argcheck(L, (int)check_list(L, 3) == n, 3, "expected as many weights as items");
    for (int i = 1; i <= n; i++)
        sum += weight_at(L, pairs, i);
    luaL_argcheck(L, sum > 0 && isfinite(sum), pairs ? 2 : 3,
                  "expected weights of more than 0 in all");
    item = find_weighted(L, pairs, n, rng_unit(r) * sum);
    lua_rawgeti(L, 2, item);
    if (pairs)
        lua_rawgeti(L, -1, 1);
    return 1;
}

/* A new list: the one that was given is the other users' as well. */
static int random_shuffle(lua_State *L)
{
    struct rng *r = check_rng(L);
    int n = (int)check_list(L, 2);

    lua_createtable(L, n, 0);
    for (int i = 1; i <= n; i++) {
        int k = (int)rng_below(r, (uint64_t)i) + 1; /* it goes there, and what was there to i */

        if (k < i) {
            lua_rawgeti(L, -1, k);
            lua_rawseti(L, -2, i);
        }
        lua_rawgeti(L, 2, i);
        lua_rawseti(L, -2, k);
    }
    return 1;
}

static int random_uniform(lua_State *L)
{
    struct rng *r = check_rng(L);
    double low = lua_isnoneornil(L, 2) ? 0 : check_finite(L, 2);
    double high = lua_isnoneornil(L, 3) ? 1 : check_finite(L, 3);

    luaL_argcheck(L, low <= high, lua_isnoneornil(L, 3) ? 2 : 3,
                  "expected low and high, such as uniform(0.5, 2)");
    lua_pushnumber(L, low + rng_unit(r) * (high - low));
    return 1;
}

static int random_normal(lua_State *L)
{
    struct rng *r = check_rng(L);
    double mean = check_finite(L, 2), deviation = check_finite(L, 3);

    luaL_argcheck(L, deviation >= 0, 3, "expected a deviation from 0 up");
    lua_pushnumber(L, rng_normal(r, mean, deviation));
    return 1;
}

static int random_exponential(lua_State *L)
{
    struct rng *r = check_rng(L);
    double mean = check_finite(L, 2);

    luaL_argcheck(L, mean >= 0, 2, "expected a mean from 0 up");
    lua_pushnumber(L, rng_exponential(r, mean));
    return 1;
}

static int random_lognormal(lua_State *L)
{
    struct rng *r = check_rng(L);
    double median = check_finite(L, 2), sigma = check_finite(L, 3);

    luaL_argcheck(L, median >= 0, 2, "expected a median from 0 up");
    luaL_argcheck(L, sigma >= 0 && sigma <= 100, 3, "expected a sigma from 0 to 100, such as 0.5");
    lua_pushnumber(L, rng_lognormal(r, median, sigma));
    return 1;
}

/* Both of these try until a draw is accepted, which with an endless shape or skew none ever is. */
static int random_gamma(lua_State *L)
{
    struct rng *r = check_rng(L);
    double shape = luaL_checknumber(L, 2), scale = check_finite(L, 3);

    luaL_argcheck(L, shape > 0 && shape <= 1e9, 2, "expected a shape above 0, such as 2");
    luaL_argcheck(L, scale >= 0, 3, "expected a scale from 0 up: the mean is shape times scale");
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

/* input_tokens(dice) -> a length as the plan has them distributed; output_tokens(dice) as well */
static int random_input_tokens(lua_State *L)
{
    lua_pushnumber(L, (double)dist_draw(&lib_script(L)->plan->input_tokens, check_rng(L)));
    return 1;
}

static int random_output_tokens(lua_State *L)
{
    lua_pushnumber(L, (double)dist_draw(&lib_script(L)->plan->output_tokens, check_rng(L)));
    return 1;
}

int lib_random(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"between",     random_between    },
        {"chance",      random_chance     },
        {"pick",        random_pick       },
        {"weighted",    random_weighted   },
        {"shuffle",     random_shuffle    },
        {"uniform",     random_uniform    },
        {"normal",      random_normal     },
        {"exponential", random_exponential},
        {"lognormal",   random_lognormal  },
        {"gamma",       random_gamma      },
        {"zipf",        random_zipf       },
        {NULL,          NULL              },
    };
    static const luaL_Reg functions[] = {
        {"new",           random_new          },
        {"input_tokens",  random_input_tokens },
        {"output_tokens", random_output_tokens},
        {NULL,            NULL                },
    };

    luaL_newmetatable(L, RANDOM);
    lib_table(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
    return lib_table(L, functions);
}
