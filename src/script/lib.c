#include "script/lib.h"

#include "script/script.h"

static const luaL_Reg modules[] = {
    {"core.bytes",    lib_bytes   },
    {"core.crypto",   lib_crypto  },
    {"core.data",     lib_data    },
    {"core.exchange", lib_exchange},
    {"core.json",     lib_json    },
    {"core.measure",  lib_measure },
    {"core.plan",     lib_plan    },
    {"core.random",   lib_random  },
    {"core.records",  lib_records },
    {"core.shape",    lib_shape   },
    {"core.stream",   lib_stream  },
    {"core.task",     lib_task    },
    {"core.prose",    lib_prose   },
    {"core.time",     lib_time    },
    {"core.wrk",      lib_wrk     },
    {NULL,            NULL        },
};

struct script *lib_script(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(1));
}

int lib_table(lua_State *L, const luaL_Reg *functions)
{
    lua_newtable(L);
    lua_pushlightuserdata(L, lib_script(L));
    luaL_setfuncs(L, functions, 1);
    return 1;
}

const char *lib_text(lua_State *L, int index, size_t *len)
{
    if (lua_type(L, index) != LUA_TSTRING) {
        lua_pushfstring(L, "expected text, got %s", luaL_typename(L, index));
        luaL_argerror(L, index, lua_tostring(L, -1));
    }
    return lua_tolstring(L, index, len);
}

void lib_open(struct script *s)
{
    lua_State *L = s->L;

    lua_getglobal(L, "package");
    lua_getfield(L, -1, "preload");
    lua_pushlightuserdata(L, s);
    luaL_setfuncs(L, modules, 1);
    lua_pop(L, 2);
}
