#include "measure/metrics.h"
#include "measure/recorder.h"
#include "measure/trace.h"
#include "measure/trend.h"
#include "script/lib.h"
#include "script/script.h"

#include <math.h>
#include <string.h>

/* Names that measurements go under, and what the prelude measures itself. */

/* Each name has distributions of its own, in every worker. One made of what a model has said,
 * or of a number that counts up, would fill the memory. */
enum { NAMES_MAX = 1000 };

static label named(lua_State *L, struct recorder *r, const char *name)
{
    if (labels_count(r->labels) > NAMES_MAX && !labels_has(r->labels, name))
        luaL_error(L,
                   "'%s' is one name too many for steps and checks: %d are the most, so take names "
                   "that come again",
                   name, NAMES_MAX);
    return labels_add(r->labels, name);
}

static const char *check_name(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);

    luaL_argcheck(L, *name, 1, "expected a name that is not empty");
    return name;
}

/* step(name) -> label */
static int measure_step(lua_State *L)
{
    struct script *s = lib_script(L);
    const char *name = check_name(L);

    lua_pushinteger(L, s->recorder ? (lua_Integer)named(L, s->recorder, name) : 0);
    return 1;
}

/* called(label, began, ok): a step's function, that it was called then and has come back or not */
static int measure_called(lua_State *L)
{
    struct recorder *r = lib_script(L)->recorder;
    lua_Integer step = luaL_checkinteger(L, 1);
    nanos began = (nanos)(luaL_checknumber(L, 2) * (double)NANOS_PER_SECOND), now = clock_now();

    if (!r || !recorder_counts(r, began))
        return 0;
    luaL_argcheck(L, step >= 0 && (label)step < labels_count(r->labels), 1, "expected a step");
    metrics_call(r->metrics, (label)step, now > began ? now - began : 0, !lua_toboolean(L, 3));
    return 0;
}

static int measure_check(lua_State *L)
{
    struct recorder *r = lib_script(L)->recorder;
    const char *name = check_name(L);

    luaL_argcheck(L, !lua_isnone(L, 2), 2, "expected a value, such as reply.ok");
    if (r && recorder_counts(r, clock_now()))
        metrics_check(r->metrics, named(L, r, name), lua_toboolean(L, 2));
    if (r && r->trace)
        recorder_tell(r, &(struct trace_line){.kind = TRACE_CHECK,
                                              .text = name,
                                              .len = strlen(name),
                                              .good = lua_toboolean(L, 2)});
    lua_settop(L, 2);
    return 1; /* the value that was checked */
}

/* add(label, kind, unit, value) for stoke.metric, which has looked at them */
static int measure_add(lua_State *L)
{
    struct recorder *r = lib_script(L)->recorder;
    lua_Integer name = luaL_checkinteger(L, 1), kind = luaL_checkinteger(L, 2);
    const char *unit = luaL_checkstring(L, 3);
    double value = luaL_checknumber(L, 4);
    nanos now;

    luaL_argcheck(L, kind >= 0 && kind < CUSTOM_KINDS, 2, "expected a kind of metric");
    luaL_argcheck(L, fabs(value) <= TREND_LARGEST, 4, "expected a number of at most 1e13");
    if (!r)
        return 0;
    luaL_argcheck(L, name > 0 && (label)name < labels_count(r->labels), 1, "expected a label");
    now = clock_now();
    if (recorder_counts(r, now))
        metrics_custom(r->metrics, (label)name, (enum custom_kind)kind, unit, value + 0.0, now);
    return 0;
}

int lib_measure(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"step",   measure_step  },
        {"called", measure_called},
        {"check",  measure_check },
        {"add",    measure_add   },
        {NULL,     NULL          },
    };

    return lib_table(L, functions);
}
