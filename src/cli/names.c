#include "cli/names.h"

#include "base/mem.h"
#include "script/script.h"

#include <lua.h>

char *names_of_module(struct script *s, const char *module, struct error *err)
{
    char *names = NULL;

    if (script_require(s, module, err))
        return NULL;
    lua_getfield(s->L, -1, "names");
    if (!script_call(s, module, 0, 1, err))
        names = mem_text(lua_tostring(s->L, -1));
    lua_settop(s->L, 0);
    return names;
}
