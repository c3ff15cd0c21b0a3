#include "measure/metrics.h"
#include "measure/recorder.h"
#include "script/lib.h"
#include "script/script.h"

/* Names that measurements go under. */

static int measure_step(lua_State *L)
{
    struct script *s = lib_script(L);
    const char *name = luaL_checkstring(L, 1);

    lua_pushinteger(L, s->recorder ? (lua_Integer)labels_add(s->recorder->labels, name) : 0);
    return 1;
}

static int measure_check(lua_State *L)
{
    struct script *s = lib_script(L);
    const char *name = luaL_checkstring(L, 1);

    luaL_checkany(L, 2);
    if (s->recorder && recorder_counts(s->recorder, clock_now()))
        metrics_check(s->recorder->metrics, labels_add(s->recorder->labels, name),
                      lua_toboolean(L, 2));
    lua_settop(L, 2);
    return 1; /* the value that was checked */
}

int lib_measure(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"step",  measure_step },
        {"check", measure_check},
        {NULL,    NULL         },
    };

    return lib_table(L, functions);
}
