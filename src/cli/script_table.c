#include "cli/script_table.h"

#include "base/error.h"
#include "script/script.h"

#include <lauxlib.h>

int script_table_read(struct script *s, const char *module, const char *option, struct error *err)
{
    lua_State *L = s->L;
    int table = lua_gettop(L);

    if (script_require(s, module, err))
        return -1;
    lua_getfield(L, -1, "read");
    lua_pushvalue(L, table);
    if (script_call(s, option, 1, 2, err))
        return -1;
    if (lua_isnil(L, -2))
        return error_set(err, "%s: %s", option, lua_tostring(L, -1));
    lua_pop(L, 1);
    return 0;
}

const char *script_table_text(lua_State *L, const char *field)
{
    const char *text;

    lua_getfield(L, -1, field);
    text = lua_tostring(L, -1);
    luaL_ref(L, LUA_REGISTRYINDEX);
    return text;
}
