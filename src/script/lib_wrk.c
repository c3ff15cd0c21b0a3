#include "base/error.h"
#include "measure/label.h"
#include "measure/metrics.h"
#include "measure/recorder.h"
#include "plan/plan.h"
#include "script/asking.h"
#include "script/lib.h"
#include "script/lib_shape.h"
#include "script/overtime.h"
#include "script/script.h"
#include "script/user.h"
#include "script/wrk.h"
#include "script/wrk_words.h"

#include <string.h>

/* What wrk's scripts need of C: lua/wrk.lua and lua/journeys/wrk.lua are made of it. */

static double seconds(nanos span)
{
    return (double)span / (double)NANOS_PER_SECOND;
}

/* time_us() -> microseconds since 1970, as in wrk2 */
static int wrk_time_us(lua_State *L)
{
    nanos microseconds = clock_wall() / 1000;

    lua_pushnumber(L, (double)microseconds);
    return 1;
}

/* thread() -> of this worker; nil in the main state */
static int wrk_thread(lua_State *L)
{
    struct script *s = lib_script(L);

    if (!s->main)
        return 0;
    wrk_push_thread(L, s);
    return 1;
}

/* It comes in the midst of what is called init, and one at a time can be watched. */
static int call_setup(struct script *m, struct script *s, struct error *err)
{
    int failed;

    if (script_require(m, "stoke.wrk", err))
        return -1;
    lua_getfield(m->L, -1, "setup");
    wrk_push_thread(m->L, s);
    overtime_end(s);
    overtime_begin(m, "setup");
    failed = script_call(m, m->plan->script, 1, 0, err);
    overtime_end(m);
    overtime_begin(s, "init");
    lua_pop(m->L, 1);
    return failed;
}

/* set_up(): has the main state call setup(thread) for this worker. What goes wrong there has its
 * place in the script already. */
static int wrk_set_up(lua_State *L)
{
    struct script *s = lib_script(L);
    struct error err;

    if (!s->main || !call_setup(s->main, s, &err))
        return 0;
    lua_pushstring(L, err.text);
    return lua_error(L);
}

/* due(user, delay) -> when its next request is due, so many seconds later than its journey was */
static int wrk_due(lua_State *L)
{
    struct user *u = lua_touserdata(L, 1);
    nanos delay = (nanos)(luaL_checknumber(L, 2) * 1e9), now = clock_now();

    luaL_argcheck(L, lua_islightuserdata(L, 1) && u, 1, "expected a user's handle");
    u->due = (u->due ? u->due : now) + delay;
    u->ready = (u->ready ? u->ready : now) + delay;
    lua_pushnumber(L, seconds(u->due));
    return 1;
}

/* ending() -> whether the load's time is over. It is not when all of its -n requests have begun:
 * those that are delayed are among them. */
static int wrk_ending(lua_State *L)
{
    lua_pushboolean(L, clock_now() >= lib_script(L)->ends);
    return 1;
}

/* once(what) -> true for the first of all workers that asks; what: 1 to 32 */
static int wrk_once(lua_State *L)
{
    struct script *s = lib_script(L);
    unsigned bit = 1U << ((unsigned)luaL_checkinteger(L, 1) - 1) % 32;

    lua_pushboolean(L, !(atomic_fetch_or(s->main ? &s->main->said : &s->said, bit) & bit));
    return 1;
}

/* parse(text, shape_of or nil) -> {{endpoint=, body=, head=, decoded=}, ...}, or nil and why */
static int wrk_parse(lua_State *L)
{
    const struct plan *p = lib_script(L)->plan;
    struct error err;
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);

    lua_settop(L, 2);
    if (wrk_words_push(L, p->url, text, n, 2, &err))
        return lua_pushnil(L), lua_pushstring(L, err.text), 2;
    return 1;
}

/* headers(lines) -> a table */
static int wrk_headers(lua_State *L)
{
    size_t n;
    const char *lines = luaL_checklstring(L, 1, &n);

    wrk_headers_push(L, lines, n);
    return 1;
}

static void record_call(struct recorder *r, const char *name, double took)
{
    metrics_call(r->metrics, labels_add(r->labels, name), (nanos)(took * 1e9), false);
}

/* batch(due, sent, ended): the requests that a script sent as one text, as one */
static int wrk_batch(lua_State *L)
{
    struct recorder *r = lib_script(L)->recorder;
    double due = luaL_checknumber(L, 1), sent = luaL_checknumber(L, 2);
    double ended = luaL_checknumber(L, 3);

    if (r && !recorder_leaves_out(r, (nanos)(due * 1e9))) {
        record_call(r, "batch", ended - due);
        record_call(r, "batch, uncorrected", ended - sent);
    }
    return 0;
}

static const struct hist *step_hist(const struct metrics *m, const char *name)
{
    for (label l = 1; l < metrics_labels(m); l++) {
        const struct group *g = metrics_group(m, BY_STEP, l);

        if (g && metrics_label(m, l) && !strcmp(metrics_label(m, l), name))
            return group_hist(g, METRIC_STEP);
    }
    return NULL;
}

static const struct hist *find_hist(const struct metrics *m, const char *name)
{
    if (!strcmp(name, "rates"))
        return metrics_rates(m);
    for (enum metric i = 0; i < METRIC_COUNT; i++)
        if (!strcmp(name, metric_name(i)))
            return metrics_hist(m, i);
    return step_hist(m, name);
}

/* stats(name) -> of the load that is over: a metric or a step in us, or "rates"; nil: none */
static int wrk_stats(lua_State *L)
{
    const struct metrics *m = lib_script(L)->measured;
    const char *name = luaL_checkstring(L, 1);
    const struct hist *h = m ? find_hist(m, name) : NULL;

    if (!h)
        return 0;
    wrk_push_stats(L, h, strcmp(name, "rates") ? 1000 : METRICS_RATE_UNIT);
    return 1;
}

int lib_wrk(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"time_us", wrk_time_us},
        {"thread",  wrk_thread },
        {"set_up",  wrk_set_up },
        {"lookup",  wrk_lookup },
        {"connect", wrk_connect},
        {"due",     wrk_due    },
        {"ending",  wrk_ending },
        {"once",    wrk_once   },
        {"parse",   wrk_parse  },
        {"headers", wrk_headers},
        {"batch",   wrk_batch  },
        {"stats",   wrk_stats  },
        {NULL,      NULL       },
    };

    wrk_open_addr(L);
    wrk_open_thread(L);
    wrk_open_stats(L);
    return lib_table(L, functions);
}
