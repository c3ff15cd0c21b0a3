#include "base/hist.h"
#include "base/mem.h"
#include "plan/plan.h"
#include "script/lib.h"
#include "script/script.h"
#include "script/wrk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STATS "wrk.stats"

/* The whole numbers that scripts see, each once: what of our finer values rounds to the same is
 * one for them. */
struct entry {
    double value;
    uint64_t count;
};

struct stats {
    struct hist *hist; /* a copy: it outlives the run's */
    int64_t unit;
    struct entry *entries; /* made when they are first asked for */
    size_t count;
};

static struct stats *check(lua_State *L)
{
    return luaL_checkudata(L, 1, STATS);
}

static double whole(const struct stats *s, int64_t value)
{
    return floor((double)value / (double)s->unit + 0.5);
}

static void add_entry(struct stats *s, double value, uint64_t count, size_t *cap)
{
    if (s->entries && s->entries[s->count - 1].value >= value) {
        s->entries[s->count - 1].count += count;
        return;
    }
    if (!s->entries || s->count == *cap) {
        *cap = *cap ? *cap * 2 : 64;
        s->entries = mem_resize(s->entries, *cap * sizeof *s->entries);
    }
    s->entries[s->count++] = (struct entry){value, count};
}

static void make_entries(struct stats *s)
{
    unsigned at = 0;
    size_t cap = 0;
    int64_t value;
    uint64_t count;

    if (s->entries)
        return;
    while (hist_next(s->hist, &at, &value, &count))
        add_entry(s, whole(s, value), count, &cap);
}

static int stats_percentile(lua_State *L)
{
    const struct stats *s = check(L);
    double p = luaL_checknumber(L, 2);

    lua_pushnumber(L, whole(s, hist_quantile(s->hist, fmin(fmax(p, 0), 100) / 100)));
    return 1;
}

/* wrk's: the i-th of the different values, and how often it came */
static int stats_call(lua_State *L)
{
    struct stats *s = check(L);
    double i = luaL_checknumber(L, 2);
    struct entry e = {0, 0};

    make_entries(s);
    if (i >= 1 && i <= (double)s->count)
        e = s->entries[(size_t)i - 1];
    lua_pushnumber(L, e.value);
    lua_pushnumber(L, (double)e.count);
    return 2;
}

/* wrk2's: the i-th of all values */
static int push_nth(lua_State *L, const struct stats *s)
{
    double n = (double)hist_count(s->hist), i = lua_tonumber(L, 2);

    lua_pushnumber(L, n > 0 ? whole(s, hist_quantile(s->hist, fmin(fmax(i / n, 0), 1))) : 0);
    return 1;
}

static int stats_index(lua_State *L)
{
    const struct stats *s = check(L);
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";

    if (lua_type(L, 2) == LUA_TNUMBER)
        return push_nth(L, s);
    if (!strcmp(name, "min"))
        lua_pushnumber(L, whole(s, hist_min(s->hist)));
    else if (!strcmp(name, "max"))
        lua_pushnumber(L, whole(s, hist_max(s->hist)));
    else if (!strcmp(name, "mean"))
        lua_pushnumber(L, hist_mean(s->hist) / (double)s->unit);
    else if (!strcmp(name, "stdev"))
        lua_pushnumber(L, hist_stddev(s->hist) / (double)s->unit);
    else if (!strcmp(name, "percentile"))
        lua_pushcfunction(L, stats_percentile);
    else
        lua_pushnil(L);
    return 1;
}

static int stats_len(lua_State *L)
{
    struct stats *s = check(L);

    make_entries(s);
    lua_pushnumber(L,
                   lib_script(L)->plan->rate > 0 ? (double)hist_count(s->hist) : (double)s->count);
    return 1;
}

static int stats_gc(lua_State *L)
{
    struct stats *s = check(L);

    hist_free(s->hist);
    free(s->entries);
    *s = (struct stats){.unit = 1};
    return 0;
}

void wrk_push_stats(lua_State *L, const struct hist *h, int64_t unit)
{
    struct stats *s = lua_newuserdata(L, sizeof *s);

    *s = (struct stats){.hist = hist_new(), .unit = unit};
    hist_merge(s->hist, h);
    luaL_getmetatable(L, STATS);
    lua_setmetatable(L, -2);
}

void wrk_open_stats(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"__index", stats_index},
        {"__call",  stats_call },
        {"__len",   stats_len  },
        {"__gc",    stats_gc   },
        {NULL,      NULL       },
    };

    luaL_newmetatable(L, STATS);
    lua_pushlightuserdata(L, lib_script(L));
    luaL_setfuncs(L, methods, 1);
    lua_pop(L, 1);
}
